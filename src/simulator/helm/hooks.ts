import { numberAt, textAt } from "../kubernetes/fields.ts";
import { conditionOf, isTrue, type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { refuse } from "../rule.ts";
import type { HelmClient, HelmOperation } from "./helm-client.ts";
import { inInstallOrder } from "./kind-order.ts";
import { rules } from "./rules.ts";

/** When Helm runs a hook. Source: helm.sh/docs/topics/charts_hooks. */
export type HookEvent =
  | "post-delete"
  | "post-install"
  | "post-rollback"
  | "post-upgrade"
  | "pre-delete"
  | "pre-install"
  | "pre-rollback"
  | "pre-upgrade";

/** Splits what a chart renders into hooks and the objects of the release. */
export function hookEvents(object: Manifest): readonly string[] {
  const written = object.metadata.annotations?.["helm.sh/hook"] ?? "";
  return written
    .split(",")
    .map((event) => event.trim())
    .filter((event) => event !== "");
}

interface HookRun {
  readonly hooks: readonly Manifest[];
  readonly event: HookEvent;
  /** Begin of the message when one fails, for example `failed pre-install`. */
  readonly failure: string;
  /** Simulated seconds that each may take. */
  readonly timeout: number;
}

/**
 * Runs the hooks of an event one after the other, by weight, kind and name: each is made and watched until it is complete.
 *
 * @throws ServiceError when one fails or takes too long
 */
export function* runHooks({ api }: HelmClient, { hooks, event, failure, timeout }: HookRun): HelmOperation<void> {
  const due = inHookOrder(hooks.filter((hook) => hookEvents(hook).includes(event)));
  for (const hook of due) {
    const find = (): KubernetesObject | undefined =>
      api.find(kindKey(hook), hook.metadata.name, hook.metadata.namespace ?? "");
    const before = find();
    if (before && policiesOf(hook).includes("before-hook-creation")) {
      api.delete(before);
      yield { seconds: timeout, until: () => find() === undefined };
    }
    api.create(hook);
    yield { seconds: timeout, until: () => outcomeOf(hook, find()) !== "running" };
    const outcome = outcomeOf(hook, find());
    if (outcome !== "succeeded") removeBy("hook-failed", hook, find());
    if (outcome === "running") refuse(rules.hookTimeout, failure);
    if (outcome !== "succeeded") refuse(rules.hookFailed, failure, outcome);
  }
  // Those that are to go with success stay until all hooks of the event have succeeded.
  for (const hook of due)
    removeBy("hook-succeeded", hook, api.find(kindKey(hook), hook.metadata.name, hook.metadata.namespace ?? ""));

  function removeBy(policy: string, hook: Manifest, present: KubernetesObject | undefined): void {
    if (present && policiesOf(hook).includes(policy)) api.delete(present);
  }
}

function policiesOf({ metadata }: Manifest): readonly string[] {
  const written = metadata.annotations?.["helm.sh/hook-delete-policy"] ?? "before-hook-creation";
  return written.split(",").map((policy) => policy.trim());
}

/** By weight, then by kind as everything else, then by name. Source: Helm documentation, "Chart Hooks". */
function inHookOrder(hooks: readonly Manifest[]): readonly Manifest[] {
  const byName = [...hooks].sort((left, right) => left.metadata.name.localeCompare(right.metadata.name));
  return [...inInstallOrder(byName)].sort((left, right) => weightOf(left) - weightOf(right));
}

function weightOf({ metadata }: Manifest): number {
  return Number.parseInt(metadata.annotations?.["helm.sh/hook-weight"] ?? "0", 10) || 0;
}

/** What became of a hook: jobs and pods run to their end, everything else only has to exist. */
function outcomeOf(hook: Manifest, present: KubernetesObject | undefined): string {
  if (kindKey(hook) === "batch/Job") return jobOutcome(hook, present);
  if (kindKey(hook) === "/Pod") {
    const phase = textAt(present, "status.phase");
    if (phase === "Failed") return `pod ${hook.metadata.name} failed`;
    return phase === "Succeeded" ? "succeeded" : "running";
  }
  return "succeeded";
}

function jobOutcome({ metadata }: Manifest, job: KubernetesObject | undefined): string {
  if (!job) return "running";
  const failed = conditionOf(job, "Failed");
  if (failed?.status === "True") return `job ${metadata.name} failed: ${failed.reason ?? ""}`;
  if (isTrue(job, "Complete")) return "succeeded";
  return numberAt(job, "status.succeeded", 0) >= numberAt(job, "spec.completions", 1) ? "succeeded" : "running";
}
