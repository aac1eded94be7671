import type { Attribute, Block, Type } from "./schema.ts";
import { isRecord, type MutableValues, unknown, type Value, type Values } from "./values.ts";

/** An object with exactly the attributes and blocks of its schema; what is missing is null or empty, what is foreign goes. */
export function conform(block: Block, values: Values): MutableValues {
  const result: MutableValues = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    result[name] = conformAttribute(attribute, values[name] ?? null);
  }
  for (const [name, { block: inner, nesting_mode: mode }] of Object.entries(block.block_types ?? {})) {
    result[name] = conformBlock(inner, mode, values[name] ?? null);
  }
  return result;
}

function conformAttribute(attribute: Attribute, value: Value): Value {
  if (attribute.write_only) return null;
  if (value === null || value === unknown) return value;
  if (attribute.nested_type) {
    const { attributes, nesting_mode: mode } = attribute.nested_type;
    if (mode === "single") return isRecord(value) ? conform({ attributes }, value) : null;
    if (mode === "map") {
      return isRecord(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [key, isRecord(item) ? conform({ attributes }, item) : item]),
          )
        : null;
    }
    return itemsOf(value).map((item) => (isRecord(item) ? conform({ attributes }, item) : item));
  }
  return conformType(attribute.type ?? "dynamic", value);
}

function conformBlock(block: Block, mode: string, value: Value): Value {
  if (value === unknown) return unknown;
  if (mode === "list" || mode === "set") {
    return value === null ? [] : itemsOf(value).map((item) => (isRecord(item) ? conform(block, item) : item));
  }
  if (mode === "map") {
    if (!isRecord(value)) return {};
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, isRecord(item) ? conform(block, item) : item]),
    );
  }
  const [single] = itemsOf(value);
  return isRecord(single) ? conform(block, single) : null;
}

/**
 * A number where JavaScript holds it exactly, else its text: the engine's numbers have any length, and it sends as text what is
 * no binary fraction, such as 0.1.
 */
export function exactNumber(value: Value): Value {
  if (typeof value !== "string") return value;
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value ? number : value;
}

/** A value in the form of its type: text for numbers in string attributes, full objects, no foreign members. */
function conformType(type: Type, value: Value): Value {
  if (value === null || value === unknown) return value;
  if (type === "string") return typeof value === "string" ? value : typeof value === "object" ? value : String(value);
  if (type === "number") return exactNumber(value);
  if (type === "bool") return typeof value === "string" ? value === "true" : value;
  if (type === "dynamic") return besideItsType(value);
  const [kind, of] = type;
  if (kind === "list" || kind === "set") return itemsOf(value).map((item) => conformType(of as Type, item));
  if (kind === "map") {
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, conformType(of as Type, item)]))
      : null;
  }
  if (kind === "tuple")
    return itemsOf(value).map((item, index) => conformType((of as readonly Type[])[index] ?? "dynamic", item));
  if (!isRecord(value)) return null;
  const attributes = of as Readonly<Record<string, Type>>;
  return Object.fromEntries(
    Object.entries(attributes).map(([name, inner]) => [name, conformType(inner, value[name] ?? null)]),
  );
}

/** A stored state has a value of any type as an object with its type; in messages the two are a pair. */
function besideItsType(value: Value): Value {
  if (!isRecord(value) || Object.keys(value).sort().join() !== "type,value") return value;
  const type = new TextEncoder().encode(JSON.stringify(value.type));
  return [type as unknown as Value, value.value ?? null];
}

/** The elements of a list or set; one object alone is a list of one. */
function itemsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}

/** The same value with every unknown as null. */
function withoutUnknown(value: Value): Value {
  if (value === unknown) return null;
  if (Array.isArray(value)) return value.map(withoutUnknown);
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutUnknown(part)]));
  return value;
}

/** The object with every unknown as null. */
export function knownPart(values: Values): Values {
  const known = withoutUnknown(values);
  return isRecord(known) ? known : {};
}

/** The plan with the write-only values of the configuration, which only an operation sees. */
export function withWriteOnly(block: Block, planned: Values, config: Values): Values {
  const secrets = Object.entries(block.attributes ?? {}).filter(
    ([name, { write_only }]) => write_only && config[name] !== null,
  );
  const result: MutableValues = { ...planned };
  for (const [name] of secrets) result[name] = config[name] ?? null;
  for (const [name, { block: inner, nesting_mode: mode }] of Object.entries(block.block_types ?? {})) {
    const from = config[name];
    const into = planned[name];
    if (mode === "list" && Array.isArray(into) && Array.isArray(from)) {
      result[name] = into.map((item, index) => {
        const source: Value = from[index] ?? null;
        return isRecord(item) && isRecord(source) ? withWriteOnly(inner, item, source) : item;
      });
    } else if (isRecord(into) && isRecord(from)) result[name] = withWriteOnly(inner, into, from);
  }
  return result;
}
