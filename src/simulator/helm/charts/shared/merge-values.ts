import { isObject } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";

/** A chart's defaults with a user's values over them, as Helm merges them: maps by key, lists as a whole, and `null` takes a default away. */
export function mergeValues(defaults: JsonObject, values: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...defaults };
  for (const [key, value] of Object.entries(values)) {
    const present = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isObject(present) && isObject(value) ? mergeValues(present, value) : value;
  }
  return merged;
}
