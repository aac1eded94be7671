import { canonicalJson } from "../world/json.ts";
import type { Attribute, Block, NestedType, Type } from "./schema.ts";
import { isRecord, unknown, type Value, type Values } from "./values.ts";

/** True when two values are the same for their type: sets without order, everything else exactly. Unknown equals nothing. */
function sameValue(type: Type, left: Value, right: Value): boolean {
  return keyOf(type, left) === keyOf(type, right) && left !== unknown;
}

/** True when two values of an attribute are the same. */
export function sameAttribute(attribute: Attribute, left: Value, right: Value): boolean {
  if (attribute.nested_type) return nestedKey(attribute.nested_type, left) === nestedKey(attribute.nested_type, right);
  return sameValue(attribute.type ?? "dynamic", left, right);
}

/** True when two values of a block are the same. */
function sameBlock(block: Block, mode: string, left: Value, right: Value): boolean {
  return blockKey(block, mode, left) === blockKey(block, mode, right);
}

/** True when two objects of a schema are not the same. */
export function differs(block: Block, left: Values, right: Values): boolean {
  return !sameBlock(block, "single", left, right);
}

/** A text that equal values share; the elements of a set are put in order. */
export function keyOf(type: Type, value: Value): string {
  return canonicalJson(ordered(type, value));
}

function nestedKey(nested: NestedType, value: Value): string {
  return blockKey({ attributes: nested.attributes }, nested.nesting_mode, value);
}

/** A text that equal blocks share. */
export function blockKey(block: Block, mode: string, value: Value): string {
  return canonicalJson(orderedBlock(block, mode, value));
}

function orderedBlock(block: Block, mode: string, value: Value): unknown {
  if (value === unknown) return { "<unknown>": true };
  if (Array.isArray(value)) {
    const items = value.map((item) => orderedObject(block, item));
    return mode === "set" ? sorted(items) : items;
  }
  if (mode === "map" && isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, orderedObject(block, item)]));
  }
  return orderedObject(block, value);
}

function orderedObject(block: Block, value: Value): unknown {
  if (!isRecord(value)) return value === unknown ? { "<unknown>": true } : value;
  const result: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const part = value[name] ?? null;
    result[name] = attribute.nested_type
      ? orderedBlock({ attributes: attribute.nested_type.attributes }, attribute.nested_type.nesting_mode, part)
      : ordered(attribute.type ?? "dynamic", part);
  }
  for (const [name, inner] of Object.entries(block.block_types ?? {})) {
    result[name] = orderedBlock(inner.block, inner.nesting_mode, value[name] ?? emptyBlock(inner.nesting_mode));
  }
  return result;
}

function emptyBlock(mode: string): Value {
  return mode === "list" || mode === "set" ? [] : null;
}

function ordered(type: Type, value: Value): unknown {
  if (value === unknown) return { "<unknown>": true };
  if (value === null || typeof type === "string") return value;
  const [kind, of] = type;
  if (kind === "set" && Array.isArray(value)) return sorted(value.map((item) => ordered(of as Type, item)));
  if (kind === "list" && Array.isArray(value)) return value.map((item) => ordered(of as Type, item));
  if (kind === "map" && isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ordered(of as Type, item)]));
  }
  if (kind === "object" && isRecord(value)) {
    const attributes = of as Readonly<Record<string, Type>>;
    return Object.fromEntries(
      Object.entries(attributes).map(([name, inner]) => [name, ordered(inner, value[name] ?? null)]),
    );
  }
  return value;
}

function sorted(items: unknown[]): unknown[] {
  return items
    .map((item) => [canonicalJson(item), item] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, item]) => item);
}
