import type { Release } from "../../helm/release.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { objectsAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { failed, report, succeeded } from "../objects.ts";
import type { Outcome } from "./running-actions.ts";
import type { Wanted } from "./wanted.ts";

const reasons = {
  install: { good: "InstallSucceeded", bad: "InstallFailed" },
  upgrade: { good: "UpgradeSucceeded", bad: "UpgradeFailed" },
} as const;

/** Says that the release is as it should be. */
export function reportSuccess(
  { api }: ControllerContext,
  release: KubernetesObject,
  { digest, chart }: Wanted,
  last: Release,
  action: "install" | "upgrade",
): void {
  const reason = reasons[action].good;
  const name = `${last.namespace}/${last.name}.v${last.revision}`;
  const message = `Helm ${action} succeeded for release ${name} with chart ${chart.name}@${chart.version}`;
  const entry = {
    name: last.name,
    namespace: last.namespace,
    version: last.revision,
    chartName: chart.name,
    chartVersion: chart.version,
    appVersion: chart.appVersion,
    configDigest: digest,
    status: "deployed",
    firstDeployed: last.firstDeployed,
    lastDeployed: last.lastDeployed,
  };
  const history = objectsAt(release.status, "history").filter(({ version }) => version !== last.revision);
  report(api, release, {
    conditions: {
      ...succeeded(reason, message),
      Released: { status: "True", reason, message },
      Remediated: undefined,
      Drifted: undefined,
    },
    handled: true,
    status: {
      history: [entry, ...history.map((old) => ({ ...old, status: "superseded" }))].slice(0, 5),
      lastAppliedDigest: digest,
      lastAttemptedConfigDigest: digest,
      failures: 0,
      installFailures: 0,
      upgradeFailures: 0,
    },
  });
}

interface FailedAttempt {
  readonly action: "install" | "upgrade";
  readonly message: string;
  /** How often the action has failed. */
  readonly failures: number;
  /** There are no retries left. */
  readonly exhausted: boolean;
}

/** Says that an attempt failed, and whether there will be another. */
export function reportFailure(
  { api }: ControllerContext,
  release: KubernetesObject,
  { name, namespace, chart }: Wanted,
  { action, message, failures, exhausted }: FailedAttempt,
): void {
  const reason = reasons[action].bad;
  const text = `Helm ${action} failed for release ${namespace}/${name} with chart ${chart.name}@${chart.version}: ${message}`;
  report(api, release, {
    conditions: {
      ...failed(reason, text),
      Released: { status: "False", reason, message: text },
      Stalled: exhausted
        ? { status: "True", reason: "RetriesExceeded", message: `Failed to ${action} after ${failures} attempt(s)` }
        : undefined,
    },
    handled: true,
    status: { failures, [`${action}Failures`]: failures },
  });
}

/** Says what became of a rollback or an uninstall after a failed attempt. */
export function reportRemediation(
  { api }: ControllerContext,
  release: KubernetesObject,
  { name, namespace }: Wanted,
  outcome: Outcome,
): void {
  const verb = outcome.action === "remediate-upgrade" ? "rollback" : "uninstall";
  const word = verb === "rollback" ? "Rollback" : "Uninstall";
  if (outcome.state === "failed") {
    const { message } = outcome;
    const reason = `${word}Failed`;
    const conditions = { ...failed(reason, message), Remediated: { status: "False", reason, message } as const };
    report(api, release, { conditions, handled: true });
    return;
  }
  const message = `Helm ${verb} succeeded for release ${namespace}/${name}`;
  const conditions = { Remediated: { status: "True", reason: `${word}Succeeded`, message } as const };
  report(api, release, { conditions, handled: true });
}
