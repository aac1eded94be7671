import { differs } from "./plan.ts";
import type { Block } from "./schema.ts";
import type { Values } from "./values.ts";

/** Says whether one of the top-level names differs between two objects. */
export function changedBetween(
  block: Block,
  before: Values | null,
  after: Values,
): (...names: readonly string[]) => boolean {
  return (...names) => names.some((name) => differs(only(block, name), pick(before ?? {}, name), pick(after, name)));
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
