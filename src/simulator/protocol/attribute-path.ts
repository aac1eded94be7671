import type { Block } from "../planning/schema.ts";
import { isRecord, type Value, type Values } from "../planning/values.ts";

/** A step of the protocol's attribute path. */
type Step = { readonly attribute_name: string } | { readonly element_key_int: number };

/** The protocol's form of the steps to an attribute, names and list indexes. */
export function attributePath(steps: readonly (string | number)[]): object {
  return { steps: steps.map(stepOf) };
}

/**
 * The places that a dotted path of the tables leads to in some objects: through every element of a list, and no further than a set
 * or a map, whose elements the tables do not name.
 */
export function placesOf(block: Block, dotted: string, objects: readonly (Values | null)[]): object[] {
  return through(block, dotted.split("."), objects).map(attributePath);
}

function through(
  block: Block,
  [name = "", ...rest]: readonly string[],
  objects: readonly Value[],
): (string | number)[][] {
  const nested = block.attributes?.[name]?.nested_type;
  const inner = block.block_types?.[name] ?? (nested && { ...nested, block: { attributes: nested.attributes } });
  if (rest.length === 0 || !inner) return [[name]];
  const values = objects.map((object): Value => (isRecord(object) ? (object[name] ?? null) : null));
  if (inner.nesting_mode === "set" || inner.nesting_mode === "map") return [[name]];
  if (inner.nesting_mode !== "list") return through(inner.block, rest, values).map((steps) => [name, ...steps]);
  const length = Math.max(...values.map((value) => (Array.isArray(value) ? value.length : 0)));
  return Array.from({ length }, (_, index) => {
    const elements = values.map((value): Value => (Array.isArray(value) ? (value[index] ?? null) : null));
    return through(inner.block, rest, elements).map((steps) => [name, index, ...steps]);
  }).flat();
}

function stepOf(step: string | number): Step {
  return typeof step === "number" ? { element_key_int: step } : { attribute_name: step };
}
