import { issueOf } from "../../simulator/aws/eks/add-on-health.ts";
import { eks } from "../../simulator/aws/eks/records.ts";
import { applicationStatuses } from "../../simulator/gitops-status.ts";
import type { Cluster } from "../../simulator/kubernetes/cluster.ts";
import { textMapAt } from "../../simulator/kubernetes/fields.ts";
import { isTrue } from "../../simulator/kubernetes/object.ts";
import type { ApplicationResult } from "../events.ts";

/** A machine of a cluster. */
interface NodeStatus {
  readonly name: string;
  readonly instanceType: string;
  readonly zone: string;
  /** `od` for on demand, `spot`, or empty when nobody says. */
  readonly lifecycle: string;
  readonly ready: boolean;
}

interface AddOnStatus {
  readonly name: string;
  readonly version: string;
  /** `ACTIVE`, or what keeps it from being that. */
  readonly status: string;
}

/** What runs in one cluster. */
export interface ClusterStatus {
  readonly nodes: readonly NodeStatus[];
  readonly addOns: readonly AddOnStatus[];
  readonly applications: readonly Pick<ApplicationResult, "name" | "kind" | "engine" | "sync" | "health" | "message">[];
}

const reader = { stack: "status", run: "status" };

/** Looks into a cluster without changing anything. */
export function clusterStatus(cluster: Cluster): ClusterStatus {
  const aws = cluster.awsOf(reader);
  return {
    nodes: cluster
      .objects("/Node")
      .rows()
      .map((node) => {
        const labels = textMapAt(node, "metadata.labels");
        return {
          name: node.metadata.name,
          instanceType: labels["node.kubernetes.io/instance-type"] ?? "",
          zone: labels["topology.kubernetes.io/zone"] ?? "",
          lifecycle: labels["spotinst.io/node-lifecycle"] ?? "",
          ready: isTrue(node, "Ready"),
        };
      })
      .sort((left, right) => left.name.localeCompare(right.name)),
    addOns: eks
      .addOns(aws)
      .filter(({ clusterName }) => clusterName === cluster.name)
      .map((addOn) => ({ name: addOn.name, version: addOn.version, status: issueOf(aws, addOn)?.status ?? "ACTIVE" }))
      .sort((left, right) => left.name.localeCompare(right.name)),
    applications: applicationStatuses(cluster).map(({ name, kind, engine, sync, health, message }) => ({
      name,
      kind,
      engine,
      sync,
      health,
      message,
    })),
  };
}
