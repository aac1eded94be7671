import { type Derivation, derivationsOf } from "./derivations.ts";
import { type Equivalence, equivalenceOf } from "./equivalence.ts";
import { type Exception, exceptionOf } from "./exceptions.ts";
import { isFramework } from "./generation.ts";
import { oncePerType } from "./once-per-type.ts";
import { type ReplaceCondition, replaceConditionOf, replaceExceptionOf } from "./replace-conditions.ts";
import type { Behaviour, Block, Condition } from "./schema.ts";
import { triggersOf } from "./unknown-again.ts";
import type { Value } from "./values.ts";

/** The tables of one type in the form in which planning asks them. */
export interface TypeTables {
  readonly block: Block;
  readonly behaviour: Behaviour;
  readonly isFramework: boolean;
  readonly defaults: ReadonlyMap<string, Value>;
  /** Attributes and blocks that the provider fills when they are left out. */
  readonly optionalComputed: ReadonlySet<string>;
  /** Computed attributes that keep the state's value in an update; undefined where all of them do. */
  readonly keepsState: ReadonlySet<string> | undefined;
  readonly equivalences: ReadonlyMap<string, Equivalence>;
  readonly exceptions: ReadonlyMap<string, Exception>;
  readonly replaceWhen: readonly ReplaceRule[];
  /** Paths of `replace` whose change does not always replace. */
  readonly replaceExcept: ReadonlyMap<string, ReplaceCondition>;
  /** Computed top-level attributes and the names whose change makes them unknown again. */
  readonly unknownAgain: ReadonlyMap<string, readonly string[]>;
  /** How a value that the service did not give is made. */
  readonly derivations: ReadonlyMap<string, Derivation>;
}

interface ReplaceRule {
  readonly path: string;
  readonly holds: ReplaceCondition;
}

/** Prepares the tables of a type. Words that nobody here understands are left to the type's own code; a test lists them. */
export const typeTables = oncePerType(prepared);

function prepared(block: Block, behaviour: Behaviour): TypeTables {
  const framework = isFramework(block, behaviour);
  return {
    block,
    behaviour,
    isFramework: framework,
    defaults: new Map(Object.entries(behaviour.default ?? {})),
    optionalComputed: new Set(behaviour.optional_computed ?? []),
    keepsState: framework && behaviour.kind !== undefined ? new Set(behaviour.use_state_for_unknown ?? []) : undefined,
    equivalences: compiled(behaviour.diff_suppress, equivalenceOf),
    exceptions: compiled(behaviour.diff_suppress, exceptionOf),
    replaceWhen: conditions(behaviour.replace_when, replaceConditionOf),
    replaceExcept: new Map(
      conditions(behaviour.replace_except, replaceExceptionOf).map(({ path, holds }) => [path, holds] as const),
    ),
    unknownAgain: compiled({ ...behaviour.default_rule, ...behaviour.computed }, (words) => triggersOf(words, block)),
    derivations: derivationsOf(behaviour),
  };
}

function compiled<Compiled>(
  table: Readonly<Record<string, unknown>> | undefined,
  compile: (words: string) => Compiled | undefined,
): ReadonlyMap<string, Compiled> {
  return new Map(
    Object.entries(table ?? {}).flatMap(([path, words]) => {
      const made = typeof words === "string" ? compile(words) : undefined;
      return made === undefined ? [] : [[path, made] as const];
    }),
  );
}

function conditions(
  table: readonly Condition[] | undefined,
  compile: (words: string) => ReplaceCondition | undefined,
): ReplaceRule[] {
  return (table ?? []).flatMap(({ path, when }) => {
    const holds = compile(when);
    return holds ? [{ path, holds }] : [];
  });
}
