import { blockKey, keyOf } from "./equality.ts";
import { valuesAt } from "./paths.ts";
import type { ReplaceChange } from "./replace-conditions.ts";
import type { Block, Type } from "./schema.ts";
import type { TypeTables } from "./type-tables.ts";
import { unknown, type Value, type Values } from "./values.ts";

/** What replacement is decided on beside the plan. */
export interface Around {
  readonly config: Values;
  readonly account: string;
}

/** Dotted paths whose change replaces the object. */
export function replacedPaths(tables: TypeTables, prior: Values, plan: Values, around: Around): string[] {
  const { block, behaviour, replaceWhen, replaceExcept } = tables;
  const changesAt = (path: string): ReplaceChange[] => {
    const [old, planned] = [valuesAt(prior, path), valuesAt(plan, path)];
    return Array.from({ length: Math.max(old.length, planned.length) }, (_, index) => {
      return { old: old[index] ?? null, planned: planned[index] ?? null, state: prior, plan, ...around };
    });
  };
  const paths = (behaviour.replace ?? []).filter((path) => {
    const except = replaceExcept.get(path);
    return isChanged(block, prior, plan, path) && !(except && changesAt(path).every(except));
  });
  for (const { path, holds } of replaceWhen) {
    if (isChanged(block, prior, plan, path) && changesAt(path).some(holds)) paths.push(path);
  }
  return [...new Set(paths)];
}

/** True when the values at a path are not the same; of a block, only its number counts. */
function isChanged(block: Block, prior: Values, plan: Values, path: string): boolean {
  const { compare, ordered } = comparisonAt(block, path.split("."));
  const [before, after] = [valuesAt(prior, path), valuesAt(plan, path)].map((values) => values.map(compare));
  if (after?.includes(unknownKey)) return true;
  return textOf(before, ordered) !== textOf(after, ordered);
}

function textOf(keys: readonly string[] = [], ordered: boolean): string {
  return JSON.stringify(ordered ? keys : [...keys].sort());
}

const unknownKey = "unknown";

interface Comparison {
  readonly compare: (value: Value) => string;
  /** False below a set, whose elements have no place. */
  readonly ordered: boolean;
}

/** How values at a path of a schema are compared. */
function comparisonAt(block: Block, steps: readonly string[], ordered = true): Comparison {
  const [step = "", ...rest] = steps;
  const inner = block.block_types?.[step];
  if (inner) {
    const isOrdered = ordered && inner.nesting_mode !== "set";
    return rest.length > 0 ? comparisonAt(inner.block, rest, isOrdered) : { compare: numberOf, ordered };
  }
  const attribute = block.attributes?.[step];
  const nested = attribute?.nested_type;
  if (nested) {
    const within: Block = { attributes: nested.attributes };
    const isOrdered = ordered && nested.nesting_mode !== "set";
    if (rest.length > 0) return comparisonAt(within, rest, isOrdered);
    return { compare: known((value) => blockKey(within, nested.nesting_mode, value)), ordered };
  }
  return typeComparison(attribute?.type ?? "dynamic", rest, ordered);
}

/** As `comparisonAt`, inside of an attribute that holds objects. */
function typeComparison(type: Type, steps: readonly string[], ordered: boolean): Comparison {
  const [step, ...rest] = steps;
  if (step === undefined || typeof type === "string") return { compare: known((value) => keyOf(type, value)), ordered };
  const [kind, of] = type;
  if (kind === "object") {
    return typeComparison((of as Readonly<Record<string, Type>>)[step] ?? "dynamic", rest, ordered);
  }
  return typeComparison(of as Type, steps, ordered && kind !== "set");
}

function known(key: (value: Value) => string): (value: Value) => string {
  return (value) => (value === unknown ? unknownKey : key(value));
}

function numberOf(value: Value): string {
  if (value === unknown) return unknownKey;
  return String(Array.isArray(value) ? value.length : value === null ? 0 : 1);
}
