import type { KubernetesApi } from "../api.ts";
import type { Controller } from "../controller.ts";
import { isTerminating, type KubernetesObject } from "../object.ts";
import { refusalOf } from "./kubernetes-error.ts";

/** Seconds until the collector tries again what the API server refused. */
const retry = 5;

/**
 * Deletes objects whose owners are gone, and lets owners go that wait for their dependents (foreground) or for being forgotten by them
 * (orphan). Source: Kubernetes documentation, Garbage Collection.
 */
export const garbageCollector: Controller = {
  name: "garbage-collector",
  watches: ["*"],
  reconcile({ api, cluster, elapsed }) {
    const { owners } = cluster.store;
    let hasFailed = false;
    const attempt = (object: KubernetesObject, work: () => void): void => {
      if (!refusalOf(work)) return;
      hasFailed = true;
      owners.suspect(object);
    };
    while (!hasFailed) {
      const suspects = owners.takeSuspects();
      if (suspects.length === 0) break;
      for (const { object } of suspects) attempt(object, () => collect(api, object));
    }
    for (const { object } of owners.leaving()) attempt(object, () => letGo(api, object));
    if (hasFailed) elapsed("again", retry);
  },
};

/** Deletes an object none of whose owners is left; of others it takes out the references to owners that are not. */
function collect(api: KubernetesApi, object: KubernetesObject): void {
  const { owners } = api.cluster.store;
  const { ownerReferences = [] } = object.metadata;
  const living = ownerReferences.filter(({ uid }) => owners.isOwner(uid, object));
  if (ownerReferences.length === 0 || living.length === ownerReferences.length) return;
  if (living.length > 0) api.patch(object, { metadata: { ownerReferences: living } });
  else if (!isTerminating(object)) api.delete(object);
}

function letGo(api: KubernetesApi, owner: KubernetesObject): void {
  const { finalizers = [] } = owner.metadata;
  const dependents = api.cluster.store.owners.dependentsOf(owner).map(({ object }) => object);
  if (finalizers.includes("orphan")) {
    for (const dependent of dependents) {
      const others = (dependent.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
      api.patch(dependent, { metadata: { ownerReferences: others } });
    }
    api.setFinalizers(
      owner,
      finalizers.filter((finalizer) => finalizer !== "orphan"),
    );
    return;
  }
  for (const dependent of dependents) if (!isTerminating(dependent)) api.delete(dependent, "Foreground");
  const isBlocked = api.cluster.store.owners
    .dependentsOf(owner)
    .some(({ object }) => object.metadata.ownerReferences?.some((reference) => blocks(reference, owner)));
  if (isBlocked) return;
  api.setFinalizers(
    owner,
    finalizers.filter((finalizer) => finalizer !== "foregroundDeletion"),
  );
}

function blocks(reference: { readonly uid: string; readonly blockOwnerDeletion?: boolean }, owner: KubernetesObject) {
  return reference.uid === owner.metadata.uid && reference.blockOwnerDeletion === true;
}
