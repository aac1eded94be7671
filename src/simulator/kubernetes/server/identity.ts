import type { Kind } from "../kinds.ts";
import type { Manifest } from "../object.ts";

/** How tables name a kind: `apps/Deployment`, `/Secret`. */
export function keyFor({ group, kind }: Pick<Kind, "group" | "kind">): string {
  return `${group}/${kind}`;
}

/** The manifest where clients send it: objects of a namespaced kind go to `default` unless said otherwise, others to no namespace. */
export function inItsPlace<Sent extends Pick<Manifest, "metadata">>({ namespaced }: Kind, manifest: Sent): Sent {
  const { namespace, ...metadata } = manifest.metadata;
  if (namespaced && namespace) return manifest;
  return { ...manifest, metadata: namespaced ? { ...metadata, namespace: "default" } : metadata };
}
