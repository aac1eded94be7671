import { objectsAt, textAt } from "../../fields.ts";
import { conditionOf, type KubernetesObject } from "../../object.ts";
import { hasEnded } from "./pods.ts";

/** What every pod waits for on its way, and no problem. */
const ordinary: ReadonlySet<string> = new Set(["", "ContainerCreating", "PodInitializing"]);

/**
 * Why a pod cannot run, in the words of scheduler and kubelet, for example `ImagePullBackOff: Back-off pulling image "…"`; undefined when
 * it runs, has ended, or is on its way.
 */
export function podProblem(pod: KubernetesObject): string | undefined {
  if (hasEnded(pod)) return undefined;
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled?.status === "False") return scheduled.message || scheduled.reason;
  for (const field of ["initContainerStatuses", "containerStatuses"]) {
    for (const status of objectsAt(pod, `status.${field}`)) {
      const reason = textAt(status, "state.waiting.reason");
      const message = textAt(status, "state.waiting.message");
      if (!ordinary.has(reason)) return message === "" ? reason : `${reason}: ${message}`;
    }
  }
  return undefined;
}
