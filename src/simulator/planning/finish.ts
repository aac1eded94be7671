import type { Identity } from "./forms.ts";
import { conform, knownPart } from "./objects.ts";
import type { Block } from "./schema.ts";
import type { TypeTables } from "./type-tables.ts";
import { isRecord, type MutableValues, unknown, type Value, type Values } from "./values.ts";

/**
 * The state after an operation: the plan, with what the cloud decided over it, what the tables can make where the service gave
 * nothing, and null for what nobody knows.
 */
export function finishObject(
  type: string,
  tables: TypeTables,
  planned: Values,
  decided: Values,
  identity: Identity | undefined,
): MutableValues {
  const merged: MutableValues = { ...planned };
  for (const [name, value] of Object.entries(decided)) {
    const blocks = tables.block.block_types?.[name];
    merged[name] = blocks ? overBlocks(planned[name] ?? null, value) : value;
  }
  const request = knownPart(planned);
  const made = derive(tables, tables.block, merged, "", (path, values) => {
    return tables.derivations.get(path)?.({ kind: `${type}.${path}`, values, identity, request });
  });
  if (made.tags_all === unknown) made.tags_all = {};
  return conform(tables.block, knownPart(made));
}

/** Blocks that the cloud returned over those that were planned, element by element, so that a handler may name the new parts only. */
function overBlocks(planned: Value, decided: Value): Value {
  if (!Array.isArray(decided)) return isRecord(decided) && isRecord(planned) ? { ...planned, ...decided } : decided;
  if (!Array.isArray(planned) || planned.length !== decided.length) return decided;
  return decided.map((item: Value, index) => {
    const before: Value = planned[index] ?? null;
    return isRecord(item) && isRecord(before) ? { ...before, ...item } : item;
  });
}

/** Fills unknown attributes by their rule; twice, because one may be made from another. */
function derive(
  tables: TypeTables,
  block: Block,
  values: Values,
  prefix: string,
  make: (path: string, values: Values) => Value | undefined,
): MutableValues {
  const filled: MutableValues = { ...values };
  for (let pass = 0; pass < 2; pass += 1) {
    for (const name of Object.keys(block.attributes ?? {})) {
      if (filled[name] === unknown) filled[name] = make(`${prefix}${name}`, filled) ?? unknown;
    }
  }
  for (const [name, inner] of innerBlocks(block)) {
    const below = (item: Value): Value =>
      isRecord(item) ? derive(tables, inner, item, `${prefix}${name}.`, make) : item;
    const value = filled[name];
    if (Array.isArray(value)) filled[name] = value.map(below);
    else if (isRecord(value)) filled[name] = below(value);
  }
  return filled;
}

/** Blocks and attributes that hold objects; those that hold a map of them have members of any name and no rules. */
function innerBlocks({ attributes = {}, block_types: blocks = {} }: Block): (readonly [string, Block])[] {
  return [
    ...Object.entries(attributes).flatMap(([name, { nested_type: nested }]) =>
      nested && nested.nesting_mode !== "map" ? [[name, { attributes: nested.attributes }] as const] : [],
    ),
    ...Object.entries(blocks).map(([name, { block: inner }]) => [name, inner] as const),
  ];
}
