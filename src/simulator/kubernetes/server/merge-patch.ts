import type { Json } from "../../world/json.ts";
import { isObject } from "../object.ts";

/** JSON merge patch (RFC 7396): objects are merged, null removes, everything else replaces. */
export function mergePatch(present: Json | undefined, change: Json | undefined): Json | undefined {
  if (!isObject(change)) return change;
  const merged: Record<string, Json | undefined> = isObject(present) ? { ...present } : {};
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete merged[name];
    else if (value !== undefined) merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}
