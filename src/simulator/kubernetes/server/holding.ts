import { listAt, textAt } from "../fields.ts";
import { type KubernetesObject, kindKey } from "../object.ts";

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
