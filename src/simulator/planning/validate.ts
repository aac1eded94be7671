import { combinationChecks } from "./combinations.ts";
import { constraintChecks } from "./constraints.ts";
import { deprecationChecks } from "./deprecations.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { isFramework } from "./generation.ts";
import { oncePerType } from "./once-per-type.ts";
import type { Behaviour, Block } from "./schema.ts";
import { timeoutChecks } from "./timeouts.ts";
import type { Values } from "./values.ts";

/** Checks a configuration against the tables; made once per type because the engine asks several times per resource. */
export type Validator = (config: Values) => Diagnostic[];

/** Compiles what the tables say of one type's configuration. */
export const compileValidator = oncePerType(compiled);

function compiled(block: Block, behaviour: Behaviour): Validator {
  const framework = isFramework(block, behaviour);
  const checks = [
    ...constraintChecks(behaviour, framework),
    ...combinationChecks(block, behaviour),
    ...timeoutChecks(block),
    ...deprecationChecks(block, framework),
  ];
  return (config) => checks.flatMap((check) => check(config));
}
