import type { LeftOut } from "../../rule.ts";

/** What is known of the providers of clusters, and of Helm, and not simulated. */
export const clusterProvidersLeftOut: readonly LeftOut[] = [
  { id: "kubernetes-provider/env", reason: "kubernetes_env has no service here: its type is refused as not simulated" },
  {
    id: "kubernetes-provider/token-request",
    reason: "service accounts have no tokens that a simulated API server would check: the ephemeral types are refused",
  },
  {
    id: "kubernetes-provider/functions",
    reason:
      "manifest_decode, manifest_decode_multi and manifest_encode are refused: yamldecode and yamlencode do nearly the same",
  },
  {
    id: "kubernetes-provider/manifest-dry-run",
    reason: "a plan of kubernetes_manifest does not foresee defaults: the whole object is unknown until it is applied",
  },
  {
    id: "kubernetes-provider/server-defaults",
    reason: "of fields that a configuration leaves out, only maps and computed ones are compared with the cluster",
  },
  {
    id: "kubernetes-connection/client-certificate",
    reason: "EKS takes no client certificates: the block's are not looked at",
  },
  {
    id: "kubernetes-connection/kubeconfig-merge",
    reason: "relative paths and auth providers of a kubeconfig are not followed",
  },
  {
    id: "helm/record-size",
    reason: "records hold the objects and values, not the chart's files, so that none comes near 1 MiB",
  },
  { id: "helm/lint", reason: "simulated charts have no files to lint" },
  { id: "helm/manifest-experiment", reason: "experiments.manifest has no effect: manifest and resources stay null" },
  { id: "helm/post-renderer", reason: "programs are never executed, so that a post-renderer has no effect" },
  { id: "helm/storage-driver", reason: "records are secrets, whatever helm_driver says" },
  { id: "helm/verify", reason: "signatures of charts are not checked" },
  { id: "helm/server-side-apply", reason: "releases are applied as Helm 3 does, whoever embeds Helm 4" },
  { id: "kubectl/validate-schema", reason: "objects are checked by the API server alone" },
  {
    id: "kubectl/template-expressions",
    reason: "kubectl_path_documents fills in variables; other expressions are errors that say so",
  },
];
