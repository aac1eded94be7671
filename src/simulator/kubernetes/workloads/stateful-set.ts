import type { Controller, ControllerContext } from "../controller.ts";
import { numberAt, objectAt, objectsAt, textAt, textMapAt } from "../fields.ts";
import { isTerminating, type KubernetesObject, type Manifest } from "../object.ts";
import { makeFor, podManifest, templateHash } from "./pods/pod-template.ts";
import { hasEnded, isReady, listed, ownedObjects } from "./pods/pods.ts";
import { Settled } from "./settled.ts";

const revisionLabel = "controller-revision-hash";
const settled = new Settled();

/**
 * Keeps the numbered pods of each StatefulSet and their claims: one after the other, each when the one before is ready, and in the
 * other direction when there are to be fewer or they are to be renewed.
 */
export const statefulSetController: Controller = {
  name: "statefulset-controller",
  watches: ["apps/StatefulSet", "/Pod", "/PersistentVolumeClaim", "/ServiceAccount", "/ResourceQuota"],
  reconcile(context) {
    for (const set of listed(context.cluster, "apps/StatefulSet")) {
      const pods = ownedObjects(context.cluster, "/Pod", set.metadata.uid);
      if (isTerminating(set) || settled.has(set, pods)) continue;
      const acted = keepPods(context, set, pods);
      if (report(context, set, pods) && !acted) settled.add(set, pods);
    }
  },
};

/** Makes or removes what is due at this moment; gives whether it did, or could not. */
function keepPods(context: ControllerContext, set: KubernetesObject, pods: readonly KubernetesObject[]): boolean {
  const { api } = context;
  const wanted = numberAt(set, "spec.replicas", 1);
  const first = numberAt(set, "spec.ordinals.start", 0);
  const isParallel = textAt(set, "spec.podManagementPolicy") === "Parallel";
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]));
  const names = Array.from({ length: wanted }, (_, index) => `${set.metadata.name}-${first + index}`);
  for (const name of names) {
    const pod = byName.get(name);
    if (!pod) {
      const problem = makePod(context, set, name);
      if (problem !== null || !isParallel) return true;
    } else if (hasEnded(pod)) {
      api.delete(pod);
      return true;
    } else if (!isParallel && !isReady(pod)) {
      return replaceBroken(context, set, pod);
    }
  }
  const surplus = pods.filter(({ metadata }) => !names.includes(metadata.name)).toSorted(byOrdinal);
  const last = surplus.at(-1);
  if (last) {
    for (const pod of isParallel ? surplus : [last]) if (!isTerminating(pod)) api.delete(pod);
    return true;
  }
  return renew(context, set, pods);
}

/** A pod of an earlier template that never became ready is renewed all the same, where for real a person deletes it. */
function replaceBroken({ api }: ControllerContext, set: KubernetesObject, pod: KubernetesObject): boolean {
  const isOld = pod.metadata.labels?.[revisionLabel] !== revisionOf(set);
  if (!isOld || isTerminating(pod) || textAt(set, "spec.updateStrategy.type") === "OnDelete") return false;
  api.delete(pod);
  return true;
}

/** Deletes the last pod of an earlier template when all are ready. */
function renew({ api }: ControllerContext, set: KubernetesObject, pods: readonly KubernetesObject[]): boolean {
  if (textAt(set, "spec.updateStrategy.type") === "OnDelete" || !pods.every(isReady)) return false;
  const partition = numberAt(set, "spec.updateStrategy.rollingUpdate.partition", 0);
  const old = pods.filter(
    (pod) => pod.metadata.labels?.[revisionLabel] !== revisionOf(set) && ordinalOf(pod) >= partition,
  );
  const last = old.toSorted(byOrdinal).at(-1);
  if (last) api.delete(last);
  return last !== undefined;
}

function makePod({ api }: ControllerContext, set: KubernetesObject, name: string): string | null {
  for (const claim of claimsFor(set, name)) {
    const { metadata } = claim;
    if (api.find("/PersistentVolumeClaim", metadata.name, metadata.namespace)) continue;
    const problem = makeFor(api, set, claim);
    if (problem !== null) return problem;
  }
  const { volumes } = objectAt(set, "spec.template.spec");
  const own = objectsAt(set, "spec.volumeClaimTemplates").map((template) => textAt(template, "metadata.name"));
  const others = Array.isArray(volumes) ? objectsAt({ volumes }, "volumes") : [];
  const manifest = podManifest(set, {
    name,
    labels: {
      "statefulset.kubernetes.io/pod-name": name,
      "apps.kubernetes.io/pod-index": name.slice(name.lastIndexOf("-") + 1),
      [revisionLabel]: revisionOf(set),
    },
    spec: {
      hostname: name,
      subdomain: textAt(set, "spec.serviceName"),
      volumes: [
        ...others.filter((volume) => !own.includes(textAt(volume, "name"))),
        ...own.map((volume) => ({ name: volume, persistentVolumeClaim: { claimName: `${volume}-${name}` } })),
      ],
    },
  });
  return makeFor(api, set, manifest);
}

/** Claims stay when the set goes: nothing owns them. */
function claimsFor(set: KubernetesObject, pod: string): readonly Manifest[] {
  return objectsAt(set, "spec.volumeClaimTemplates").map((template) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: `${textAt(template, "metadata.name")}-${pod}`,
      namespace: set.metadata.namespace ?? "default",
      labels: { ...textMapAt(template, "metadata.labels"), ...textMapAt(set, "spec.selector.matchLabels") },
    },
    spec: objectAt(template, "spec"),
  }));
}

function revisionOf(set: KubernetesObject): string {
  return `${set.metadata.name}-${templateHash(objectAt(set, "spec.template"))}`;
}

function ordinalOf({ metadata }: KubernetesObject): number {
  return Number(metadata.name.slice(metadata.name.lastIndexOf("-") + 1));
}

function byOrdinal(left: KubernetesObject, right: KubernetesObject): number {
  return ordinalOf(left) - ordinalOf(right);
}

/** Gives whether the status said so already. */
function report({ api }: ControllerContext, set: KubernetesObject, pods: readonly KubernetesObject[]): boolean {
  const ready = pods.filter(isReady);
  const revision = revisionOf(set);
  const current = pods.filter(({ metadata }) => metadata.labels?.[revisionLabel] === revision);
  const isWhole = current.length === pods.length && ready.length === numberAt(set, "spec.replicas", 1);
  const updated = api.setStatus(set, {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas: ready.length,
    availableReplicas: ready.length,
    updatedReplicas: current.length,
    currentReplicas: current.length,
    updateRevision: revision,
    currentRevision: isWhole ? revision : textAt(set, "status.currentRevision") || revision,
  });
  return updated === set;
}
