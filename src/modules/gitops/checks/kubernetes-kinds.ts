/** Kinds of Kubernetes itself, by group and version. Source: API reference of Kubernetes 1.35. */
const kinds: Readonly<Record<string, string>> = {
  v1: "ConfigMap Endpoints Event LimitRange Namespace PersistentVolume PersistentVolumeClaim Pod ResourceQuota Secret Service ServiceAccount",
  "apps/v1": "DaemonSet Deployment ReplicaSet StatefulSet",
  "batch/v1": "CronJob Job",
  "autoscaling/v2": "HorizontalPodAutoscaler",
  "policy/v1": "PodDisruptionBudget",
  "networking.k8s.io/v1": "Ingress IngressClass NetworkPolicy",
  "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding Role RoleBinding",
  "scheduling.k8s.io/v1": "PriorityClass",
  "storage.k8s.io/v1": "CSIDriver StorageClass",
  "apiregistration.k8s.io/v1": "APIService",
  "apiextensions.k8s.io/v1": "CustomResourceDefinition",
  "admissionregistration.k8s.io/v1":
    "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
};

/** True for a kind that every cluster has. */
export function isBuiltIn(apiVersion: string, kind: string): boolean {
  return kinds[apiVersion]?.split(" ").includes(kind) ?? false;
}

/** Kinds without a namespace that manifests beside charts are of. */
const withoutNamespace: ReadonlySet<string> = new Set([
  "ClusterIssuer",
  "GatewayClass",
  "ClusterRole",
  "ClusterRoleBinding",
  "StorageClass",
  "PriorityClass",
  "Namespace",
  "CustomResourceDefinition",
]);

/** True for a kind whose objects belong to the whole cluster. */
export function isWithoutNamespace(kind: string): boolean {
  return withoutNamespace.has(kind);
}
