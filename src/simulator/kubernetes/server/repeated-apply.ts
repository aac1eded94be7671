import type { KubernetesObject, Manifest } from "../object.ts";
import { sameJson } from "./same-json.ts";

/**
 * The configuration of each field manager that last changed nothing of an object. Stored objects are replaced and never changed, so
 * what is known of one holds for as long as it is the stored one.
 */
const unchanged = new WeakMap<KubernetesObject, Map<string, Manifest>>();

/** Notes that applying a configuration left the object as it is. */
export function noteUnchanged(object: KubernetesObject, manager: string, configuration: Manifest): void {
  const ofObject = unchanged.get(object) ?? new Map<string, Manifest>();
  unchanged.set(object, ofObject.set(manager, configuration));
}

/** True when applying a configuration is known to leave the object as it is: controllers apply the same at every look. */
export function isRepeated(object: KubernetesObject, manager: string, configuration: Manifest): boolean {
  return sameJson(unchanged.get(object)?.get(manager), configuration);
}
