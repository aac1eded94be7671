import { conform } from "./objects.ts";
import { isEmpty } from "./paths.ts";
import type { Attribute, Block, BlockType } from "./schema.ts";
import { standIns } from "./set-elements.ts";
import type { TypeTables } from "./type-tables.ts";
import { isRecord, type MutableValues, type Value, type Values } from "./values.ts";

/** The state after a read: what the service keeps over the state; what means the same stays as it stood there. */
export function mergeRead(tables: TypeTables, state: Values, current: Values): MutableValues {
  return conform(tables.block, mergeBlock(tables, tables.block, state, current, ""));
}

function mergeBlock(tables: TypeTables, block: Block, state: Values, current: Values, prefix: string): MutableValues {
  const merged: MutableValues = { ...state };
  for (const [name, value] of Object.entries(current)) {
    const before = state[name] ?? null;
    const path = `${prefix}${name}`;
    const inner = block.block_types?.[name];
    if (inner && Array.isArray(value) && Array.isArray(before)) {
      merged[name] = mergeElements(tables, inner, before, value, path);
    } else merged[name] = meansTheSame(tables, block.attributes?.[name], before, value, path) ? before : value;
  }
  return merged;
}

function mergeElements(
  tables: TypeTables,
  { block, nesting_mode: mode }: BlockType,
  before: readonly Value[],
  current: readonly Value[],
  path: string,
): Value {
  if (mode === "list" && current.length !== before.length) return current;
  const counterparts = mode === "set" ? standIns(tables, block, before, current, path) : before;
  return current.map((item, index) => {
    const old: Value = counterparts[index] ?? null;
    return isRecord(item) && isRecord(old) ? mergeBlock(tables, block, old, item, `${path}.`) : item;
  });
}

/**
 * An empty value that nobody configured stays not set, unless it is computed, required or has a default, as after an import; the older
 * generation takes the one for the other both ways.
 */
function meansTheSame(
  tables: TypeTables,
  attribute: Attribute | undefined,
  before: Value,
  value: Value,
  path: string,
): boolean {
  if (tables.equivalences.get(path)?.(before, value)) return true;
  if (before === null) return isOptionalOnly(attribute) && !tables.defaults.has(path) && isEmpty(value);
  return value === null && !tables.isFramework && isEmpty(before);
}

/** An attribute that a configuration may leave out, and that the provider then leaves alone. */
function isOptionalOnly(attribute: Attribute | undefined): boolean {
  return attribute?.computed !== true && attribute?.required !== true;
}
