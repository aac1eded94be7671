import { isObject } from "../kubernetes/object.ts";
import type { Json, JsonObject } from "../world/json.ts";

/**
 * Values of a chart with a user's over them, as Helm merges them: maps are merged key by key, lists and scalars are replaced, and
 * null removes what stood there.
 */
export function mergeValues(defaults: JsonObject, ...given: readonly JsonObject[]): JsonObject {
  return over(defaults, joinValues(...given), "removes");
}

/** Several of a user's values as one, later ones over earlier ones; null stays, to remove a default of the chart. */
export function joinValues(...given: readonly JsonObject[]): JsonObject {
  return given.reduce((below, above) => over(below, above, "stays"), {});
}

function over(below: JsonObject, above: JsonObject, nothing: "removes" | "stays"): JsonObject {
  const merged: Record<string, Json | undefined> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    if (value === undefined) continue;
    if (value === null && nothing === "removes") delete merged[name];
    else if (isObject(value)) merged[name] = over(objectOrNone(merged[name]), value, nothing);
    else merged[name] = value;
  }
  return merged;
}

function objectOrNone(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
