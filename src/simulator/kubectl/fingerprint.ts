import { createHash } from "node:crypto";
import { isObject } from "../kubernetes/object.ts";
import { canonicalJson, type Json, type JsonObject } from "../world/json.ts";

/** What only the server writes: nobody's drift. */
const serverFields: readonly string[] = [
  "apiVersion",
  "metadata.annotations.kubectl.kubernetes.io/last-applied-configuration",
  "metadata.creationTimestamp",
  "metadata.generation",
  "metadata.managedFields",
  "metadata.resourceVersion",
  "metadata.selfLink",
  "metadata.uid",
  "status",
];

/** A text that changes with the live values of those fields that a manifest names. */
export function fingerprint(manifest: JsonObject, live: JsonObject, ignored: readonly string[]): string {
  const values: Record<string, Json> = {};
  collect(encoded(manifest), live, "", [...serverFields, ...ignored], values);
  return createHash("sha256").update(canonicalJson(values)).digest("hex");
}

function collect(
  wanted: Json | undefined,
  live: Json | undefined,
  path: string,
  ignored: readonly string[],
  values: Record<string, Json>,
): void {
  if (ignored.some((field) => path === field || path.startsWith(`${field}.`))) return;
  const below = (name: string): string => (path === "" ? name : `${path}.${name}`);
  if (isObject(wanted)) {
    for (const name of Object.keys(wanted)) {
      collect(wanted[name], isObject(live) ? live[name] : undefined, below(name), ignored, values);
    }
  } else if (Array.isArray(wanted)) {
    wanted.forEach((item: Json, index) => {
      collect(
        item,
        Array.isArray(live) ? (live[index] as Json | undefined) : undefined,
        below(String(index)),
        ignored,
        values,
      );
    });
  } else values[path] = live ?? null;
}

/** The server keeps `stringData` of a secret in its `data`. */
function encoded(manifest: JsonObject): JsonObject {
  if (manifest.kind !== "Secret" || !isObject(manifest.stringData)) return manifest;
  const { stringData, ...rest } = manifest;
  return { ...rest, data: { ...(isObject(manifest.data) ? manifest.data : {}), ...stringData } };
}
