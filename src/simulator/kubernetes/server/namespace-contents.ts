import type { Manifest } from "../object.ts";

/**
 * What the controller manager puts into every namespace. A real one does so a moment later; no time passes within a call, so here
 * it is there at once.
 */
export function namespaceContents(namespace: string, certificateAuthority: string): readonly Manifest[] {
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kube-root-ca.crt", namespace },
      data: { "ca.crt": certificateAuthority },
    },
  ];
}
