import type { ControllerContext } from "../../kubernetes/controller.ts";
import { numberAt } from "../../kubernetes/fields.ts";
import { groupOf, type KubernetesObject } from "../../kubernetes/object.ts";
import { refuseIf, refuseUnless, ServiceError } from "../../rule.ts";
import { canonicalJson, type Json, type JsonObject } from "../../world/json.ts";
import { type ApplicationSpec, defaultBackoff, type RetryStrategy } from "../application.ts";
import type { Comparison } from "../compare-application.ts";
import { argoCdRules as rules } from "../rules.ts";
import type { OperationState } from "./operation-state.ts";

/** What an automated sync decides about. */
export interface Situation {
  readonly context: ControllerContext;
  readonly application: KubernetesObject;
  readonly spec: ApplicationSpec;
  readonly comparison: Comparison;
  readonly revisions: readonly string[];
  readonly last: OperationState | undefined;
}

/** A new operation, or a condition that says why there is none. */
type Decision = { readonly operation: JsonObject } | { readonly syncError: string } | undefined;

/** Retries of automated syncs that have no retry block. Source: argoproj/argo-cd controller/appcontroller.go. */
const automatedRetries = 5;

/**
 * Whether Argo CD begins a sync by itself: from OutOfSync only, once for each revision and parameters, and again only to heal.
 * Source: argoproj/argo-cd controller/appcontroller.go autoSync.
 */
export function decideAutomatedSync(situation: Situation): Decision {
  const { spec, comparison, last, revisions } = situation;
  const { automated } = spec;
  if (!automated || comparison.status !== "OutOfSync") return undefined;
  const outOfSync = comparison.resources.filter(({ status }) => status !== "Synced");
  if (!automated.prune && outOfSync.every(({ requiresPruning }) => requiresPruning)) return undefined;
  const shown = revisions.length === 1 ? (revisions[0] ?? "") : `[${revisions.join(" ")}]`;
  try {
    const everything = comparison.resources.length > 0 && comparison.resources.every((one) => one.requiresPruning);
    refuseIf(automated.prune && !automated.allowEmpty && everything, rules.wipeOut, shown);
  } catch (error) {
    if (error instanceof ServiceError) return { syncError: error.message };
    throw error;
  }
  const attempted =
    last !== undefined &&
    canonicalJson(last.revisions) === canonicalJson(revisions) &&
    last.sources === sourcesOf(spec);
  if (!attempted) return { operation: operationFor(spec, automatedRetry(spec)) };
  if (last.phase !== "Succeeded") return { syncError: `Failed last sync attempt to ${shown}: ${last.message}` };
  return automated.selfHeal ? selfHeal(situation, last) : undefined;
}

/** The sources of a specification as text, to tell whether they were synced before. */
export function sourcesOf(spec: ApplicationSpec): string {
  return canonicalJson(spec.sources);
}

function selfHeal({ context, application, spec, comparison }: Situation, last: OperationState): Decision {
  const attempts = numberAt(last.operation, "sync.selfHealAttemptsCount", 0);
  const delay = Math.min(300, 2 * 3 ** attempts);
  if (!context.elapsed(`${application.metadata.uid} self-heal ${attempts}`, delay)) return undefined;
  const resources = comparison.resources
    .filter(({ status }) => status !== "Synced")
    .map(({ manifest }) => ({
      group: groupOf(manifest.apiVersion),
      kind: manifest.kind,
      name: manifest.metadata.name,
      namespace: manifest.metadata.namespace ?? "",
    }));
  return {
    operation: operationFor(spec, automatedRetry(spec), { resources, selfHealAttemptsCount: attempts + 1 }),
  };
}

function automatedRetry(spec: ApplicationSpec): RetryStrategy {
  return spec.retry ?? { limit: automatedRetries, backoff: defaultBackoff };
}

function operationFor(spec: ApplicationSpec, retry: RetryStrategy, more: JsonObject = {}): JsonObject {
  return {
    initiatedBy: { automated: true },
    retry: { limit: retry.limit, backoff: { ...retry.backoff } },
    sync: { prune: spec.automated?.prune ?? false, ...more },
  };
}

/**
 * Checks that no operation runs, before another one is begun by hand.
 *
 * @throws ServiceError when one does
 */
export function checkNoOperation(state: OperationState | undefined, requested: Json | undefined): void {
  refuseUnless(state?.phase !== "Running" && requested === undefined, rules.operationRunning);
}
