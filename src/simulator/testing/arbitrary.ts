import fc from "fast-check";
import { blockKey, keyOf } from "../planning/equality.ts";
import type { Attribute, Block, BlockType, Type } from "../planning/schema.ts";
import { unknown, type Value, type Values } from "../planning/values.ts";

/** What configurations are made of. */
export interface Ingredients {
  /** True: some values are not known yet. */
  readonly withUnknown?: boolean;
}

/** Optional by the schema only: what they hold follows from other values, and configurations do not set them. */
const followers: ReadonlySet<string> = new Set(["tags_all", "timeouts"]);

/** Configurations that the engine would hand to a provider for a block: every name is there, what is left out is null. */
export function configurations(block: Block, ingredients: Ingredients = {}): fc.Arbitrary<Values> {
  const attributes = Object.entries(block.attributes ?? {}).map(
    ([name, attribute]) =>
      [name, followers.has(name) ? fc.constant(null) : configured(attribute, ingredients)] as const,
  );
  const blocks = Object.entries(block.block_types ?? {}).map(
    ([name, inner]) => [name, followers.has(name) ? fc.constant(null) : nested(inner, ingredients)] as const,
  );
  return fc.record(Object.fromEntries([...attributes, ...blocks]));
}

function configured(attribute: Attribute, ingredients: Ingredients): fc.Arbitrary<Value> {
  if (attribute.computed && !attribute.optional) return fc.constant(null);
  const given = attribute.nested_type
    ? nested({ ...attribute.nested_type, block: { attributes: attribute.nested_type.attributes } }, ingredients)
    : valuesOf(attribute.type ?? "dynamic");
  const value = ingredients.withUnknown ? fc.oneof({ weight: 3, arbitrary: given }, fc.constant(unknown)) : given;
  return attribute.required ? value : fc.option(value, { nil: null, freq: 2 });
}

function nested({ block, nesting_mode: mode }: BlockType, ingredients: Ingredients): fc.Arbitrary<Value> {
  const item = configurations(block, ingredients);
  if (mode === "list") return fc.array(item, { maxLength: 2 });
  if (mode === "set") return fc.uniqueArray(item, { maxLength: 2, selector: (one) => blockKey(block, "single", one) });
  if (mode === "map") return fc.dictionary(names, item, { maxKeys: 2 });
  return fc.option(item, { nil: null });
}

const names = fc.constantFrom("a", "b", "c");

/** Known values of a type, as the engine's type system has them. */
function valuesOf(type: Type): fc.Arbitrary<Value> {
  if (type === "string") return fc.string({ maxLength: 4 });
  if (type === "number") return fc.integer({ min: 0, max: 1_000 });
  if (type === "bool") return fc.boolean();
  if (type === "dynamic") return fc.constant(null);
  const [kind, of] = type;
  if (kind === "object") {
    const members = Object.entries(of as Readonly<Record<string, Type>>);
    return fc.record(Object.fromEntries(members.map(([name, inner]) => [name, valuesOf(inner)])));
  }
  if (kind === "tuple") return fc.tuple(...(of as readonly Type[]).map(valuesOf));
  const item = valuesOf(of as Type);
  if (kind === "map") return fc.dictionary(names, item, { maxKeys: 2 });
  if (kind === "set") return fc.uniqueArray(item, { maxLength: 3, selector: (one) => keyOf(of as Type, one) });
  return fc.array(item, { maxLength: 3 });
}
