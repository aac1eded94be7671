/** One kind that the provider has a type for. */
export interface TypedKind {
  /** Type of the provider without `kubernetes_` and without the version at its end. */
  readonly type: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Deleting waits until the object is gone. */
  readonly waitsForDeletion: boolean;
}

const row = (
  type: string,
  apiVersion: string,
  kind: string,
  scope: "cluster" | "namespace",
  deletion?: "waits",
): TypedKind => ({
  type,
  apiVersion,
  kind,
  namespaced: scope === "namespace",
  waitsForDeletion: deletion === "waits",
});

const rbac = "rbac.authorization.k8s.io/v1";

/** Every kind with a type of its own; each exists with and without the version in its name. Source: provider 3.2.1. */
export const typedKinds: readonly TypedKind[] = [
  row("cluster_role", rbac, "ClusterRole", "cluster"),
  row("cluster_role_binding", rbac, "ClusterRoleBinding", "cluster"),
  row("config_map", "v1", "ConfigMap", "namespace"),
  row("cron_job", "batch/v1", "CronJob", "namespace", "waits"),
  row("deployment", "apps/v1", "Deployment", "namespace", "waits"),
  row("job", "batch/v1", "Job", "namespace", "waits"),
  row("limit_range", "v1", "LimitRange", "namespace"),
  row("namespace", "v1", "Namespace", "cluster", "waits"),
  row("network_policy", "networking.k8s.io/v1", "NetworkPolicy", "namespace"),
  row("persistent_volume_claim", "v1", "PersistentVolumeClaim", "namespace", "waits"),
  row("pod_disruption_budget", "policy/v1", "PodDisruptionBudget", "namespace"),
  row("priority_class", "scheduling.k8s.io/v1", "PriorityClass", "cluster"),
  row("resource_quota", "v1", "ResourceQuota", "namespace"),
  row("role", rbac, "Role", "namespace"),
  row("role_binding", rbac, "RoleBinding", "namespace"),
  row("secret", "v1", "Secret", "namespace"),
  row("service", "v1", "Service", "namespace", "waits"),
  row("service_account", "v1", "ServiceAccount", "namespace"),
  row("storage_class", "storage.k8s.io/v1", "StorageClass", "cluster", "waits"),
];
