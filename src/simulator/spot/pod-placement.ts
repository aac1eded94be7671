import type { Cluster } from "../kubernetes/cluster.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { claimsOf, isReachableFrom } from "../kubernetes/workloads/pods/pod-claims.ts";
import { podSpecOf, type Resources, templateSpecOf } from "../kubernetes/workloads/pods/pod-types.ts";
import { isSelected, type NodeView, untoleratedTaint } from "../kubernetes/workloads/scheduling/nodes.ts";
import { affinityProblem, type PlacedPod } from "../kubernetes/workloads/scheduling/pod-affinity.ts";

/** A node, there or to be, with what is left of it. */
export interface Bin {
  readonly node: NodeView;
  cpu: number;
  memory: number;
  pods: number;
  interfaces: number;
}

/** What the DaemonSets of a cluster take of every node. */
export interface Overhead extends Resources {
  readonly pods: number;
}

/** What the pods of DaemonSets ask for together. */
export function overheadIn(cluster: Cluster): Overhead {
  const requests = cluster.store.list("apps/DaemonSet").map((set) => templateSpecOf(set).requests);
  const sum = (name: keyof Resources) => requests.reduce((total, request) => total + request[name], 0);
  return { cpu: sum("cpu"), memory: sum("memory"), pods: requests.length };
}

/** A node on which only DaemonSets run. */
export function emptyBin(node: NodeView, overhead: Overhead): Bin {
  return {
    node,
    cpu: node.cpu - overhead.cpu,
    memory: node.memory - overhead.memory,
    pods: node.pods - overhead.pods,
    interfaces: node.interfaces,
  };
}

/** Whether a pod can go onto a node: taints, labels, volumes, other pods, resources. */
export function fits(cluster: Cluster, bin: Bin, pod: KubernetesObject, placed: readonly PlacedPod[]): boolean {
  const spec = podSpecOf(pod);
  const { node } = bin;
  return (
    spec.requests.cpu <= bin.cpu + 1e-9 &&
    spec.requests.memory <= bin.memory &&
    bin.pods >= 1 &&
    (!spec.hasOwnInterface || bin.interfaces >= 1) &&
    untoleratedTaint(node, spec.tolerations) === undefined &&
    isSelected(node, spec) &&
    claimsOf(cluster, pod).volumes.every((volume) => isReachableFrom(node, volume)) &&
    affinityProblem(pod, node, placed) === null
  );
}

/** Puts a pod onto a node. */
export function put(bin: Bin, pod: KubernetesObject, placed: PlacedPod[]): void {
  const { requests, hasOwnInterface } = podSpecOf(pod);
  bin.cpu -= requests.cpu;
  bin.memory -= requests.memory;
  bin.pods -= 1;
  if (hasOwnInterface) bin.interfaces -= 1;
  placed.push({ pod, node: bin.node });
}
