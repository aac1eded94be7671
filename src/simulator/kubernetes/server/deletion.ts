import { listAt, textAt } from "../fields.ts";
import { isTerminating, type KubernetesObject, kindKey } from "../object.ts";

/**
 * What happens to the dependents of a deleted object: the garbage collector deletes them afterwards, or before it goes, or lets them
 * live without it.
 */
export type Propagation = "Background" | "Foreground" | "Orphan";

/** Finalizers by which the garbage collector is asked to care for dependents first. */
const askedFirst = { Foreground: "foregroundDeletion", Orphan: "orphan" } as const;

/** An object as it is once somebody deleted it; one that is being deleted already stays as it is. */
export function markedForDeletion(object: KubernetesObject, propagation: Propagation, now: Date): KubernetesObject {
  if (isTerminating(object)) return object;
  const { finalizers = [] } = object.metadata;
  const asked = propagation === "Background" ? [] : [askedFirst[propagation]];
  const held = [...new Set([...finalizers, ...asked])];
  const metadata = { ...object.metadata, ...(held.length > 0 ? { finalizers: held } : {}) };
  return {
    ...object,
    ...(kindKey(object) === "/Namespace" ? { status: { ...object.status, phase: "Terminating" } } : {}),
    metadata: { ...metadata, deletionTimestamp: now.toISOString() },
  };
}

/** Whether something holds an object that is deleted: its finalizers, or containers that run on a node. */
export function isHeld(object: KubernetesObject): boolean {
  return hasFinalizers(object) || (kindKey(object) === "/Pod" && isOnNode(object));
}

/** A namespace has a finalizer of its own beside those of its metadata. */
export function hasFinalizers(object: KubernetesObject): boolean {
  if ((object.metadata.finalizers ?? []).length > 0) return true;
  return kindKey(object) === "/Namespace" && listAt(object, "spec.finalizers").length > 0;
}

function isOnNode(pod: KubernetesObject): boolean {
  return textAt(pod, "spec.nodeName") !== "" && !["Succeeded", "Failed"].includes(textAt(pod, "status.phase"));
}
