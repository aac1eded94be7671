import { rowId } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import { isObject, type KubernetesObject, keyOf } from "../object.ts";

interface Listing {
  readonly version: string;
  readonly objects: readonly KubernetesObject[];
}

const listings = new WeakMap<Cluster, Map<string, Listing>>();

/** All objects of a kind in the order of their keys, sorted once for each change. Not for secrets, which are sealed in the records. */
export function listed(cluster: Cluster, kind: string): readonly KubernetesObject[] {
  let kinds = listings.get(cluster);
  if (!kinds) {
    kinds = new Map();
    listings.set(cluster, kinds);
  }
  const table = cluster.objects(kind);
  const version = `${cluster.version(kind)} ${table.size}`;
  const known = kinds.get(kind);
  if (known?.version === version) return known.objects;
  const keyed = table.rows().map((object) => [rowId(keyOf(object)), object] as const);
  keyed.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const objects = keyed.map(([, object]) => object);
  kinds.set(kind, { version, objects });
  return objects;
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

/** True for a running pod whose containers are ready and that nobody has deleted. */
export function isReady(pod: KubernetesObject): boolean {
  return pod.metadata.deletionTimestamp === undefined && hasReadyCondition(pod) && phaseOf(pod) === "Running";
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
