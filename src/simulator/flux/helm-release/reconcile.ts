import { isPending, type Release } from "../../helm/release.ts";
import { lastRelease, recordRelease } from "../../helm/release-storage.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { numberAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, isTrue, type KubernetesObject } from "../../kubernetes/object.ts";
import { ServiceError } from "../../rule.ts";
import { formatDuration } from "../../time/duration.ts";
import type { JsonObject } from "../../world/json.ts";
import { checkDependencies } from "../dependencies.ts";
import { addFinalizer, failed, fluxKinds, isSuspended, isUnhandled, report, requestOf, working } from "../objects.ts";
import { retriesNow } from "../retries.ts";
import { checksDrift, correctDrift } from "./drift.ts";
import { finalizeRelease } from "./finalize.ts";
import { operationOf, remediationOf } from "./operations.ts";
import * as settings from "./release-settings.ts";
import { type Action, beginAction, continueAction, dropAction, type Outcome } from "./running-actions.ts";
import { reportFailure, reportRemediation, reportSuccess } from "./status.ts";
import { knownWanted, type Wanted } from "./wanted.ts";

/** Does for one HelmRelease what can be done at this moment. */
export function reconcileHelmRelease(context: ControllerContext, release: KubernetesObject): void {
  const { api } = context;
  if (isTerminating(release)) {
    finalizeRelease(context, release);
    return;
  }
  if (addFinalizer(api, release) || isSuspended(release)) return;
  let wanted: Wanted | string;
  try {
    checkDependencies(api, release);
    wanted = knownWanted(context, release);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    report(api, release, { conditions: failed(error.code, error.message), handled: false });
    return;
  }
  if (typeof wanted === "string") {
    report(api, release, { conditions: failed("SourceNotReady", wanted), handled: false });
    return;
  }
  const outcome = continueAction(context, release);
  if (outcome) settle(context, release, wanted, outcome);
  else decide(context, release, wanted);
}

/** Chooses what to do when no action is at work. */
function decide(context: ControllerContext, release: KubernetesObject, wanted: Wanted): void {
  const { api } = context;
  const isTried = !isUnhandled(release) && textAt(release.status, "lastAttemptedConfigDigest") === wanted.digest;
  const isFine = isTried && isTrue(release, "Ready");
  if (isFine && !checksDrift(context, release)) return;
  const last = unlocked(context, lastRelease(api, wanted.namespace, wanted.name));
  const isDeployed = last?.status === "deployed";
  if (isFine && isDeployed) {
    correctDrift(context, release, last);
  } else if (isTried && numberAt(release.status, "failures", 0) > 0) {
    retry(context, release, wanted, last);
  } else if (isDeployed && (isTried || textAt(release.status, "lastAppliedDigest") === wanted.digest)) {
    reportSuccess(context, release, wanted, last, "upgrade");
  } else {
    const fresh = isTried ? {} : { failures: 0, installFailures: 0, upgradeFailures: 0 };
    start(context, release, wanted, last === undefined ? "install" : actionAfter(last), fresh);
  }
}

/** A release that was never deployed is installed anew. */
function actionAfter(last: Release): "install" | "upgrade" {
  return last.status === "uninstalled" || (last.status === "failed" && last.revision === 1) ? "install" : "upgrade";
}

/** A release that an interrupted controller left pending counts as failed. */
function unlocked({ api }: ControllerContext, last: Release | undefined): Release | undefined {
  if (!last || !isPending(last)) return last;
  return recordRelease(api, { ...last, status: "failed", description: "Release unlocked from stale 'pending' state" });
}

/** Tries again what has failed, as often as the remediation says. */
function retry(context: ControllerContext, release: KubernetesObject, wanted: Wanted, last: Release | undefined): void {
  const action = textAt(release.status, "lastAttemptedReleaseAction") === "upgrade" ? "upgrade" : "install";
  const failures = numberAt(release.status, `${action}Failures`, 0);
  const retries = settings.retriesOf(release, action);
  if (retries >= 0 && failures > retries) return;
  const subject = `${release.metadata.generation} ${wanted.digest} ${requestOf(release)}`;
  if (!retriesNow(context, release, subject, 1)) return;
  start(context, release, wanted, last === undefined ? "install" : actionAfter(last), {});
}

function start(
  context: ControllerContext,
  release: KubernetesObject,
  wanted: Wanted,
  action: "install" | "upgrade",
  status: JsonObject,
): void {
  const { api } = context;
  const seconds = settings.optionsOf(release, action).timeout ?? 300;
  report(api, release, {
    conditions: working(`Running '${action}' action with timeout of ${formatDuration(seconds)}`),
    handled: true,
    status: {
      ...status,
      lastAttemptedConfigDigest: wanted.digest,
      lastAttemptedRevision: wanted.chart.version,
      lastAttemptedReleaseAction: action,
      lastAttemptedGeneration: release.metadata.generation,
      storageNamespace: wanted.namespace,
    },
  });
  settle(
    context,
    release,
    wanted,
    beginAction(context, release, action, operationOf(context, release, wanted, action)),
  );
}

function settle(context: ControllerContext, release: KubernetesObject, wanted: Wanted, outcome: Outcome): void {
  const { api, cluster } = context;
  const current = api.find(fluxKinds.helmRelease, release.metadata.name, release.metadata.namespace);
  if (!current) return;
  if (outcome.state === "waiting") {
    // What is asked for has changed while the action waits: the action is given up, and its release counts as failed.
    if (isUnhandled(current) || textAt(current.status, "lastAttemptedConfigDigest") !== wanted.digest) {
      dropAction(cluster, current);
      decide(context, current, wanted);
    }
    return;
  }
  if (outcome.action === "install" || outcome.action === "upgrade") {
    settleAttempt(context, current, wanted, outcome.action, outcome);
  } else {
    reportRemediation(context, current, wanted, outcome);
  }
}

function settleAttempt(
  context: ControllerContext,
  release: KubernetesObject,
  wanted: Wanted,
  action: "install" | "upgrade",
  outcome: Outcome,
): void {
  const last = lastRelease(context.api, wanted.namespace, wanted.name);
  if (outcome.state !== "failed") {
    if (last) reportSuccess(context, release, wanted, last, action);
    return;
  }
  const failures = numberAt(release.status, `${action}Failures`, 0) + 1;
  const retries = settings.retriesOf(release, action);
  const exhausted = retries >= 0 && failures > retries;
  reportFailure(context, release, wanted, { action, message: outcome.message, failures, exhausted });
  if (exhausted && !settings.remediatesLast(release, action)) return;
  if (!last) return;
  const operation = remediationOf(context, release, wanted, action);
  if (!operation) return;
  const kind: Action = action === "install" ? "remediate-install" : "remediate-upgrade";
  settle(context, release, wanted, beginAction(context, release, kind, operation));
}
