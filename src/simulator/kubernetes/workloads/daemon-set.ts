import type { JsonObject } from "../../world/json.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { at, objectAt, objectsAt, textAt } from "../fields.ts";
import { isTerminating, type KubernetesObject } from "../object.ts";
import { generatedName, makeFor, podManifest, templateHash } from "./pods/pod-template.ts";
import { type PodSpec, podSpecOf, readPodSpec, templateSpecOf } from "./pods/pod-types.ts";
import { hasEnded, isReady, listed, ownedObjects } from "./pods/pods.ts";
import { isSelected, type NodeView, nodesIn, untoleratedTaint } from "./scheduling/nodes.ts";
import { shareOf } from "./scheduling/shares.ts";

const revisionLabel = "controller-revision-hash";

/** What every pod of a DaemonSet puts up with. Source: Kubernetes documentation, DaemonSet, Taints and tolerations. */
const ownTolerations: readonly JsonObject[] = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  ...["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"].map((condition) => ({
    key: `node.kubernetes.io/${condition}`,
    operator: "Exists",
    effect: "NoSchedule",
  })),
];

/** Keeps one pod of each DaemonSet on every node that it is for. */
export const daemonSetController: Controller = {
  name: "daemonset-controller",
  watches: ["apps/DaemonSet", "/Pod", "/Node", "/ServiceAccount", "/ResourceQuota"],
  reconcile(context) {
    const nodes = nodesIn(context.cluster);
    for (const set of listed(context.cluster, "apps/DaemonSet")) {
      if (!isTerminating(set)) keepPods(context, set, nodes);
    }
  },
};

function keepPods(context: ControllerContext, set: KubernetesObject, nodes: readonly NodeView[]): void {
  const { api, cluster } = context;
  const pods = ownedObjects(cluster, "/Pod", set.metadata.uid);
  const spec = specOf(set);
  const fitting = nodes.filter((node) => isSelected(node, spec) && !untoleratedTaint(node, spec.tolerations));
  const byNode = new Map<string, KubernetesObject>();
  for (const pod of pods) {
    const node = nodeOf(pod);
    if (byNode.has(node) || !fitting.some(({ name }) => name === node)) {
      if (!isTerminating(pod)) api.delete(pod);
    } else if (hasEnded(pod)) api.delete(pod);
    else byNode.set(node, pod);
  }
  for (const { name } of fitting) {
    if (!byNode.has(name) && makePod(context, set, name) !== null) break;
  }
  renew(context, set, [...byNode.values()], fitting.length);
  report(context, set, pods, fitting);
}

const specs = new WeakMap<PodSpec, PodSpec>();

/** The template's specification with the tolerations that the controller adds. */
function specOf(set: KubernetesObject): PodSpec {
  const template = templateSpecOf(set);
  let spec = specs.get(template);
  if (!spec) {
    spec = readPodSpec(specFields(set));
    specs.set(template, spec);
  }
  return spec;
}

function specFields(set: KubernetesObject): JsonObject {
  const template = objectAt(set, "spec.template.spec");
  const inHostNetwork =
    template.hostNetwork === true
      ? [{ key: "node.kubernetes.io/network-unavailable", operator: "Exists", effect: "NoSchedule" }]
      : [];
  return { ...template, tolerations: [...objectsAt(template, "tolerations"), ...ownTolerations, ...inHostNetwork] };
}

function makePod({ api, cluster }: ControllerContext, set: KubernetesObject, node: string): string | null {
  const { tolerations } = specFields(set);
  const manifest = podManifest(set, {
    name: generatedName(cluster, `${set.metadata.name}-`),
    labels: { [revisionLabel]: templateHash(objectAt(set, "spec.template")) },
    spec: { tolerations, affinity: boundTo(node, objectAt(set, "spec.template.spec.affinity")) },
  });
  return makeFor(api, set, manifest);
}

/** The scheduler puts the pod on its node, and on no other. */
function boundTo(node: string, affinity: JsonObject): JsonObject {
  const term = { matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] };
  const required = { nodeSelectorTerms: [term] };
  return { ...affinity, nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
}

/** The node that a pod is made for. */
function nodeOf(pod: KubernetesObject): string {
  const { nodeName, affinity } = podSpecOf(pod);
  if (nodeName !== "") return nodeName;
  const [term] = objectsAt(affinity, "nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
  const [field] = objectsAt(term, "matchFields");
  const values = at(field, "values");
  return Array.isArray(values) ? String(values[0]) : "";
}

/** Deletes pods of an earlier template, as many at a time as may be missing. */
function renew(
  { api }: ControllerContext,
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
  nodes: number,
): void {
  if (textAt(set, "spec.updateStrategy.type") === "OnDelete") return;
  const revision = templateHash(objectAt(set, "spec.template"));
  const old = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] !== revision && !isTerminating(pod));
  if (old.length === 0) return;
  const most = shareOf(at(set, "spec.updateStrategy.rollingUpdate.maxUnavailable") ?? 1, nodes, Math.ceil);
  const missing = nodes - pods.filter(isReady).length;
  const broken = old.filter((pod) => !isReady(pod));
  const ready = old.filter(isReady).slice(0, Math.max(0, most - missing));
  for (const pod of [...broken, ...ready]) api.delete(pod);
}

function report(
  { api }: ControllerContext,
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
  nodes: readonly NodeView[],
): void {
  const revision = templateHash(objectAt(set, "spec.template"));
  const placed = pods.filter((pod) => nodes.some(({ name }) => name === nodeOf(pod)));
  const ready = placed.filter(isReady).length;
  const counts = {
    desiredNumberScheduled: nodes.length,
    currentNumberScheduled: placed.length,
    numberMisscheduled: pods.length - placed.length,
    numberReady: ready,
    numberAvailable: ready,
    numberUnavailable: nodes.length - ready,
    updatedNumberScheduled: placed.filter(({ metadata }) => metadata.labels?.[revisionLabel] === revision).length,
    observedGeneration: set.metadata.generation,
  };
  const isSaid = Object.entries(counts).every(([name, count]) => set.status?.[name] === count);
  if (!isSaid) api.setStatus(set, counts);
}
