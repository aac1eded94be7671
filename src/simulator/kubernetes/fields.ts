import type { Json, JsonObject } from "../world/json.ts";
import { isObject } from "./object.ts";

/** Paths that were read, split: the same few hundred are read again and again. */
const split = new Map<string, readonly string[]>();

function partsOf(path: string): readonly string[] {
  let parts = split.get(path);
  if (!parts) {
    parts = path.split(".");
    split.set(path, parts);
  }
  return parts;
}

/** The value at a path such as `spec.template.spec`; undefined when something on the way is missing. */
export function at(value: Json | undefined, path: string): Json | undefined {
  let here = value;
  for (const name of partsOf(path)) {
    if (!isObject(here)) return undefined;
    here = here[name];
  }
  return here;
}

/** The text at a path; empty when there is none. */
export function textAt(value: Json | undefined, path: string): string {
  const found = at(value, path);
  return typeof found === "string" ? found : "";
}

/** The number at a path, or the fallback. */
export function numberAt(value: Json | undefined, path: string, fallback: number): number {
  const found = at(value, path);
  return typeof found === "number" ? found : fallback;
}

/** True when `true` stands at a path. */
export function flagAt(value: Json | undefined, path: string): boolean {
  return at(value, path) === true;
}

/** The list at a path; empty when there is none. */
export function listAt(value: Json | undefined, path: string): readonly Json[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

/** The objects in the list at a path. */
export function objectsAt(value: Json | undefined, path: string): readonly JsonObject[] {
  return listAt(value, path).filter(isObject);
}

/** The texts in the list at a path. */
export function textsAt(value: Json | undefined, path: string): readonly string[] {
  return listAt(value, path).filter((item) => typeof item === "string");
}

/** The object at a path; empty when there is none. */
export function objectAt(value: Json | undefined, path: string): JsonObject {
  const found = at(value, path);
  return isObject(found) ? found : {};
}

/** The texts of the object at a path, for example labels. */
export function textMapAt(value: Json | undefined, path: string): Readonly<Record<string, string>> {
  const found = objectAt(value, path);
  return isTextMap(found) ? found : Object.fromEntries(Object.entries(found).filter(isTextEntry));
}

function isTextMap(value: JsonObject): value is Readonly<Record<string, string>> {
  return Object.values(value).every((text) => typeof text === "string");
}

function isTextEntry(entry: [string, Json | undefined]): entry is [string, string] {
  return typeof entry[1] === "string";
}
