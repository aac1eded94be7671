import type { Json } from "../../world/json.ts";
import { isObject, type KubernetesObject, type Manifest } from "../object.ts";
import { mergeApplied, ownedFields, withoutFields } from "./field-paths.ts";
import { annotationLimit } from "./metadata-checks.ts";

/** Where clients that apply by themselves keep a copy of what they applied. */
export const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * A manifest as a client sends it that applies by itself: with a copy of itself in an annotation. What stands for a larger one, such as
 * a definition without its schema, says how many bytes that has; where they are too many for an annotation, the copy has as many.
 */
export function withLastApplied(manifest: Manifest, bytes = 0): Manifest {
  const { annotations = {}, ...metadata } = manifest.metadata;
  const { [lastApplied]: _before, ...others } = annotations;
  const copy = JSON.stringify({ ...manifest, metadata: { ...metadata, annotations: others } });
  return {
    ...manifest,
    metadata: {
      ...metadata,
      annotations: { ...others, [lastApplied]: bytes > annotationLimit ? copy.padEnd(bytes) : copy },
    },
  };
}

/** An object after a client applied a manifest by itself: what it applied before and no longer names goes. */
export function appliedByClient(present: KubernetesObject, manifest: Manifest): KubernetesObject {
  const wanted = ownedFields(manifest);
  const before = lastConfiguration(present);
  const dropped = new Set([...ownedFields(before).keys()].filter((path) => !wanted.has(path)));
  const { status: _status, ...configuration } = manifest;
  return mergeApplied(withoutFields(present, dropped), configuration as Json) as KubernetesObject;
}

function lastConfiguration({ metadata }: KubernetesObject): { readonly [key: string]: Json | undefined } {
  const copy = metadata.annotations?.[lastApplied];
  const read: Json = copy === undefined ? {} : JSON.parse(copy);
  return isObject(read) ? read : {};
}
