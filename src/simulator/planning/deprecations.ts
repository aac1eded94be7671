import type { Diagnostic } from "./diagnostics.ts";
import { type Found, leavesAt } from "./found.ts";
import { isSet } from "./paths.ts";
import type { Block } from "./schema.ts";
import type { Validator } from "./validate.ts";
import { isRecord, type Values } from "./values.ts";

/** Warns of what a configuration uses though its provider is about to remove it: the type itself, arguments, blocks. */
export function deprecationChecks(block: Block, isFramework: boolean): Validator[] {
  const summary = isFramework ? "Attribute Deprecated" : "Argument is deprecated";
  const warnings = deprecatedPaths(block, "").map((path): Validator => {
    const end = path.lastIndexOf(".");
    const name = path.slice(end + 1);
    const parent = path.slice(0, Math.max(0, end));
    return (config) =>
      holdersOf(parent, config).flatMap(({ value, at }) =>
        isRecord(value) && isSet(value[name])
          ? [warning(summary, `${path} will be removed from the provider.`, [...at, name])]
          : [],
      );
  });
  if (block.deprecated) {
    warnings.push(() => [warning("Deprecated Resource", "This type will be removed from the provider.", [])]);
  }
  return warnings;
}

function deprecatedPaths({ attributes = {}, block_types: blocks = {} }: Block, prefix: string): string[] {
  const settable = Object.entries(attributes).filter(([, one]) => one.deprecated && (one.optional || one.required));
  return [
    ...settable.map(([name]) => `${prefix}${name}`),
    ...Object.entries(blocks).flatMap(([name, { block }]) => [
      ...(block.deprecated ? [`${prefix}${name}`] : []),
      ...deprecatedPaths(block, `${prefix}${name}.`),
    ]),
  ];
}

function holdersOf(parent: string, config: Values): readonly Found[] {
  return parent === "" ? [{ value: config, at: [] }] : leavesAt(config, parent);
}

function warning(summary: string, detail: string, attribute: Found["at"]): Diagnostic {
  return { severity: "warning", summary, detail, attribute };
}
