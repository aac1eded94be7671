import type { ControllerContext } from "../kubernetes/controller.ts";
import { objectsAt, textAt } from "../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, type Manifest } from "../kubernetes/object.ts";
import { ServiceError } from "../rule.ts";
import { canonicalJson, type Json, type JsonObject } from "../world/json.ts";
import { type ApplicationSpec, checkSpec, refreshAnnotation, specOf } from "./application.ts";
import { type Comparison, compareApplication, type SyncCode, writtenResources } from "./compare-application.ts";
import { deletionFinalizers, finalizeDeletion } from "./deletion.ts";
import type { HealthCode } from "./health/health-status.ts";
import { checkProject, projectKind } from "./project.ts";
import type { SyncScope } from "./sync/apply.ts";
import { decideAutomatedSync, sourcesOf } from "./sync/automation.ts";
import { withoutMixedHooks } from "./sync/hooks.ts";
import { Operation } from "./sync/operation.ts";
import { type OperationState, readOperation, writtenOperation } from "./sync/operation-state.ts";
import { type TargetState, targetStateOf } from "./target-state.ts";

/** Seconds from the appearance of an Application to its first comparison. */
const firstComparison = 5;

interface ApplicationCondition {
  readonly type: string;
  readonly message: string;
}

/** What is found of an Application at one look. */
interface Findings {
  readonly sync: SyncCode;
  readonly health: HealthCode;
  readonly revisions: readonly string[];
  readonly comparison: Comparison | undefined;
  readonly targets: readonly Manifest[];
  readonly operation: OperationState | undefined;
  readonly conditions: readonly ApplicationCondition[];
}

/** Does for one Application what can be done at this moment. */
export function reconcileApplication(context: ControllerContext, application: KubernetesObject): void {
  if (isTerminating(application)) {
    const stays = finalizeDeletion(context, application);
    const known = context.api.find(
      "argoproj.io/Application",
      application.metadata.name,
      application.metadata.namespace,
    );
    if (known) writeConditions(context, known, stays);
    return;
  }
  const isNew = textAt(application.status, "reconciledAt") === "";
  if (isNew && !context.elapsed(`${application.metadata.uid} first`, firstComparison)) return;
  const findings = examine(context, application);
  const current = context.api.find(
    "argoproj.io/Application",
    application.metadata.name,
    application.metadata.namespace,
  );
  if (!current) return;
  writeFindings(context, current, findings);
  clearRequests(context, application);
}

function examine(context: ControllerContext, application: KubernetesObject): Findings {
  const { api } = context;
  const spec = specOf(application);
  const operation = readOperation(application);
  const failed = (type: string, message: string): Findings => ({
    sync: "Unknown",
    health: "Unknown",
    revisions: [],
    comparison: undefined,
    targets: [],
    operation,
    conditions: [{ type, message }],
  });
  const project = api.find(projectKind, spec.project, application.metadata.namespace ?? "");
  try {
    checkSpec(spec);
    checkProject(project, spec);
  } catch (error) {
    if (error instanceof ServiceError) return failed("InvalidSpecError", error.message);
    throw error;
  }
  const target = targetStateOf(api, application, spec);
  if (target instanceof ServiceError) {
    const type = target.code === "InvalidSpecError" ? "InvalidSpecError" : "ComparisonError";
    return failed(type, type === "ComparisonError" ? comparisonError(spec, target) : target.message);
  }
  if (!project)
    return failed("InvalidSpecError", `Application referencing project ${spec.project} which does not exist`);
  return syncAndCompare(context, { api, application, project, spec }, target, operation);
}

function comparisonError({ sources }: ApplicationSpec, { message }: ServiceError): string {
  const which = sources.length > 1 ? ` for source 1 of ${sources.length}` : "";
  return `Failed to load target state: failed to generate manifest${which}: rpc error: code = Unknown desc = ${message}`;
}

function syncAndCompare(
  context: ControllerContext,
  scope: SyncScope,
  target: TargetState,
  last: OperationState | undefined,
): Findings {
  const targets = usable(target);
  const comparison = compareApplication(scope, targets);
  const conditions: ApplicationCondition[] = warnings(scope.application, target, comparison);
  let state = last;
  if (state?.phase === "Terminating") {
    state = new Operation(scope, context, state, targets, comparison.extra).terminate();
  } else if (state?.phase !== "Running") {
    const requested = scope.application.operation as JsonObject | undefined;
    const decision = requested
      ? { operation: requested }
      : decideAutomatedSync({ context, ...scope, comparison, revisions: target.revisions, last });
    if (decision && "syncError" in decision) conditions.push({ type: "SyncError", message: decision.syncError });
    if (decision && "operation" in decision) state = begun(context, scope.spec, target, decision.operation);
  }
  if (state?.phase !== "Running") return findings(target, comparison, state, conditions);
  const { cluster } = context;
  const version = cluster.version("*");
  const after = new Operation(scope, context, state, targets, comparison.extra).advance();
  const isSame = cluster.version("*") === version;
  return findings(target, isSame ? comparison : compareApplication(scope, targets), after, conditions);
}

const withoutHooks = new WeakMap<TargetState, readonly Manifest[]>();

/** The manifests that take part; the same list each time, so that what is known of them stays known. */
function usable(target: TargetState): readonly Manifest[] {
  let manifests = withoutHooks.get(target);
  if (!manifests) {
    manifests = withoutMixedHooks(target.manifests);
    withoutHooks.set(target, manifests);
  }
  return manifests;
}

function findings(
  target: TargetState,
  comparison: Comparison,
  operation: OperationState | undefined,
  conditions: readonly ApplicationCondition[],
): Findings {
  const { status: sync, health } = comparison;
  return { sync, health, revisions: target.revisions, comparison, targets: usable(target), operation, conditions };
}

function begun(
  context: ControllerContext,
  spec: ApplicationSpec,
  target: TargetState,
  operation: JsonObject,
): OperationState {
  return {
    operation,
    phase: "Running",
    message: "",
    startedAt: context.cluster.now.toISOString(),
    finishedAt: undefined,
    retryCount: 0,
    revisions: target.revisions,
    sources: sourcesOf(spec),
    results: [],
  };
}

function warnings(application: KubernetesObject, target: TargetState, comparison: Comparison): ApplicationCondition[] {
  const { name, namespace = "" } = application.metadata;
  return [
    ...target.repeated.map((object) => ({
      type: "RepeatedResourceWarning",
      message: `Resource ${object} appeared 2 times among application resources.`,
    })),
    ...comparison.shared.map(({ object, application: other }) => ({
      type: "SharedResourceWarning",
      message: `${object} is part of applications ${namespace}/${name} and ${other}`,
    })),
  ];
}

function writeFindings(context: ControllerContext, application: KubernetesObject, findings: Findings): void {
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
function writeConditions(context: ControllerContext, application: KubernetesObject, stays: string | undefined): void {
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
function clearRequests({ api }: ControllerContext, application: KubernetesObject): void {
  const refresh = application.metadata.annotations?.[refreshAnnotation] !== undefined;
  const requested = application.operation !== undefined && readOperation(application)?.phase !== "Running";
  if (!refresh && !requested) return;
  api.patch(application, {
    ...(refresh ? { metadata: { annotations: { [refreshAnnotation]: null } } } : {}),
    ...(requested ? { operation: null } : {}),
  });
}
