import type { Cluster } from "../../cluster.ts";
import { flagAt, objectsAt, textAt, textMapAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { conditionOf } from "../../object.ts";
import { type PodSpec, podInterface, quantityAt, type Toleration } from "../pods/pod-types.ts";
import { hasReadyCondition, listed } from "../pods/pods.ts";
import { type Labels, meets, requirementsAt } from "../selectors.ts";

/** Keeps pods without a matching toleration away. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** A Node as the scheduler and the kubelet see it. */
export interface NodeView {
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly isReady: boolean;
  /** False when nothing was heard of it for long: its kubelet does nothing any more. */
  readonly isReachable: boolean;
  readonly isUnschedulable: boolean;
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly pods: number;
  /** Pods that can have an interface of their own. */
  readonly interfaces: number;
  readonly zone: string;
  /** Id of the EC2 instance; empty when the node does not say. */
  readonly instanceId: string;
  /** Empty when the node has none. */
  readonly address: string;
}

const views = new WeakMap<KubernetesObject, NodeView>();
const notReady: Taint = { key: "node.kubernetes.io/not-ready", value: "", effect: "NoSchedule" };

/** The nodes of a cluster in the order of their names. */
export function nodesIn(cluster: Cluster): readonly NodeView[] {
  return listed(cluster, "/Node").map(nodeView);
}

/** The node of that name. */
export function findNode(cluster: Cluster, name: string): NodeView | undefined {
  const node = cluster.objects("/Node").get(name);
  return node && nodeView(node);
}

/** What the scheduler and the kubelet read of a Node; each is read once. */
export function nodeView(node: KubernetesObject): NodeView {
  let view = views.get(node);
  if (!view) {
    view = readNode(node);
    views.set(node, view);
  }
  return view;
}

function readNode(node: KubernetesObject): NodeView {
  const labels = node.metadata.labels ?? {};
  const isReady = hasReadyCondition(node);
  const taints = objectsAt(node, "spec.taints").map((taint) => ({
    key: textAt(taint, "key"),
    value: textAt(taint, "value"),
    effect: textAt(taint, "effect"),
  }));
  const marked = taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect);
  const addresses = objectsAt(node, "status.addresses");
  return {
    name: node.metadata.name,
    labels,
    taints: isReady || marked ? taints : [...taints, notReady],
    isReady,
    isReachable: conditionOf(node, "Ready")?.status !== "Unknown",
    isUnschedulable: flagAt(node, "spec.unschedulable"),
    cpu: quantityAt(node, "status.allocatable.cpu") ?? 0,
    memory: quantityAt(node, "status.allocatable.memory") ?? 0,
    pods: quantityAt(node, "status.allocatable.pods") ?? 0,
    interfaces: Number(textMapAt(node, "status.allocatable")[podInterface] ?? 0),
    zone: labels["topology.kubernetes.io/zone"] ?? "",
    instanceId: textAt(node, "spec.providerID").split("/").at(-1) ?? "",
    address: textAt(
      addresses.find((address) => textAt(address, "type") === "InternalIP"),
      "address",
    ),
  };
}

/** The first taint that keeps a pod off the node; undefined when there is none. */
export function untoleratedTaint(node: NodeView, tolerations: readonly Toleration[]): Taint | undefined {
  return node.taints.find(
    (taint) => taint.effect !== "PreferNoSchedule" && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

/** Whether a toleration is about that taint. */
export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== "" && effect !== taint.effect) return false;
  if (key === "") return operator === "Exists";
  return key === taint.key && (operator === "Exists" || value === taint.value);
}

/** Whether a node has the labels that a pod's node selector and required node affinity ask for. */
export function isSelected(
  node: NodeView,
  { nodeSelector, affinity }: Pick<PodSpec, "nodeSelector" | "affinity">,
): boolean {
  for (const key in nodeSelector) if (node.labels[key] !== nodeSelector[key]) return false;
  const terms = objectsAt(affinity, "nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
  if (terms.length === 0) return true;
  const fields = { "metadata.name": node.name };
  return terms.some((term) => {
    const byLabel = requirementsAt(term, "matchExpressions");
    const byField = requirementsAt(term, "matchFields");
    if (byLabel.length + byField.length === 0) return false;
    return byLabel.every((one) => meets(one, node.labels)) && byField.every((one) => meets(one, fields));
  });
}
