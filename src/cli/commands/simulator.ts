import { simulatedTypes } from "../../simulator/providers.ts";
import { allLeftOut, allRules } from "../../simulator/rules.ts";
import type { Context } from "../context.ts";
import { columns } from "../text.ts";

/** `simulator rules`: every enforced rule, or with `leftOut` every known one that is not. */
export async function listRules(
  { output }: Context,
  options: { readonly json?: boolean; readonly leftOut?: boolean },
): Promise<number> {
  if (options.leftOut) {
    const leftOut = allLeftOut();
    if (options.json) output.write(`${JSON.stringify(leftOut, null, 2)}\n`);
    else
      output.write(
        `${columns(leftOut.map(({ id, reason }) => [id, reason])).join("\n")}\n${leftOut.length} left out\n`,
      );
    return 0;
  }
  const rules = allRules().map(({ id, operation, code, http, source }) => ({ id, operation, code, http, source }));
  if (options.json) output.write(`${JSON.stringify(rules, null, 2)}\n`);
  else
    output.write(
      `${columns(rules.map(({ id, operation, code, source }) => [id, operation, code, source])).join("\n")}\n${rules.length} rules\n`,
    );
  return 0;
}

/** `simulator types`: what may stand in a configuration that is rehearsed. */
export async function listTypes({ output }: Context, options: { readonly json?: boolean }): Promise<number> {
  const types = simulatedTypes();
  if (options.json) output.write(`${JSON.stringify(types, null, 2)}\n`);
  else
    output.write(
      `${columns(types.map(({ provider, kind, type }) => [provider, kind, type])).join("\n")}\n${types.length} types\n`,
    );
  return 0;
}
