import type { JsonObject } from "../../../world/json.ts";
import { at, textAt, textsAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { podSpecOf } from "../pods/pod-types.ts";
import { selects } from "../selectors.ts";
import type { NodeView } from "./nodes.ts";

/** A pod and the node that it is on. */
export interface PlacedPod {
  readonly pod: KubernetesObject;
  readonly node: NodeView;
}

/** Why a pod may not be put on a node because of the pods that are there or not there; null when it may. */
export function affinityProblem(pod: KubernetesObject, node: NodeView, placed: readonly PlacedPod[]): string | null {
  const { near, apart } = podSpecOf(pod);
  if (apart.some((term) => matching(term, pod, node, placed).length > 0)) {
    return "node(s) didn't match pod anti-affinity rules";
  }
  if (placed.some((other) => isKeptAway(other, pod, node))) {
    return "node(s) didn't satisfy existing pods anti-affinity rules";
  }
  if (near.some((term) => matching(term, pod, node, placed).length === 0 && !isFirstOfItsKind(term, pod, placed))) {
    return "node(s) didn't match pod affinity rules";
  }
  return null;
}

/** Pods that a term means, in the domain of the node. */
function matching(
  term: JsonObject,
  pod: KubernetesObject,
  node: NodeView,
  placed: readonly PlacedPod[],
): readonly PlacedPod[] {
  const domain = textAt(term, "topologyKey");
  return placed.filter((other) => other.node.labels[domain] === node.labels[domain] && isMeant(term, pod, other.pod));
}

function isMeant(term: JsonObject, owner: KubernetesObject, other: KubernetesObject): boolean {
  const namespaces = textsAt(term, "namespaces");
  const home = other.metadata.namespace ?? "";
  const inReach = namespaces.length > 0 ? namespaces.includes(home) : home === owner.metadata.namespace;
  return inReach && selects(at(term, "labelSelector"), other.metadata.labels ?? {});
}

/** Pods that run already may keep others away. */
function isKeptAway(other: PlacedPod, pod: KubernetesObject, node: NodeView): boolean {
  return podSpecOf(other.pod).apart.some((term) => {
    const domain = textAt(term, "topologyKey");
    return other.node.labels[domain] === node.labels[domain] && isMeant(term, other.pod, pod);
  });
}

/** The first of pods that want to be together has nobody to go to. */
function isFirstOfItsKind(term: JsonObject, pod: KubernetesObject, placed: readonly PlacedPod[]): boolean {
  return isMeant(term, pod, pod) && !placed.some((other) => isMeant(term, pod, other.pod));
}
