import type { TypeTables } from "./type-tables.ts";
import { isRecord, isWhollyKnown, type MutableValues, unknown, type Value, type Values } from "./values.ts";

type Tags = Readonly<Record<string, string>>;

/** True for types whose provider merges tags of the provider block into `tags_all`. */
export function hasAllTags(tables: TypeTables): boolean {
  return tables.block.attributes?.tags_all !== undefined && tables.block.attributes?.tags !== undefined;
}

/**
 * Plans `tags_all`: the provider's default tags with the object's own over them, once these are known. The older generation does
 * not say at plan time that no tag is left, so that the value is unknown wherever it is not empty already.
 */
export function planAllTags(tables: TypeTables, prior: Values | null, planned: MutableValues, defaults: Tags): void {
  const own = planned.tags ?? null;
  if (!isWhollyKnown(own)) {
    planned.tags_all = unknown;
    return;
  }
  const all = { ...defaults, ...(isRecord(own) ? own : {}) };
  if (tables.isFramework || Object.keys(all).length > 0) planned.tags_all = all;
  else planned.tags_all = prior !== null && isEmptyMap(prior.tags_all) ? (prior.tags_all ?? null) : unknown;
}

function isEmptyMap(value: Value | undefined): boolean {
  return !isRecord(value) || Object.keys(value).length === 0;
}

/**
 * The object's own tags as they are shown after a read: all tags without the defaults, except those that the state holds as its
 * own with the same value.
 */
export function ownTags(all: Value, before: Value, defaults: Tags): Value {
  if (!isRecord(all)) return before;
  const state: Values = isRecord(before) ? before : {};
  const own = Object.fromEntries(
    Object.entries(all).filter(([key, value]) => defaults[key] !== value || state[key] === value),
  );
  return Object.keys(own).length === 0 && before === null ? null : own;
}
