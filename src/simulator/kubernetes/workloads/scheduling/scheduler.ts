import type { Cluster } from "../../cluster.ts";
import type { Controller, ControllerContext } from "../../controller.ts";
import { recordEvent } from "../../events.ts";
import { numberAt, objectsAt } from "../../fields.ts";
import { isTerminating, type KubernetesObject, withConditions } from "../../object.ts";
import { claimsOf, isReachableFrom, type PodClaims, selectedNode } from "../pods/pod-claims.ts";
import { podInterface, podSpecOf, type Resources } from "../pods/pod-types.ts";
import { hasEnded, podsIn } from "../pods/pods.ts";
import { isSelected, type NodeView, nodesIn, untoleratedTaint } from "./nodes.ts";
import { affinityProblem, type PlacedPod } from "./pod-affinity.ts";

/** What the pods on a node ask for together. */
interface Load {
  cpu: number;
  memory: number;
  pods: number;
  volumes: number;
  interfaces: number;
}

/** The nodes with what is on them, kept up to date while pods are placed. */
interface Room {
  readonly cluster: Cluster;
  readonly nodes: readonly NodeView[];
  readonly loads: ReadonlyMap<string, Load>;
  readonly placed: PlacedPod[];
}

/** Chooses a node for every pod that has none: by taints, labels, volumes and resources, pods of one owner spread over nodes. */
export const scheduler: Controller = {
  name: "default-scheduler",
  watches: [
    "/Pod",
    "/Node",
    "/PersistentVolumeClaim",
    "/PersistentVolume",
    "storage.k8s.io/StorageClass",
    "storage.k8s.io/CSINode",
  ],
  reconcile(context) {
    const pods = podsIn(context.cluster);
    const pending = pods.filter((pod) => podSpecOf(pod).nodeName === "" && !isTerminating(pod) && !hasEnded(pod));
    if (pending.length === 0) return;
    const room = roomIn(context, pods);
    for (const pod of pending.toSorted(byAge)) schedule(context, room, pod);
  },
};

function byAge(left: KubernetesObject, right: KubernetesObject): number {
  return left.metadata.creationTimestamp.localeCompare(right.metadata.creationTimestamp);
}

function roomIn({ cluster }: ControllerContext, pods: readonly KubernetesObject[]): Room {
  const nodes = nodesIn(cluster);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const room: Room = { cluster, nodes, loads: new Map(nodes.map(({ name }) => [name, emptyLoad()])), placed: [] };
  for (const pod of pods) {
    const node = byName.get(podSpecOf(pod).nodeName);
    if (node && !hasEnded(pod)) occupy(room, node, pod);
  }
  return room;
}

function emptyLoad(): Load {
  return { cpu: 0, memory: 0, pods: 0, volumes: 0, interfaces: 0 };
}

function occupy({ loads, placed }: Room, node: NodeView, pod: KubernetesObject): void {
  const load = loads.get(node.name);
  const { requests, hasOwnInterface } = podSpecOf(pod);
  if (load) {
    load.cpu += requests.cpu;
    load.memory += requests.memory;
    load.interfaces += hasOwnInterface ? 1 : 0;
    load.pods += 1;
    load.volumes += claimCount(pod);
  }
  placed.push({ pod, node });
}

function schedule(context: ControllerContext, room: Room, pod: KubernetesObject): void {
  const claims = claimsOf(context.cluster, pod);
  const node = claims.obstacle === null ? choose(room, pod, claims) : undefined;
  if (!node) {
    refuseForNow(context, pod, wordsFor(room, pod, claims));
    return;
  }
  occupy(room, node, pod);
  if (claims.waiting.length > 0) {
    for (const claim of claims.waiting) selectFor(context, claim, node);
    return;
  }
  context.api.patch(pod, { spec: { nodeName: node.name } });
}

/** Tells who makes the volume in which zone it is to be. */
function selectFor({ api }: ControllerContext, claim: KubernetesObject, node: NodeView): void {
  if (claim.metadata.annotations?.[selectedNode] === node.name) return;
  api.patch(claim, { metadata: { annotations: { [selectedNode]: node.name } } });
}

/** The node that suits best; the one for which volumes are being made, if it still does. */
function choose(room: Room, pod: KubernetesObject, claims: PodClaims): NodeView | undefined {
  const fitting = room.nodes.filter((node) => obstaclesOn(room, node, pod, claims).length === 0);
  const selected = claims.waiting.map(({ metadata }) => metadata.annotations?.[selectedNode]);
  const kept = fitting.find(({ name }) => selected.includes(name));
  if (kept || fitting.length < 2) return kept ?? fitting[0];
  const owner = ownerOf(pod);
  const siblings = room.placed.filter((other) => owner !== undefined && ownerOf(other.pod) === owner);
  const inZone = (zone: string) => siblings.filter(({ node }) => node.zone === zone).length;
  const onNode = (name: string) => siblings.filter(({ node }) => node.name === name).length;
  const { requests } = podSpecOf(pod);
  const ranked = fitting.map((node) => ({
    node,
    rank: [onNode(node.name), inZone(node.zone), useOf(room, node, requests)],
  }));
  ranked.sort((left, right) => compareRanks(left.rank, right.rank));
  return ranked[0]?.node;
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  const difference = left.findIndex((value, index) => value !== right[index]);
  return difference < 0 ? 0 : (left[difference] ?? 0) - (right[difference] ?? 0);
}

function ownerOf(pod: KubernetesObject): string | undefined {
  return pod.metadata.ownerReferences?.find(({ controller }) => controller)?.uid;
}

/** The share of a node that would be asked for. */
function useOf({ loads }: Room, node: NodeView, { cpu, memory }: Resources): number {
  const load = loads.get(node.name) ?? emptyLoad();
  return (load.cpu + cpu) / node.cpu + (load.memory + memory) / node.memory;
}

/** Everything that keeps a pod off a node, the first kind of obstacle only, as the scheduler reports it. */
function obstaclesOn(room: Room, node: NodeView, pod: KubernetesObject, claims: PodClaims): readonly string[] {
  const spec = podSpecOf(pod);
  if (node.isUnschedulable && untoleratedTaint(unschedulable(node), spec.tolerations))
    return ["node(s) were unschedulable"];
  const taint = untoleratedTaint(node, spec.tolerations);
  if (taint) return [`node(s) had untolerated taint {${taint.key}: ${taint.value}}`];
  if (!isSelected(node, spec)) return ["node(s) didn't match Pod's node affinity/selector"];
  const load = room.loads.get(node.name) ?? emptyLoad();
  const lacking = [
    ...(load.pods + 1 > node.pods ? ["Too many pods"] : []),
    ...(load.cpu + spec.requests.cpu > node.cpu + tolerance ? ["Insufficient cpu"] : []),
    ...(load.memory + spec.requests.memory > node.memory ? ["Insufficient memory"] : []),
    ...(spec.hasOwnInterface && load.interfaces + 1 > node.interfaces ? [`Insufficient ${podInterface}`] : []),
  ];
  if (lacking.length > 0) return lacking;
  if (!claims.volumes.every((volume) => isReachableFrom(node, volume))) {
    return ["node(s) had volume node affinity conflict"];
  }
  if (load.volumes + claimCount(pod) > volumeLimit(room, node)) return ["node(s) exceed max volume count"];
  const problem = affinityProblem(pod, node, room.placed);
  return problem === null ? [] : [problem];
}

/** Every claim counts as one volume of the driver. */
function claimCount(pod: KubernetesObject): number {
  return podSpecOf(pod).volumes.filter(({ claim }) => claim !== null).length;
}

/** Volumes that the driver of a node attaches; without limit where none says. */
function volumeLimit({ cluster }: Room, { name }: NodeView): number {
  const drivers = objectsAt(cluster.store.find("storage.k8s.io/CSINode", "", name), "spec.drivers");
  const counts = drivers.map((driver) => numberAt(driver, "allocatable.count", Number.POSITIVE_INFINITY));
  return Math.min(Number.POSITIVE_INFINITY, ...counts);
}

/** Sums of thousandths of cores are not exact. */
const tolerance = 1e-9;

function unschedulable(node: NodeView): NodeView {
  return { ...node, taints: [{ key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule" }] };
}

/** Why there is no node for a pod, in the scheduler's words. */
function wordsFor(room: Room, pod: KubernetesObject, claims: PodClaims): string {
  const total = room.nodes.length;
  if (total === 0) return "no nodes available to schedule pods";
  const unhelpful = `preemption: 0/${total} nodes are available: `;
  const begin = `0/${total} nodes are available:`;
  if (claims.obstacle !== null) {
    return `${begin} ${claims.obstacle}. ${unhelpful}${total} Preemption is not helpful for scheduling.`;
  }
  const found = room.nodes.map((node) => obstaclesOn(room, node, pod, claims));
  const counts = new Map<string, number>();
  for (const obstacle of found.flat()) counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1);
  const reasons = [...counts].map(([obstacle, count]) => `${count} ${obstacle}`).sort();
  const crowded = found.filter((obstacles) =>
    obstacles.some((obstacle) => /^(?:Insufficient|Too many)/.test(obstacle)),
  );
  const others = total - crowded.length;
  const preemption = [
    ...(crowded.length > 0 ? [`${crowded.length} No preemption victims found for incoming pod`] : []),
    ...(others > 0 ? [`${others} Preemption is not helpful for scheduling`] : []),
  ];
  return `${begin} ${reasons.join(", ")}. ${unhelpful}${preemption.join(", ")}.`;
}

function refuseForNow({ api }: ControllerContext, pod: KubernetesObject, message: string): void {
  const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message } as const;
  const updated = api.setStatus(pod, { conditions: withConditions(pod, condition) });
  if (updated !== pod) recordEvent({ api }, pod, { type: "Warning", reason: "FailedScheduling", message });
}
