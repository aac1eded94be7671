import { blockKey, sameAttribute, sameBlock } from "./equality.ts";
import { isSet, topOf, valuesAt } from "./paths.ts";
import type { Attribute, Behaviour, Block, BlockType } from "./schema.ts";
import { type Suppress, suppressionOf } from "./suppress.ts";
import { isRecord, isWhollyKnown, type MutableValues, unknown, type Value, type Values } from "./values.ts";

/** The tables of one resource type in the form in which planning asks them. */
export interface TypeTables {
  readonly block: Block;
  readonly behaviour: Behaviour;
  readonly defaults: ReadonlyMap<string, Value>;
  readonly optionalComputed: ReadonlySet<string>;
  readonly keepsState: ReadonlySet<string>;
  readonly suppressions: ReadonlyMap<string, Suppress>;
  readonly isFramework: boolean;
}

/** Prepares the tables of a type. */
export function typeTables(block: Block, behaviour: Behaviour): TypeTables {
  const suppressions = Object.entries(behaviour.diff_suppress ?? {}).flatMap(([path, wording]) => {
    const suppression = suppressionOf(wording);
    return suppression ? [[path, suppression] as const] : [];
  });
  return {
    block,
    behaviour,
    defaults: new Map(Object.entries(behaviour.default ?? {})),
    optionalComputed: new Set(behaviour.optional_computed ?? []),
    keepsState: new Set(behaviour.use_state_for_unknown ?? []),
    suppressions: new Map(suppressions),
    isFramework: behaviour.kind === "framework",
  };
}

/**
 * What the provider plans from a configuration before its own code looks at it: defaults, unknown computed values, and the
 * state's value where the difference means nothing.
 */
export function planObject(tables: TypeTables, prior: Values | null, config: Values): MutableValues {
  const planned = planBlock(tables, tables.block, prior, config, "");
  if (prior === null || !tables.isFramework) return planned;
  return differs(tables.block, prior, planned) ? forgetComputed(tables, planned, config) : planned;
}

/** True when two objects of a schema are not the same. */
export function differs(block: Block, left: Values, right: Values): boolean {
  return !sameBlock(block, "single", left, right);
}

function planBlock(
  tables: TypeTables,
  block: Block,
  prior: Values | null,
  config: Values,
  prefix: string,
): MutableValues {
  const planned: MutableValues = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    planned[name] = planAttribute(tables, attribute, prior, config[name] ?? null, name, `${prefix}${name}`);
  }
  for (const [name, inner] of Object.entries(block.block_types ?? {})) {
    planned[name] = planNested(
      tables,
      inner,
      prior?.[name] ?? null,
      config[name] ?? null,
      prior === null,
      `${prefix}${name}`,
    );
  }
  return planned;
}

function planAttribute(
  tables: TypeTables,
  attribute: Attribute,
  prior: Values | null,
  configured: Value,
  name: string,
  path: string,
): Value {
  if (attribute.write_only) return null;
  const old = prior?.[name] ?? null;
  if (configured !== null)
    return keepIfSame(tables, attribute, prior, old, planNestedType(attribute, old, configured), path);
  const fallback = tables.defaults.get(path);
  if (fallback !== undefined) return keepIfSame(tables, attribute, prior, old, fallback, path);
  if (!attribute.computed) {
    if (prior === null || old === null) return null;
    // The older plugin generation cannot tell an empty value from one that is not set.
    return (!tables.isFramework && isEmpty(old)) || tables.suppressions.get(path)?.(old, null) ? old : null;
  }
  return prior === null ? unknown : old;
}

/** True for what the older plugin generation takes for not set. */
export function isEmpty(value: Value): boolean {
  return (
    value === "" ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0) ||
    (isRecord(value) && Object.keys(value).length === 0)
  );
}

/** Computed members of nested attributes that the configuration leaves out. */
function planNestedType(attribute: Attribute, old: Value, configured: Value): Value {
  const nested = attribute.nested_type;
  if (!nested) return configured;
  const fill = (item: Value, before: Value): Value => {
    if (!isRecord(item)) return item;
    return Object.fromEntries(
      Object.entries(nested.attributes).map(([name, inner]) => {
        const value = item[name] ?? null;
        if (value !== null || !inner.computed) return [name, value];
        return [name, isRecord(before) ? (before[name] ?? null) : unknown];
      }),
    );
  };
  if (Array.isArray(configured))
    return configured.map((item: Value, index) => fill(item, Array.isArray(old) ? (old[index] ?? null) : null));
  if (nested.nesting_mode === "map" && isRecord(configured)) {
    return Object.fromEntries(
      Object.entries(configured).map(([key, item]) => [key, fill(item, isRecord(old) ? (old[key] ?? null) : null)]),
    );
  }
  return fill(configured, old);
}

function keepIfSame(
  tables: TypeTables,
  attribute: Attribute,
  prior: Values | null,
  old: Value,
  planned: Value,
  path: string,
): Value {
  if (prior === null) return planned;
  if (sameAttribute(attribute, old, planned)) return old;
  return isWhollyKnown(planned) && tables.suppressions.get(path)?.(old, planned) ? old : planned;
}

function planNested(
  tables: TypeTables,
  type: BlockType,
  old: Value,
  configured: Value,
  isCreate: boolean,
  path: string,
): Value {
  if (configured === unknown) return unknown;
  const { block, nesting_mode: mode } = type;
  if (!isSet(configured) && tables.optionalComputed.has(path)) return isCreate && mode !== "single" ? unknown : old;
  if (!isSet(configured)) return mode === "list" || mode === "set" ? [] : mode === "map" ? {} : null;
  const plan = (item: Value, before: Value): Value =>
    isRecord(item) ? planBlock(tables, block, isRecord(before) ? before : null, item, `${path}.`) : item;
  if (mode === "map" && isRecord(configured)) {
    return Object.fromEntries(
      Object.entries(configured).map(([key, item]) => [key, plan(item, isRecord(old) ? (old[key] ?? null) : null)]),
    );
  }
  if (!Array.isArray(configured)) return plan(configured, Array.isArray(old) ? (old[0] ?? null) : old);
  const before: readonly Value[] = Array.isArray(old) ? old : [];
  if (mode === "list") return configured.map((item: Value, index) => plan(item, before[index] ?? null));
  return configured.map((item: Value) => plan(item, matching(tables, block, before, item, path)));
}

/** The element of a set in the state that a configured element stands for: equal in everything that is configured, empty or not set. */
function matching(tables: TypeTables, block: Block, before: readonly Value[], item: Value, path: string): Value {
  if (!isRecord(item)) return null;
  const fresh = planBlock(tables, block, null, item, `${path}.`);
  const known = (candidate: Value): string | undefined => {
    if (!isRecord(candidate)) return undefined;
    const seen = Object.entries(candidate).filter(([name]) => fresh[name] !== unknown);
    const told = seen.map(([name, value]) => [name, !tables.isFramework && isEmpty(value) ? null : value] as const);
    return blockKey(block, "single", Object.fromEntries(told));
  };
  const wanted = known(fresh);
  return before.find((candidate) => known(candidate) === wanted) ?? null;
}

/** In an update of a framework type, computed values become unknown unless their type says that they stay. */
function forgetComputed(tables: TypeTables, planned: MutableValues, config: Values): MutableValues {
  const result = { ...planned };
  for (const [name, attribute] of Object.entries(tables.block.attributes ?? {})) {
    if (!attribute.computed || attribute.write_only || (config[name] ?? null) !== null) continue;
    if (tables.keepsState.has(name) || tables.defaults.has(name) || name === "tags_all" || name === "region") continue;
    result[name] = unknown;
  }
  return result;
}

/** Paths whose change replaces the object, as top-level attribute and, below lists, the whole path where it can be told. */
export function replacedPaths(tables: TypeTables, prior: Values, planned: Values): string[] {
  const changed = (path: string): boolean => !sameAtPath(tables.block, prior, planned, path);
  const paths = (tables.behaviour.replace ?? []).filter(changed);
  for (const { path, when } of tables.behaviour.replace_when ?? []) {
    if (changed(path) && isAlwaysWhenChanged(when)) paths.push(path);
    else if (
      /block present before and removed now/.test(when) &&
      isSet(prior[topOf(path)]) &&
      !isSet(planned[topOf(path)])
    )
      paths.push(path);
  }
  return [...new Set(paths)];
}

/** Wordings of `replace_when` that a change alone fulfils, because plan and state both hold the provider's Region. */
function isAlwaysWhenChanged(when: string): boolean {
  return /^value changes \(empty counts as the provider Region\)|^it changes, unless between unset and provider region|^configured and changes$/.test(
    when,
  );
}

function sameAtPath(block: Block, prior: Values, planned: Values, path: string): boolean {
  const [top = ""] = path.split(".");
  if (path === top) {
    const attribute = block.attributes?.[top];
    if (attribute) return sameAttribute(attribute, prior[top] ?? null, planned[top] ?? null);
    const inner = block.block_types?.[top];
    if (!inner) return true;
    return lengthOf(prior[top]) === lengthOf(planned[top]);
  }
  const left = valuesAt(prior, path);
  const right = valuesAt(planned, path);
  return textOf(left) === textOf(right) && !right.includes(unknown);
}

function lengthOf(value: Value | undefined): number {
  if (Array.isArray(value)) return value.length;
  return isSet(value) ? 1 : 0;
}

function textOf(values: readonly Value[]): string {
  return values
    .map((value) =>
      JSON.stringify(Array.isArray(value) ? [...value].map(String).sort() : typeof value === "symbol" ? "?" : value),
    )
    .sort()
    .join();
}
