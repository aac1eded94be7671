import { sameTop } from "./same-top.ts";
import type { Block } from "./schema.ts";
import type { TypeTables } from "./type-tables.ts";
import { isWhollyKnown, type MutableValues, unknown, type Values } from "./values.ts";

/**
 * Reads words such as `unknown at plan when subnets changes` or `unknown again on any change except name` out of a rule for a
 * computed attribute.
 *
 * @returns the names whose change makes it unknown; undefined when the rule names none
 */
export function triggersOf(words: string, block: Block): readonly string[] | undefined {
  const [, kind, clause = ""] = /\bunknown (?:again|at plan) (when|on any change except) ([^;]+)/.exec(words) ?? [];
  const named = namesIn(clause, block);
  if (kind === "when") {
    // "That flag" is the one that the rule named last.
    const names = /\bthat flag\b/.test(clause) ? namesIn(words, block).slice(-1) : named;
    return names.length > 0 ? names : undefined;
  }
  return kind === undefined ? undefined : configurable(block).filter((name) => !named.includes(name));
}

function namesIn(words: string, block: Block): string[] {
  return [...new Set(words.match(/\w+/g)?.filter((word) => isName(block, word)) ?? [])];
}

/** Names of a type that a configuration may hold. */
function configurable({ attributes = {}, block_types: blocks = {} }: Block): string[] {
  const settable = Object.entries(attributes).filter(([, { optional, required }]) => optional || required);
  return [...settable.map(([name]) => name), ...Object.keys(blocks)].filter((name) => name !== "id");
}

function isName(block: Block, word: string): boolean {
  return block.attributes?.[word] !== undefined || block.block_types?.[word] !== undefined;
}

/** In an update: makes computed values unknown that follow from others which change. */
export function forgetFollowers(tables: TypeTables, prior: Values, planned: MutableValues, config: Values): void {
  for (const [name, triggers] of tables.unknownAgain) {
    if (!isComputed(tables.block, name) || (config[name] ?? null) !== null) continue;
    const isTriggered = triggers.some(
      (trigger) => !isWhollyKnown(planned[trigger]) || !sameTop(tables.block, prior, planned, trigger),
    );
    if (isTriggered) planned[name] = unknown;
  }
}

function isComputed(block: Block, name: string): boolean {
  return block.attributes?.[name]?.computed === true || block.block_types?.[name] !== undefined;
}
