import type { Aws } from "../client.ts";
import { glob } from "../iam/glob.ts";
import { type Cluster, eks, type NodeGroup } from "./records.ts";

/** What decides where a pod may run. */
export interface PodNeeds {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As Kubernetes writes them. */
  readonly tolerations: readonly Toleration[];
  /** True for pods that ask for Fargate. */
  readonly fargate: boolean;
}

/** A member that is not set matches everything. */
export interface Toleration {
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
}

/** True when the cluster has, or makes by itself, a place for a pod. */
export function hasRoomFor(aws: Aws, cluster: Cluster, pod: PodNeeds): boolean {
  if (cluster.autoMode.enabled && cluster.autoMode.nodePools.length > 0) return true;
  if (pod.fargate) return hasFargateProfileFor(aws, cluster, pod);
  return eks
    .nodes(aws)
    .filter(({ clusterName, ready }) => clusterName === cluster.name && ready)
    .some(({ nodeGroup }) => taintsOf(aws, cluster, nodeGroup).every((taint) => isTolerated(taint, pod.tolerations)));
}

function hasFargateProfileFor(aws: Aws, cluster: Cluster, pod: PodNeeds): boolean {
  const profiles = eks.fargateProfiles(aws).filter(({ clusterName }) => clusterName === cluster.name);
  return profiles.some(({ selectors }) =>
    selectors.some(
      ({ namespace, labels }) =>
        glob(namespace)(pod.namespace) &&
        Object.entries(labels).every(([key, value]) => glob(value)(pod.labels[key] ?? "")),
    ),
  );
}

type Taint = NodeGroup["taints"][number];

/** The taints that keep pods off a node. */
function taintsOf(aws: Aws, cluster: Cluster, nodeGroup: string | null): readonly Taint[] {
  const group = nodeGroup === null ? undefined : eks.nodeGroups(aws).get(`${cluster.name}:${nodeGroup}`);
  return (group?.taints ?? []).filter(({ effect }) => effect !== "PREFER_NO_SCHEDULE");
}

function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some(
    ({ key, operator, value, effect }) =>
      (key === undefined || key === taint.key) &&
      (operator === "Exists" || (value ?? "") === (taint.value ?? "")) &&
      (effect === undefined || effect === kubernetesEffects[taint.effect]),
  );
}

/** Effects of taints by the names that EKS gives them. */
const kubernetesEffects: Readonly<Record<string, string>> = { NO_SCHEDULE: "NoSchedule", NO_EXECUTE: "NoExecute" };
