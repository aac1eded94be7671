import { blockKey, sameAttribute } from "./equality.ts";
import { isEmpty } from "./paths.ts";
import type { Block } from "./schema.ts";
import type { TypeTables } from "./type-tables.ts";
import { isRecord, unknown, type Value, type Values } from "./values.ts";

/**
 * For each element of a set the one of `before` that it stands for: the same in everything that is known, or meaning the same.
 * Every element of `before` is taken once; null for an element that is new.
 */
export function standIns(
  tables: TypeTables,
  block: Block,
  before: readonly Value[],
  elements: readonly Value[],
  path: string,
): Value[] {
  const left = [...before];
  return elements.map((element) => {
    const index = left.findIndex(
      (candidate) => isRecord(element) && isRecord(candidate) && stands(tables, block, element, candidate, path),
    );
    return index < 0 ? null : (left.splice(index, 1)[0] ?? null);
  });
}

function stands(tables: TypeTables, block: Block, element: Values, candidate: Values, path: string): boolean {
  const isSame = Object.entries(block.attributes ?? {}).every(([name, attribute]) => {
    if (attribute.computed && !attribute.optional) return true;
    const value = element[name] ?? null;
    const old = candidate[name] ?? null;
    if (!(name in element) || value === unknown || sameAttribute(attribute, old, value)) return true;
    if (!tables.isFramework && isUnset(old) && isUnset(value)) return true;
    return tables.equivalences.get(`${path}.${name}`)?.(old, value) === true;
  });
  return (
    isSame &&
    Object.entries(block.block_types ?? {}).every(([name, { block: inner, nesting_mode: mode }]) => {
      const value = element[name] ?? null;
      const old = candidate[name] ?? null;
      if (!(name in element) || value === unknown || blockKey(inner, mode, value) === blockKey(inner, mode, old))
        return true;
      const [items, earlier] = [itemsIn(value), itemsIn(old)];
      if (items.length !== earlier.length) return false;
      return !standIns(tables, inner, earlier, items, `${path}.${name}`).includes(null);
    })
  );
}

function isUnset(value: Value): boolean {
  return value === null || isEmpty(value);
}

function itemsIn(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}
