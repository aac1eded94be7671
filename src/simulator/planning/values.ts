/** A value that the plan does not know yet; travels as MessagePack extension type 0. */
export const unknown: unique symbol = Symbol("unknown");
export type Unknown = typeof unknown;

/** A value of the engine's type system. Sets and lists are arrays; maps and objects are records. */
export type Value = null | boolean | number | string | Unknown | readonly Value[] | { readonly [name: string]: Value };
/** The attributes of one object, keyed as in the provider's schema. */
export type Values = { readonly [name: string]: Value };
/** Values under construction. */
export type MutableValues = { [name: string]: Value };

/** True for a record (map, object or single block), false for null, unknown, lists, scalars and bytes. */
export function isRecord(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** True when nothing inside the value is unknown. */
export function isWhollyKnown(value: Value | undefined): boolean {
  if (value === unknown) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  if (isRecord(value)) return Object.values(value).every(isWhollyKnown);
  return true;
}
