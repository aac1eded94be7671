import type { Aws } from "../../aws/client.ts";
import { addOnFacts } from "../../aws/eks/facts/add-ons.ts";
import type { ClusterInsides } from "../../aws/eks/inside.ts";
import type { AddOn } from "../../aws/eks/records.ts";
import type { Cluster } from "../cluster.ts";
import type { Clusters } from "../clusters.ts";
import { numberAt } from "../fields.ts";
import { joinProblems } from "../nodes/node-controller.ts";
import { runControllers } from "../run-controllers.ts";
import { fillNewCluster } from "../server/new-cluster.ts";

/** EKS's hand in the clusters of a world. */
export function clusterInsides(clusters: Clusters): ClusterInsides {
  const clusterOf = (aws: Aws, name: string): Cluster =>
    clusters.of({ account: aws.account, region: aws.region, name });
  return {
    fill: (aws, name) => fillNewCluster(clusterOf(aws, name)),
    forget: (aws, name) => clusterOf(aws, name).forget(),
    settle(aws, addOn, seconds) {
      const cluster = clusterOf(aws, addOn.clusterName);
      const until = () => isComplete(cluster, addOn);
      return runControllers(clusters, cluster, aws.actor, { seconds, until }).seconds;
    },
    consoles: (aws, name) =>
      joinProblems(clusterOf(aws, name)).map(({ instanceId, message }) => `Console of ${instanceId}: ${message}`),
    isComplete: (aws, addOn) => isComplete(clusterOf(aws, addOn.clusterName), addOn),
  };
}

/** A DaemonSet is complete with as many pods as there are nodes for it, a Deployment with all its replicas. */
function isComplete(cluster: Cluster, { name, namespace }: AddOn): boolean {
  const workload = addOnFacts[name]?.workload;
  if (!workload) return true;
  const object = cluster.store.find(`apps/${workload.kind}`, namespace, workload.name);
  if (!object) return false;
  if (workload.kind === "DaemonSet") {
    return numberAt(object, "status.numberReady", 0) >= numberAt(object, "status.desiredNumberScheduled", 0);
  }
  return numberAt(object, "status.readyReplicas", 0) >= numberAt(object, "spec.replicas", 1);
}
