import type { Manifest } from "../kubernetes/object.ts";

/** Kinds in the order in which Helm makes their objects; others come after them. Source: helm/helm pkg/releaseutil/kind_sorter.go. */
const installOrder: readonly string[] = [
  "PriorityClass",
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodSecurityPolicy",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "SecretList",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleList",
  "ClusterRoleBinding",
  "ClusterRoleBindingList",
  "Role",
  "RoleList",
  "RoleBinding",
  "RoleBindingList",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];

const places = new Map(installOrder.map((kind, index) => [kind, index]));

/** Objects in the order in which Helm makes them: by kind, kinds that Helm does not know last and by name, otherwise as they came. */
export function inInstallOrder(objects: readonly Manifest[]): readonly Manifest[] {
  return [...objects].sort((left, right) => {
    const difference = placeOf(left) - placeOf(right);
    if (difference !== 0) return difference;
    return placeOf(left) === installOrder.length ? left.kind.localeCompare(right.kind) : 0;
  });
}

function placeOf({ kind }: Manifest): number {
  return places.get(kind) ?? installOrder.length;
}
