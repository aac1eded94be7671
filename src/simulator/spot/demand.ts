import type { Aws } from "../aws/client.ts";
import type { Instance } from "../aws/ec2/instance-records.ts";
import { eks } from "../aws/eks/records.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import { joinProblems } from "../kubernetes/nodes/node-controller.ts";
import { conditionOf, isTerminating, type KubernetesObject } from "../kubernetes/object.ts";
import { podSpecOf } from "../kubernetes/workloads/pods/pod-types.ts";
import { hasEnded, podsIn } from "../kubernetes/workloads/pods/pods.ts";
import { nodesIn } from "../kubernetes/workloads/scheduling/nodes.ts";
import type { PlacedPod } from "../kubernetes/workloads/scheduling/pod-affinity.ts";
import { blocks, number } from "../planning/input.ts";
import { instancesOf } from "./instances.ts";
import { specTag } from "./launch-spec.ts";
import { imagined, type NodeShape, type NodeTemplate } from "./node-templates.ts";
import { type Bin, emptyBin, type Overhead } from "./pod-placement.ts";
import type { Ocean } from "./records.ts";

/** Percent of what is asked for that stays free where nothing else is configured. Source: Spot help, Headroom. */
const usualHeadroom = 5;

/** Pods that the scheduler found no node for, the largest first. */
export function pendingPods(cluster: Cluster): readonly KubernetesObject[] {
  return podsIn(cluster)
    .filter(
      (pod) =>
        podSpecOf(pod).nodeName === "" &&
        !isTerminating(pod) &&
        !hasEnded(pod) &&
        conditionOf(pod, "PodScheduled")?.reason === "Unschedulable",
    )
    .toSorted((left, right) => podSpecOf(right).requests.cpu - podSpecOf(left).requests.cpu);
}

/** The pods that have a node. */
export function placedPods(cluster: Cluster): PlacedPod[] {
  const nodes = new Map(nodesIn(cluster).map((node) => [node.name, node]));
  return podsIn(cluster).flatMap((pod) => {
    const node = nodes.get(podSpecOf(pod).nodeName);
    return node && !hasEnded(pod) ? [{ pod, node }] : [];
  });
}

/** Nodes that are on their way: instances that are no ready node yet, unless something keeps them out. */
export function comingBins(
  cluster: Cluster,
  aws: Aws,
  ocean: Ocean,
  templates: readonly NodeTemplate[],
  overhead: Overhead,
): Bin[] {
  const kept = new Set(joinProblems(cluster).map(({ instanceId }) => instanceId));
  const ready = new Set(
    eks
      .nodes(aws)
      .filter((node) => node.ready)
      .map(({ instanceId }) => instanceId),
  );
  return instancesOf(aws, ocean)
    .filter(({ id }) => !kept.has(id) && !ready.has(id))
    .flatMap((instance) => {
      const template = templates.find(({ spec }) => (spec?.id ?? "") === (instance.tags[specTag] ?? ""));
      return template ? [emptyBin(imagined(cluster.region, template, shapeOf(instance)), overhead)] : [];
    });
}

/** What tells an instance from others of its template. */
export function shapeOf({ id, instanceType, availabilityZone, lifecycle }: Instance): NodeShape {
  return { type: instanceType, zone: availabilityZone, lifecycle, name: id };
}

/** True when less is free than the automatic headroom asks for. */
export function lacksHeadroom(cluster: Cluster, { values }: Ocean): boolean {
  const [autoscaler = {}] = blocks(values, "autoscaler");
  const configured = number(autoscaler, "auto_headroom_percentage", -1);
  const percentage = configured < 0 ? usualHeadroom : configured;
  const nodes = nodesIn(cluster).filter(({ isReady, isUnschedulable }) => isReady && !isUnschedulable);
  const total = nodes.reduce((sum, { cpu }) => sum + cpu, 0);
  const asked = podsIn(cluster)
    .filter((pod) => podSpecOf(pod).nodeName !== "" && !hasEnded(pod))
    .reduce((sum, pod) => sum + podSpecOf(pod).requests.cpu, 0);
  return total - asked < (asked * percentage) / 100;
}
