import { differs, sameAttribute } from "./equality.ts";
import { isEmpty, isSet } from "./paths.ts";
import type { Attribute, Block, BlockType, NestedType } from "./schema.ts";
import { standIns } from "./set-elements.ts";
import type { TypeTables } from "./type-tables.ts";
import { forgetFollowers } from "./unknown-again.ts";
import { isRecord, isWhollyKnown, type MutableValues, unknown, type Value, type Values } from "./values.ts";

/** One plan: the tables, and the whole object that is planned; the state is null on create. */
interface Planning {
  readonly tables: TypeTables;
  readonly state: Values | null;
  readonly config: Values;
}

/** A place in the object that is planned. */
interface Spot {
  readonly path: string;
  /** An element of a set of blocks or below one. */
  readonly inSet: boolean;
}

/**
 * What the provider plans from a configuration before its own code looks at it: defaults, unknown computed values, and the
 * state's value where the difference means nothing.
 */
export function planObject(tables: TypeTables, prior: Values | null, config: Values): MutableValues {
  const planning = { tables, state: prior, config };
  const planned = planBlock(planning, tables.block, prior, config, { path: "", inSet: false });
  if (prior === null) return planned;
  if (tables.keepsState && differs(tables.block, prior, planned)) {
    return forgetComputed(tables, tables.keepsState, tables.block, planned, config, "");
  }
  forgetFollowers(tables, prior, planned, config);
  return planned;
}

function planBlock(
  planning: Planning,
  block: Block,
  prior: Values | null,
  config: Values,
  { path: prefix, inSet }: Spot,
): MutableValues {
  const planned: MutableValues = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const spot = { path: `${prefix}${name}`, inSet };
    planned[name] = planAttribute(planning, attribute, prior, name, config[name] ?? null, spot);
  }
  for (const [name, inner] of Object.entries(block.block_types ?? {})) {
    const spot = { path: `${prefix}${name}`, inSet };
    planned[name] = planNested(planning, inner, prior, name, config[name] ?? null, spot);
  }
  return planned;
}

function planAttribute(
  planning: Planning,
  attribute: Attribute,
  prior: Values | null,
  name: string,
  configured: Value,
  spot: Spot,
): Value {
  if (attribute.write_only) return null;
  const { defaults, isFramework } = planning.tables;
  const old = prior?.[name] ?? null;
  if (configured !== null) {
    const wanted = attribute.nested_type
      ? planElements(planning, asBlock(attribute.nested_type), old, configured, spot)
      : configured;
    return keepIfSame(planning, attribute, prior, old, wanted, spot.path);
  }
  const fallback = defaults.get(spot.path);
  if (fallback !== undefined) return keepIfSame(planning, attribute, prior, old, fallback, spot.path);
  if (attribute.computed) return prior === null ? unknown : old;
  if (prior === null) return !isFramework && spot.inSet ? zeroOf(attribute) : null;
  return isLeftOut(planning, old, null, spot.path) || (!isFramework && isEmpty(old)) ? old : null;
}

/** The state's value where it is the same as the planned one, or the provider takes it for the same. */
function keepIfSame(
  planning: Planning,
  attribute: Attribute,
  prior: Values | null,
  old: Value,
  planned: Value,
  path: string,
): Value {
  if (prior === null) return planned;
  if (sameAttribute(attribute, old, planned)) return old;
  if (!planning.tables.isFramework && old === null && isEmptyContainer(planned)) return old;
  return isLeftOut(planning, old, planned, path) ? old : planned;
}

/** True when the tables leave this difference out of a plan. */
function isLeftOut({ tables, state, config }: Planning, old: Value, planned: Value, path: string): boolean {
  if (state === null || !isWhollyKnown(planned)) return false;
  if (tables.equivalences.get(path)?.(old, planned)) return true;
  return tables.exceptions.get(path)?.({ old, planned, state, config }) === true;
}

/** The older generation plans an empty text or list that was not set before as no change. */
function isEmptyContainer(value: Value): boolean {
  return value !== 0 && value !== false && isEmpty(value);
}

/** What the older generation plans for a left out attribute in an element of a set. */
function zeroOf({ type }: Attribute): Value {
  if (type === "string") return "";
  if (type === "number") return 0;
  return type === "bool" ? false : null;
}

function planNested(
  planning: Planning,
  type: BlockType,
  prior: Values | null,
  name: string,
  configured: Value,
  spot: Spot,
): Value {
  if (configured === unknown) return unknown;
  const old = prior?.[name] ?? null;
  const { nesting_mode: mode } = type;
  if (isSet(configured)) {
    const planned = planElements(planning, type, old, configured, spot);
    return prior !== null && isLeftOut(planning, old, planned, spot.path) ? old : planned;
  }
  if (planning.tables.optionalComputed.has(spot.path)) return prior === null && mode !== "single" ? unknown : old;
  const none = mode === "list" || mode === "set" ? [] : mode === "map" ? {} : null;
  return prior !== null && isLeftOut(planning, old, none, spot.path) ? old : none;
}

/** Plans the objects of a block or of an attribute that holds objects, each beside the one that it stands for in the state. */
function planElements(
  planning: Planning,
  { block, nesting_mode: mode }: BlockType,
  old: Value,
  configured: Value,
  { path, inSet }: Spot,
): Value {
  const plan = (item: Value, before: Value): Value => {
    if (!isRecord(item)) return item;
    const spot = { path: `${path}.`, inSet: inSet || mode === "set" };
    return planBlock(planning, block, isRecord(before) ? before : null, item, spot);
  };
  if (mode === "map" && isRecord(configured)) {
    const before = isRecord(old) ? old : {};
    return Object.fromEntries(Object.entries(configured).map(([key, item]) => [key, plan(item, before[key] ?? null)]));
  }
  if (!Array.isArray(configured)) return plan(configured, Array.isArray(old) ? (old[0] ?? null) : old);
  const before: readonly Value[] = Array.isArray(old) ? old : [];
  const counterparts = mode === "set" ? elementsBehind(planning, block, before, configured, path) : before;
  return configured.map((item: Value, index) => plan(item, counterparts[index] ?? null));
}

/** The elements of a set in the state that the configured ones stand for: the same in what the plan would say of new ones. */
function elementsBehind(
  planning: Planning,
  block: Block,
  before: readonly Value[],
  configured: readonly Value[],
  path: string,
): Value[] {
  const spot = { path: `${path}.`, inSet: true };
  const fresh = configured.map((item) => (isRecord(item) ? planBlock(planning, block, null, item, spot) : item));
  return standIns(planning.tables, block, before, fresh, path);
}

function asBlock({ attributes, nesting_mode }: NestedType): BlockType {
  return { nesting_mode, block: { attributes } };
}

/** In an update of a framework type, computed values become unknown unless their type says that they stay. */
function forgetComputed(
  tables: TypeTables,
  keeps: ReadonlySet<string>,
  block: Block,
  planned: Values,
  config: Values,
  prefix: string,
): MutableValues {
  const result: MutableValues = { ...planned };
  const below = (inner: Block, path: string, value: Value, configured: Value): Value => {
    const forget = (item: Value, given: Value): Value =>
      isRecord(item) ? forgetComputed(tables, keeps, inner, item, isRecord(given) ? given : {}, `${path}.`) : item;
    if (!Array.isArray(value)) return forget(value, configured);
    return value.map((item: Value, index) =>
      forget(item, Array.isArray(configured) ? (configured[index] ?? null) : null),
    );
  };
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const path = `${prefix}${name}`;
    const given = config[name] ?? null;
    if (given !== null) {
      const nested = attribute.nested_type;
      if (nested && nested.nesting_mode !== "map") {
        result[name] = below({ attributes: nested.attributes }, path, planned[name] ?? null, given);
      }
      continue;
    }
    const isKept = keeps.has(path) || tables.defaults.has(path) || path === "tags_all" || path === "region";
    if (attribute.computed && !attribute.write_only && !isKept) result[name] = unknown;
  }
  for (const [name, inner] of Object.entries(block.block_types ?? {})) {
    if (!isSet(config[name])) continue;
    result[name] = below(inner.block, `${prefix}${name}`, planned[name] ?? null, config[name] ?? null);
  }
  return result;
}
