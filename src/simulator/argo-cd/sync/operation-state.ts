import { at, numberAt, objectAt, objectsAt, textAt, textsAt } from "../../kubernetes/fields.ts";
import { groupOf, type KubernetesObject, versionOf } from "../../kubernetes/object.ts";
import { canonicalJson, type JsonObject } from "../../world/json.ts";
import { type SyncTask, subjectOf } from "./tasks.ts";

/** Phase of an operation, and of each of its tasks. Source: argoproj/argo-cd gitops-engine/pkg/sync/common/types.go. */
type OperationPhase = "Running" | "Terminating" | "Failed" | "Error" | "Succeeded";

/** What a sync did to an object. Source: as for the phases. */
type ResultCode = "Synced" | "SyncFailed" | "Pruned" | "PruneSkipped";

/** What became of one task. */
export interface ResourceResult {
  readonly task: string;
  readonly status: ResultCode;
  readonly message: string;
  readonly hookPhase: OperationPhase;
  /** The entry as it stands in `status.operationState.syncResult.resources`. */
  readonly entry: JsonObject;
}

/** `status.operationState`: the running or the last operation. */
export interface OperationState {
  readonly operation: JsonObject;
  readonly phase: OperationPhase;
  readonly message: string;
  readonly startedAt: string;
  /** Set while `Running` when an attempt has failed and the next one is waited for. */
  readonly finishedAt: string | undefined;
  readonly retryCount: number;
  readonly revisions: readonly string[];
  /** The sources that are synced, as text, to tell whether they were tried before. */
  readonly sources: string;
  readonly results: readonly ResourceResult[];
}

/** The operation that an Application is at, or was at last. */
export function readOperation(application: KubernetesObject): OperationState | undefined {
  const state = at(application.status, "operationState");
  if (state === undefined) return undefined;
  return {
    operation: objectAt(state, "operation"),
    phase: textAt(state, "phase") as OperationPhase,
    message: textAt(state, "message"),
    startedAt: textAt(state, "startedAt"),
    finishedAt: textAt(state, "finishedAt") || undefined,
    retryCount: numberAt(state, "retryCount", 0),
    revisions: textsAt(state, "syncResult.revisions"),
    sources: canonicalJson(at(state, "syncResult.sources") ?? null),
    results: objectsAt(state, "syncResult.resources").map((entry) => {
      const [phase, group, kind] = ["syncPhase", "group", "kind"].map((field) => textAt(entry, field));
      return {
        task: `${phase} ${group}/${kind} ${textAt(entry, "namespace")}/${textAt(entry, "name")}`,
        status: textAt(entry, "status") as ResultCode,
        message: textAt(entry, "message"),
        hookPhase: textAt(entry, "hookPhase") as OperationPhase,
        entry,
      };
    }),
  };
}

/** What became of a task. */
export function resultOf(
  task: SyncTask,
  status: ResultCode,
  hookPhase: OperationPhase,
  message: string,
): ResourceResult {
  const { apiVersion, kind, metadata } = subjectOf(task);
  const entry = {
    group: groupOf(apiVersion),
    version: versionOf(apiVersion),
    kind,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    status,
    message,
    hookPhase,
    syncPhase: task.phase,
    ...(task.hook ? { hookType: task.hook } : {}),
  };
  return { task: task.id, status, message, hookPhase, entry };
}

/** A result with another phase and message. */
export function withPhase(result: ResourceResult, hookPhase: OperationPhase, message = result.message): ResourceResult {
  return { ...result, hookPhase, message, entry: { ...result.entry, hookPhase, message } };
}

/** True when a task has failed. */
export function hasFailed(results: readonly ResourceResult[]): boolean {
  return results.some(({ hookPhase }) => hookPhase === "Failed" || hookPhase === "Error");
}

/** Why a sync fails: what the API server refused, or else which tasks came to a bad end. */
export function failureMessage(results: readonly ResourceResult[]): string {
  const failed = results.filter(({ hookPhase }) => hookPhase === "Failed");
  const refused = failed.filter(({ status }) => status === "SyncFailed");
  const reason = [...new Set((refused.length > 0 ? refused : failed).map(({ message }) => message))].join(",");
  return refused.length > 0
    ? `one or more objects failed to apply, reason: ${reason}`
    : `one or more synchronization tasks completed unsuccessfully, reason: ${reason}`;
}

/** The state as it stands in the status of an Application. */
export function writtenOperation(state: OperationState): JsonObject {
  const { operation, phase, message, startedAt, finishedAt, retryCount, revisions, sources, results } = state;
  return {
    operation,
    phase,
    message,
    startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(retryCount > 0 ? { retryCount } : {}),
    syncResult: {
      revisions,
      ...(revisions.length === 1 ? { revision: revisions[0] ?? "" } : {}),
      sources: JSON.parse(sources),
      resources: results.map(({ entry }) => entry),
    },
  };
}
