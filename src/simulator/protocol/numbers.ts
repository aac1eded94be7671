import { exactNumber } from "../planning/objects.ts";
import type { Attribute, Block, Type } from "../planning/schema.ts";
import { isRecord, type Value, type Values } from "../planning/values.ts";

type Reader = (value: Value) => Value;

const readers = new WeakMap<Block, Reader | null>();

/** An object of the schema with its numbers as numbers. */
export function withNumbers(block: Block, values: Values): Values {
  let reader = readers.get(block);
  if (reader === undefined) {
    reader = blockReader(block) ?? null;
    readers.set(block, reader);
  }
  const read = reader?.(values) ?? values;
  return isRecord(read) ? read : values;
}

/** Reads the members that hold numbers; undefined where none does, so that most objects are left alone. */
function membersReader(members: readonly (readonly [string, Reader | undefined])[]): Reader | undefined {
  const known = members.flatMap(([name, read]) => (read ? [[name, read] as const] : []));
  if (known.length === 0) return undefined;
  return (value) => {
    if (!isRecord(value)) return value;
    const result = { ...value };
    for (const [name, read] of known) if (name in result) result[name] = read(result[name] ?? null);
    return result;
  };
}

function blockReader({ attributes = {}, block_types: blocks = {} }: Block): Reader | undefined {
  return membersReader([
    ...Object.entries(attributes).map(([name, attribute]) => [name, attributeReader(attribute)] as const),
    ...Object.entries(blocks).map(
      ([name, inner]) => [name, elementsReader(blockReader(inner.block), inner.nesting_mode)] as const,
    ),
  ]);
}

function attributeReader({ type, nested_type: nested }: Attribute): Reader | undefined {
  if (nested) return elementsReader(blockReader({ attributes: nested.attributes }), nested.nesting_mode);
  return typeReader(type ?? "dynamic");
}

function typeReader(type: Type): Reader | undefined {
  if (type === "number") return exactNumber;
  if (typeof type === "string") return undefined;
  const [kind, of] = type;
  if (kind === "object") {
    const members = Object.entries(of as Readonly<Record<string, Type>>);
    return membersReader(members.map(([name, inner]) => [name, typeReader(inner)] as const));
  }
  if (kind === "tuple") return undefined;
  return elementsReader(typeReader(of as Type), kind);
}

function elementsReader(read: Reader | undefined, mode: string): Reader | undefined {
  if (!read) return undefined;
  return (value) => {
    if (Array.isArray(value)) return value.map(read);
    if (mode === "map" && isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)]));
    }
    return read(value);
  };
}
