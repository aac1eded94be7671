import type { Cluster } from "../cluster.ts";
import type { Manifest } from "../object.ts";

/**
 * What the controller manager puts into every namespace. A real one does so a moment later; no time passes within a call, so here
 * it is there at once.
 */
export function namespaceContents(cluster: Cluster, namespace: string): readonly Manifest[] {
  const authority = Buffer.from(cluster.eks?.certificateAuthority ?? "", "base64").toString("utf8");
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kube-root-ca.crt", namespace },
      data: { "ca.crt": authority },
    },
  ];
}
