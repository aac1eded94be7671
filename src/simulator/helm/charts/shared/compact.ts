import { isObject } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";

/** An object without the members that a template leaves out: undefined, null, empty texts, lists and maps. */
export function compact(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}

/** True for what `if` of a template takes as false, but for numbers and `false` itself. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
