import type { KubernetesObject, Manifest } from "../../kubernetes/object.ts";
import { type ResourceResult, resultOf } from "./operation-state.ts";
import { planTasks } from "./tasks.ts";

/** True for objects that are never pruned or deleted with their Application. */
export function isKept(object: Manifest, option: "Prune" | "Delete"): boolean {
  const options = object.metadata.annotations?.["argocd.argoproj.io/sync-options"] ?? "";
  const policy = object.metadata.annotations?.["helm.sh/resource-policy"];
  return options.split(",").some((one) => one.trim() === `${option}=false`) || policy === "keep";
}

/** How pruned objects are deleted; foreground unless said otherwise. */
export function prunePropagation(policy: string | undefined): "Foreground" | "Background" | "Orphan" {
  return policy === "background" ? "Background" : policy === "orphan" ? "Orphan" : "Foreground";
}

/** The results of objects that the sources no longer have, and that stay all the same, for the reason given. */
export function skippedPruning(objects: readonly KubernetesObject[], reason: string): readonly ResourceResult[] {
  return planTasks([], objects, false).map((task) => resultOf(task, "PruneSkipped", "Succeeded", reason));
}
