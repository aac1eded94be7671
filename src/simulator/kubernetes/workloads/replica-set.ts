import type { Controller, ControllerContext } from "../controller.ts";
import { numberAt } from "../fields.ts";
import { type Condition, conditionOf, isTerminating, type KubernetesObject } from "../object.ts";
import { generatedName, makeFor, podManifest } from "./pods/pod-template.ts";
import { hasEnded, isReady, listed, ownedObjects } from "./pods/pods.ts";
import { Settled } from "./settled.ts";

const settled = new Settled();

/** Keeps as many pods of each ReplicaSet as it asks for. */
export const replicaSetController: Controller = {
  name: "replicaset-controller",
  // A pod that is refused is tried again when what refused it may have changed.
  watches: ["apps/ReplicaSet", "/Pod", "/ServiceAccount", "/ResourceQuota"],
  reconcile(context) {
    for (const set of listed(context.cluster, "apps/ReplicaSet")) {
      const pods = ownedObjects(context.cluster, "/Pod", set.metadata.uid);
      if (isTerminating(set) || settled.has(set, pods)) continue;
      if (keepPods(context, set, pods)) settled.add(set, pods);
    }
  },
};

/** Gives whether the set is as it should be and its status says so. */
function keepPods(
  { api, cluster }: ControllerContext,
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
): boolean {
  const active = pods.filter((pod) => !isTerminating(pod) && !hasEnded(pod));
  const wanted = numberAt(set, "spec.replicas", 1);
  for (const pod of active.toSorted(byWorth).slice(wanted)) api.delete(pod);
  let problem: string | null = null;
  for (let missing = wanted - active.length; missing > 0 && problem === null; missing -= 1) {
    problem = makeFor(api, set, podManifest(set, { name: generatedName(cluster, `${set.metadata.name}-`) }));
  }
  const ready = active.filter(isReady).length;
  const updated = api.setStatus(set, {
    replicas: active.length,
    fullyLabeledReplicas: active.length,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: set.metadata.generation,
    conditions: problem === null ? [] : [failure(set, problem)],
  });
  return problem === null && active.length === wanted && updated === set;
}

/** Why no pod can be made. The name that was drawn for it is no news: with another one each time the set would never rest. */
function failure(set: KubernetesObject, message: string): Condition {
  const named = (text: string): string => text.replaceAll(new RegExp(`${set.metadata.name}-\\w+`, "g"), "");
  const known = conditionOf(set, "ReplicaFailure");
  if (known && named(known.message ?? "") === named(message)) return known;
  return { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message };
}

/** Pods that are worth keeping come first: those that are ready, then those that have a node, then the older ones. */
function byWorth(left: KubernetesObject, right: KubernetesObject): number {
  return (
    Number(isReady(right)) - Number(isReady(left)) ||
    Number(right.spec?.nodeName !== undefined) - Number(left.spec?.nodeName !== undefined) ||
    left.metadata.creationTimestamp.localeCompare(right.metadata.creationTimestamp) ||
    (left.metadata.name < right.metadata.name ? -1 : 1)
  );
}
