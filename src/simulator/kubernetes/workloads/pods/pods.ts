import type { Cluster } from "../../cluster.ts";
import { isObject, type KubernetesObject } from "../../object.ts";

/** All objects of a kind in the order of their namespaces and names; the same list until one of them is written. */
export function listed(cluster: Cluster, kind: string): readonly KubernetesObject[] {
  return cluster.store.list(kind);
}

/** All pods of a cluster. */
export function podsIn(cluster: Cluster): readonly KubernetesObject[] {
  return listed(cluster, "/Pod");
}

/** `Pending`, `Running`, `Succeeded` or `Failed`. */
export function phaseOf(pod: KubernetesObject): string {
  const phase = pod.status?.phase;
  return typeof phase === "string" ? phase : "Pending";
}

/** True for pods that have ended and never run again. */
export function hasEnded(pod: KubernetesObject): boolean {
  const phase = phaseOf(pod);
  return phase === "Succeeded" || phase === "Failed";
}

const readiness = new WeakMap<KubernetesObject, boolean>();

/** True for a running pod whose containers are ready and that nobody has deleted. */
export function isReady(pod: KubernetesObject): boolean {
  let ready = readiness.get(pod);
  if (ready === undefined) {
    ready = pod.metadata.deletionTimestamp === undefined && hasReadyCondition(pod) && phaseOf(pod) === "Running";
    readiness.set(pod, ready);
  }
  return ready;
}

/** True for a node or pod whose condition `Ready` is `True`. */
export function hasReadyCondition(object: KubernetesObject): boolean {
  const conditions = object.status?.conditions;
  if (!Array.isArray(conditions)) return false;
  return conditions.some((one) => isObject(one) && one.type === "Ready" && one.status === "True");
}

const byOwner = new WeakMap<readonly KubernetesObject[], Map<string, KubernetesObject[]>>();

/** The objects of a kind whose controller is the owner with that uid. */
export function ownedObjects(cluster: Cluster, kind: string, ownerUid: string): readonly KubernetesObject[] {
  const objects = listed(cluster, kind);
  let owners = byOwner.get(objects);
  if (!owners) {
    owners = new Map();
    for (const object of objects) {
      const uid = object.metadata.ownerReferences?.find(({ controller }) => controller)?.uid;
      if (uid === undefined) continue;
      const present = owners.get(uid);
      if (present) present.push(object);
      else owners.set(uid, [object]);
    }
    byOwner.set(objects, owners);
  }
  return owners.get(ownerUid) ?? [];
}
