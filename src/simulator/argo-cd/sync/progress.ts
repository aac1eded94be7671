import type { KubernetesApi } from "../../kubernetes/api.ts";
import { judgedHealth } from "../health/object-health.ts";
import { liveOf } from "./apply.ts";
import { type ResourceResult, withPhase } from "./operation-state.ts";
import { type SyncTask, subjectOf } from "./tasks.ts";

/** What became of a task that runs, by the health of its object; the same result while it is waited for. */
export function progressOf(api: KubernetesApi, result: ResourceResult, task: SyncTask | undefined): ResourceResult {
  if (!task) return withPhase(result, "Succeeded");
  if (result.status === "Pruned") return result;
  const live = liveOf(api, subjectOf(task));
  if (!live) {
    // A hook may be removed as soon as it is done, for example by its time to live.
    return task.hook ? withPhase(result, "Succeeded") : result;
  }
  const health = judgedHealth(api, live);
  if (!health || health.status === "Healthy") return withPhase(result, "Succeeded");
  return health.status === "Degraded" ? withPhase(result, "Failed", health.message ?? result.message) : result;
}
