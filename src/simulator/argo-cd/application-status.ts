import type { ControllerContext } from "../kubernetes/controller.ts";
import { objectsAt, textAt } from "../kubernetes/fields.ts";
import type { KubernetesObject, Manifest } from "../kubernetes/object.ts";
import { canonicalJson, type Json, type JsonObject } from "../world/json.ts";
import { refreshAnnotation, specOf } from "./application.ts";
import { type Comparison, type SyncCode, writtenResources } from "./compare-application.ts";
import { deletionFinalizers } from "./deletion.ts";
import type { HealthCode } from "./health/health-status.ts";
import { type OperationState, readOperation, writtenOperation } from "./sync/operation-state.ts";

/** One entry of `status.conditions`, without its time. */
export interface ApplicationCondition {
  readonly type: string;
  readonly message: string;
}

/** What is found of an Application at one look. */
export interface Findings {
  readonly sync: SyncCode;
  readonly health: HealthCode;
  readonly revisions: readonly string[];
  readonly comparison: Comparison | undefined;
  readonly targets: readonly Manifest[];
  readonly operation: OperationState | undefined;
  readonly conditions: readonly ApplicationCondition[];
}

/** Writes what was found into the status of an Application. */
export function writeFindings(context: ControllerContext, application: KubernetesObject, findings: Findings): void {
  const now = context.cluster.now.toISOString();
  const { status } = application;
  const { sync, health, revisions, comparison, operation, conditions } = findings;
  const before = textAt(status, "health.status");
  const changedAt = textAt(status, "health.lastTransitionTime") || now;
  const spec = specOf(application);
  const several = spec.sources.length > 1;
  context.api.setStatus(application, {
    sync: { status: sync, ...(several ? { revisions } : { revision: revisions[0] ?? "" }) },
    health: { status: health, lastTransitionTime: before === health ? changedAt : now },
    resources: comparison ? writtenResources(comparison.resources) : [],
    conditions: datedConditions(application, conditions, now),
    reconciledAt: textAt(status, "reconciledAt") || now,
    ...(operation ? { operationState: writtenOperation(operation) } : {}),
    ...historyOf(application, operation),
  });
  addFinalizers(context, application, findings.targets);
}

/** A successful operation is added to the history, of which ten entries are kept. */
function historyOf(application: KubernetesObject, operation: OperationState | undefined): JsonObject {
  const history = objectsAt(application.status, "history");
  const last = history.at(-1);
  const isOld = last !== undefined && last.deployStartedAt === operation?.startedAt;
  if (operation?.phase !== "Succeeded" || isOld || operation.finishedAt === undefined) return {};
  const id = typeof last?.id === "number" ? last.id + 1 : 0;
  const entry = {
    id,
    revisions: operation.revisions,
    deployStartedAt: operation.startedAt,
    deployedAt: operation.finishedAt,
  };
  return { history: [...history, entry].slice(-10) };
}

function datedConditions(
  application: KubernetesObject,
  conditions: readonly ApplicationCondition[],
  now: string,
): readonly JsonObject[] {
  const before = objectsAt(application.status, "conditions");
  return conditions.map(({ type, message }) => {
    const same = before.find((one) => one.type === type && one.message === message);
    return { type, message, lastTransitionTime: same?.lastTransitionTime ?? now };
  });
}

/** What a deletion stands still for; a count of objects is no error. */
export function writeConditions(
  context: ControllerContext,
  application: KubernetesObject,
  stays: string | undefined,
): void {
  const waits = stays === undefined || /remaining for deletion$|^waiting for /.test(stays);
  const conditions = waits ? [] : [{ type: "DeletionError", message: stays }];
  const dated = datedConditions(application, conditions, context.cluster.now.toISOString());
  if (canonicalJson(dated) !== canonicalJson((application.status?.conditions as Json) ?? [])) {
    context.api.setStatus(application, { conditions: dated });
  }
}

/** Deletion hooks need their finalizers before the deletion begins. */
function addFinalizers({ api }: ControllerContext, application: KubernetesObject, targets: readonly Manifest[]): void {
  const present = application.metadata.finalizers ?? [];
  const missing = deletionFinalizers(targets).filter((name) => !present.includes(name));
  if (missing.length > 0) api.setFinalizers(application, [...present, ...missing]);
}

/** Takes off what somebody asked for, now that it is done or begun. */
export function clearRequests({ api }: ControllerContext, application: KubernetesObject): void {
  const refresh = application.metadata.annotations?.[refreshAnnotation] !== undefined;
  const requested = application.operation !== undefined && readOperation(application)?.phase !== "Running";
  if (!refresh && !requested) return;
  api.patch(application, {
    ...(refresh ? { metadata: { annotations: { [refreshAnnotation]: null } } } : {}),
    ...(requested ? { operation: null } : {}),
  });
}
