import type { Controller, ControllerContext } from "../controller.ts";
import { recordEvent } from "../events.ts";
import { flagAt, numberAt, objectsAt } from "../fields.ts";
import { type Condition, isTerminating, isTrue, type KubernetesObject, withConditions } from "../object.ts";
import { generatedName, makeFor, podManifest } from "./pods/pod-template.ts";
import { hasEnded, isReady, listed, ownedObjects, phaseOf } from "./pods/pods.ts";
import { Settled } from "./settled.ts";

const settled = new Settled();

/** Runs the pods of each Job until as many have succeeded as it asks for, or too many have failed. */
export const jobController: Controller = {
  name: "job-controller",
  watches: ["batch/Job", "/Pod", "/ServiceAccount", "/ResourceQuota"],
  reconcile(context) {
    for (const job of listed(context.cluster, "batch/Job")) {
      const pods = ownedObjects(context.cluster, "/Pod", job.metadata.uid);
      if (isTerminating(job) || settled.has(job, pods)) continue;
      if (hasFinished(job)) {
        if (isExpired(context, job)) context.api.delete(job);
        else if (job.spec?.ttlSecondsAfterFinished === undefined) settled.add(job, pods);
      } else proceed(context, job, pods);
    }
  },
};

/** Whether a Job is over, well or not. */
function hasFinished(job: KubernetesObject): boolean {
  return ["Complete", "Failed"].some((type) => isTrue(job, type));
}

function isExpired({ elapsed }: ControllerContext, job: KubernetesObject): boolean {
  const seconds = numberAt(job, "spec.ttlSecondsAfterFinished", -1);
  return seconds >= 0 && elapsed(`expire ${job.metadata.uid}`, seconds);
}

/** Pods of a Job by what became of them. */
interface Tally {
  readonly active: readonly KubernetesObject[];
  readonly succeeded: number;
  readonly failed: number;
}

function proceed(context: ControllerContext, job: KubernetesObject, pods: readonly KubernetesObject[]): void {
  const tally: Tally = {
    active: pods.filter((pod) => !hasEnded(pod) && !isTerminating(pod)),
    succeeded: pods.filter((pod) => phaseOf(pod) === "Succeeded").length,
    failed: pods.filter((pod) => phaseOf(pod) === "Failed").length,
  };
  const failure = failureOf(context, job, tally);
  if (failure) {
    for (const pod of tally.active) context.api.delete(pod);
    recordEvent(context, job, { type: "Warning", reason: failure.reason ?? "", message: failure.message ?? "" });
    report(context, job, { ...tally, active: [] }, [{ ...failure, type: "FailureTarget" }, failure]);
    return;
  }
  const parallelism = flagAt(job, "spec.suspend") ? 0 : numberAt(job, "spec.parallelism", 1);
  const completions = numberAt(job, "spec.completions", parallelism);
  if (tally.succeeded >= completions && tally.active.length === 0 && completions > 0) {
    const reached = { reason: "CompletionsReached", message: "Reached expected number of succeeded pods" };
    report(context, job, tally, [
      { type: "SuccessCriteriaMet", status: "True", ...reached },
      { type: "Complete", status: "True", ...reached },
    ]);
    return;
  }
  const wanted = Math.min(parallelism, completions - tally.succeeded);
  for (const pod of tally.active.slice(Math.max(0, wanted))) context.api.delete(pod);
  if (tally.active.length < wanted && mayTryAgain(context, job, tally)) {
    for (let missing = wanted - tally.active.length; missing > 0; missing -= 1) {
      if (makePod(context, job) !== null) break;
    }
  }
  report(context, job, tally, []);
}

/** Why a Job is given up; undefined while it goes on. */
function failureOf(
  { elapsed }: ControllerContext,
  job: KubernetesObject,
  { active, failed }: Tally,
): Condition | undefined {
  const restarts = active
    .flatMap((pod) => [
      ...objectsAt(pod, "status.containerStatuses"),
      ...objectsAt(pod, "status.initContainerStatuses"),
    ])
    .reduce((sum, status) => sum + numberAt(status, "restartCount", 0), 0);
  if (failed + restarts > numberAt(job, "spec.backoffLimit", 6)) {
    const message = "Job has reached the specified backoff limit";
    return { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message };
  }
  const deadline = numberAt(job, "spec.activeDeadlineSeconds", -1);
  if (deadline >= 0 && elapsed(`deadline ${job.metadata.uid}`, deadline)) {
    const message = "Job was active longer than specified deadline";
    return { type: "Failed", status: "True", reason: "DeadlineExceeded", message };
  }
  return undefined;
}

/** After each failure the next pod comes later: 10 seconds, doubled each time, at most 600. Source: Kubernetes documentation, Jobs. */
function mayTryAgain({ elapsed }: ControllerContext, job: KubernetesObject, { failed }: Tally): boolean {
  if (failed === 0) return true;
  return elapsed(`back-off ${job.metadata.uid} ${failed}`, Math.min(600, 10 * 2 ** (failed - 1)));
}

function makePod({ api, cluster }: ControllerContext, job: KubernetesObject): string | null {
  const { name, uid } = job.metadata;
  const labels = {
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  return makeFor(api, job, podManifest(job, { name: generatedName(cluster, `${name}-`), labels }));
}

function report(
  { api, cluster }: ControllerContext,
  job: KubernetesObject,
  tally: Tally,
  conditions: readonly Condition[],
): void {
  const now = cluster.now.toISOString();
  const isComplete = conditions.some(({ type }) => type === "Complete");
  api.setStatus(job, {
    startTime: job.status?.startTime ?? now,
    active: tally.active.length,
    ready: tally.active.filter(isReady).length,
    succeeded: tally.succeeded,
    failed: tally.failed,
    ...(isComplete ? { completionTime: now } : {}),
    ...(conditions.length > 0 ? { conditions: withConditions(job, ...conditions) } : {}),
  });
}
