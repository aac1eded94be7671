import { differs } from "./equality.ts";
import type { Block } from "./schema.ts";
import type { Values } from "./values.ts";

/** True when two objects have the same under a top-level name. */
export function sameTop(block: Block, before: Values | null, after: Values, name: string): boolean {
  return !differs(only(block, name), pick(before ?? {}, name), pick(after, name));
}

/** Says whether one of the top-level names differs between two objects. */
export function changedBetween(
  block: Block,
  before: Values | null,
  after: Values,
): (...names: readonly string[]) => boolean {
  return (...names) => names.some((name) => !sameTop(block, before, after, name));
}

/** The part of a schema under one name. */
function only(block: Block, name: string): Block {
  const attribute = block.attributes?.[name];
  const inner = block.block_types?.[name];
  return { attributes: attribute ? { [name]: attribute } : {}, block_types: inner ? { [name]: inner } : {} };
}

function pick(values: Values, name: string): Values {
  return { [name]: values[name] ?? null };
}
