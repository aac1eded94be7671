import { isRecord, unknown, type Value } from "../../planning/values.ts";
import type { Json, JsonObject } from "../../world/json.ts";

/**
 * A value of any type as it travels: beside its type, which the protocol sends as JSON in bytes. Tests and stored states have it in
 * other forms.
 */
export function openDynamic(value: Value | undefined): Json {
  if (value === undefined || value === null || value === unknown) return null;
  if (Array.isArray(value) && value.length === 2 && isBytes(value[0])) return plain(value[1] as Value);
  if (isRecord(value) && Object.keys(value).sort().join() === "type,value") return plain(value.value ?? null);
  return plain(value);
}

/** True when something in a value of any type is not known yet. */
export function holdsUnknownDynamic(value: Value | undefined): boolean {
  if (value === unknown) return true;
  if (isBytes(value)) return false;
  if (Array.isArray(value)) return value.some((item: Value) => holdsUnknownDynamic(item));
  return isRecord(value) && Object.values(value).some(holdsUnknownDynamic);
}

/** Plain data in the form in which it travels. */
export function closeDynamic(value: Json): Value {
  const type = new TextEncoder().encode(JSON.stringify(typeOf(value)));
  return [type as unknown as Value, withoutUndefined(value)];
}

function isBytes(value: unknown): boolean {
  return value instanceof Uint8Array;
}

function plain(value: Value): Json {
  if (value === unknown) return null;
  if (Array.isArray(value)) return value.map((item: Value) => plain(item));
  if (!isRecord(value)) return value as Json;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (part === null ? [] : [[name, plain(part)]])),
  );
}

function typeOf(value: Json | undefined): Json {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  if (value === null || value === undefined) return "dynamic";
  if (Array.isArray(value)) return ["tuple", value.map((item: Json) => typeOf(item))];
  const members = Object.entries(value).filter(([, part]) => part !== undefined);
  return ["object", Object.fromEntries(members.map(([name, part]) => [name, typeOf(part)]))];
}

function withoutUndefined(value: Json): Value {
  if (Array.isArray(value)) return value.map((item: Json) => withoutUndefined(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).flatMap(([name, part]) =>
      part === undefined ? [] : [[name, withoutUndefined(part)]],
    ),
  );
}
