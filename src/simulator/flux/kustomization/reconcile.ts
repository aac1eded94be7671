import type { ControllerContext } from "../../kubernetes/controller.ts";
import { flagAt, objectAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { conditionOf, isTerminating, type KubernetesObject, type Manifest } from "../../kubernetes/object.ts";
import { ServiceError } from "../../rule.ts";
import { formatDuration, secondsOf } from "../../time/duration.ts";
import { type Artifact, artifactOf } from "../artifact-store.ts";
import { checkDependencies } from "../dependencies.ts";
import { shownObject, stateOf } from "../kstatus.ts";
import {
  addFinalizer,
  failed,
  isSuspended,
  isUnhandled,
  removeFinalizer,
  report,
  requestOf,
  succeeded,
  working,
} from "../objects.ts";
import { retriesNow } from "../retries.ts";
import { applyInStages } from "./apply.ts";
import { buildManifests } from "./build.ts";
import { entryId, entryOf, objectOf, prune, readInventory, writtenInventory } from "./inventory.ts";

/** Seconds that a build and its application take. */
const applySeconds = 3;

/** Does for one Kustomization what can be done at this moment. */
export function reconcileKustomization(context: ControllerContext, kustomization: KubernetesObject): void {
  const { api, cluster } = context;
  if (isTerminating(kustomization)) {
    finalize(context, kustomization);
    return;
  }
  if (addFinalizer(api, kustomization) || isSuspended(kustomization)) return;
  const source = sourceOf(context, kustomization);
  const artifact = source && artifactOf(cluster, source);
  if (!artifact) {
    const message = source ? "Source artifact not found, retrying in 30s" : `${missingSource(kustomization)} not found`;
    report(api, kustomization, { conditions: failed("ArtifactFailed", message), handled: false });
    return;
  }
  if (isChecking(kustomization, artifact)) {
    checkHealth(context, kustomization, artifact);
    return;
  }
  const work = workOf(context, kustomization, artifact);
  if (work === "none") return;
  try {
    checkDependencies(api, kustomization);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    report(api, kustomization, { conditions: failed(error.code, error.message), handled: false });
    return;
  }
  if (work === "new" && !context.elapsed(`${kustomization.metadata.uid} apply`, applySeconds)) return;
  applyAll(context, kustomization, artifact);
}

function sourceOf({ api }: ControllerContext, kustomization: KubernetesObject): KubernetesObject | undefined {
  const reference = objectAt(kustomization.spec, "sourceRef");
  const namespace = textAt(reference, "namespace") || (kustomization.metadata.namespace ?? "");
  return api.find(`source.toolkit.fluxcd.io/${textAt(reference, "kind")}`, textAt(reference, "name"), namespace);
}

function missingSource({ spec }: KubernetesObject): string {
  const kind = textAt(spec, "sourceRef.kind").toLowerCase();
  const resources = kind.endsWith("y") ? `${kind.slice(0, -1)}ies` : `${kind}s`;
  return `${resources}.source.toolkit.fluxcd.io "${textAt(spec, "sourceRef.name")}"`;
}

/** What is applied: another generation, revision or request is another attempt. */
function attemptOf(kustomization: KubernetesObject, { revision }: Artifact): string {
  return `${kustomization.metadata.generation} ${revision} ${requestOf(kustomization)}`;
}

/** Whether there is something new to apply, or something that failed to try again. */
function workOf(
  context: ControllerContext,
  kustomization: KubernetesObject,
  artifact: Artifact,
): "none" | "new" | "retry" {
  const { status, spec } = kustomization;
  const ready = conditionOf(kustomization, "Ready");
  const isOther = textAt(status, "lastAttemptedRevision") !== artifact.revision;
  if (isUnhandled(kustomization) || isOther || ready?.reason === "DependencyNotReady") return "new";
  if (ready?.status === "True") return "none";
  const interval = secondsOf(spec?.retryInterval, secondsOf(spec?.interval, 600));
  return retriesNow(context, kustomization, attemptOf(kustomization, artifact), interval) ? "retry" : "none";
}

function applyAll({ api }: ControllerContext, kustomization: KubernetesObject, artifact: Artifact): void {
  const { revision } = artifact;
  const attempted = { lastAttemptedRevision: revision };
  const before = readInventory(kustomization);
  try {
    const manifests = buildManifests(api, kustomization, artifact.content);
    applyInStages(api, manifests);
    const entries = manifests.map(entryOf);
    const ids = new Set(entries.map(entryId));
    if (flagAt(kustomization.spec, "prune"))
      prune(
        api,
        before.filter((entry) => !ids.has(entryId(entry))),
      );
    const status = { ...attempted, inventory: writtenInventory(entries) };
    if (checkedObjects(kustomization).length === 0 && !flagAt(kustomization.spec, "wait")) {
      report(api, kustomization, {
        conditions: { ...succeeded("ReconciliationSucceeded", `Applied revision: ${revision}`), Healthy: undefined },
        handled: true,
        status: { ...status, lastAppliedRevision: revision },
      });
      return;
    }
    const message = `Running health checks for revision ${revision} with a timeout of ${formatDuration(timeoutOf(kustomization))}`;
    const conditions = { ...working(message), Healthy: { status: "Unknown", reason: "Progressing", message } } as const;
    report(api, kustomization, { conditions, handled: true, status });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    report(api, kustomization, { conditions: failed(error.code, error.message), handled: true, status: attempted });
  }
}

/** True while the objects of the last application are waited for. */
function isChecking(kustomization: KubernetesObject, { revision }: Artifact): boolean {
  return (
    !isUnhandled(kustomization) &&
    textAt(kustomization.status, "lastAttemptedRevision") === revision &&
    conditionOf(kustomization, "Healthy")?.status === "Unknown"
  );
}

function checkHealth(context: ControllerContext, kustomization: KubernetesObject, { revision }: Artifact): void {
  const { api } = context;
  const waiting = waitedFor(context, kustomization);
  if (waiting.length === 0) {
    report(api, kustomization, {
      conditions: {
        ...succeeded("ReconciliationSucceeded", `Applied revision: ${revision}`),
        Healthy: { status: "True", reason: "Succeeded", message: "Health check passed" },
      },
      handled: true,
      status: { lastAppliedRevision: revision },
    });
    return;
  }
  const timeout = timeoutOf(kustomization);
  const hasFailed = waiting.some(({ state }) => state === "Failed");
  if (!context.elapsed(`${kustomization.metadata.uid} health`, timeout) && !hasFailed) return;
  const shown = waiting.map(({ object, state }) => `${shownObject(object)} status: '${state}'`).join(", ");
  const message = hasFailed
    ? `health check failed: failed early due to stalled resources: [${shown}]`
    : `health check failed after ${formatDuration(timeout)}: timeout waiting for: [${shown}]`;
  report(api, kustomization, {
    conditions: {
      ...failed("HealthCheckFailed", message),
      Healthy: { status: "False", reason: "HealthCheckFailed", message },
    },
    handled: true,
  });
}

type Named = Pick<Manifest, "apiVersion" | "kind" | "metadata">;

/** Objects of the inventory or of the health checks that are not current. */
function waitedFor({ api }: ControllerContext, kustomization: KubernetesObject) {
  const inventory = readInventory(kustomization).map(({ group, version, kind, name, namespace }): Named => {
    const apiVersion = group === "" ? version : `${group}/${version}`;
    return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } };
  });
  const objects = flagAt(kustomization.spec, "wait") ? inventory : checkedObjects(kustomization);
  return objects.map((object) => ({ object, state: stateOf(api, object) })).filter(({ state }) => state !== "Current");
}

function checkedObjects({ spec }: KubernetesObject): readonly Named[] {
  return objectsAt(spec, "healthChecks").map((check) => {
    const namespace = textAt(check, "namespace");
    const metadata = { name: textAt(check, "name"), ...(namespace ? { namespace } : {}) };
    return { apiVersion: textAt(check, "apiVersion"), kind: textAt(check, "kind"), metadata };
  });
}

/** Seconds for the health of all objects: half a minute less than the interval unless said otherwise. */
function timeoutOf({ spec }: KubernetesObject): number {
  return secondsOf(spec?.timeout, Math.max(30, secondsOf(spec?.interval, 600) - 30));
}

/** What the deletion of a Kustomization does with its objects. Nothing when it is suspended. */
function finalize(context: ControllerContext, kustomization: KubernetesObject): void {
  const { api } = context;
  const policy = textAt(kustomization.spec, "deletionPolicy") || "MirrorPrune";
  const deletes = policy === "MirrorPrune" ? flagAt(kustomization.spec, "prune") : policy !== "Orphan";
  if (deletes && !isSuspended(kustomization)) {
    const entries = readInventory(kustomization);
    try {
      const left = prune(api, entries);
      const waits = policy === "WaitForTermination" && left.some((entry) => objectOf(api, entry) !== undefined);
      if (waits && !context.elapsed(`${kustomization.metadata.uid} termination`, timeoutOf(kustomization))) return;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      report(api, kustomization, { conditions: failed("PruneFailed", error.message), handled: false });
      return;
    }
  }
  removeFinalizer(api, kustomization);
}
