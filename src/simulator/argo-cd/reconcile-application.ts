import type { ControllerContext } from "../kubernetes/controller.ts";
import { textAt } from "../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, type Manifest } from "../kubernetes/object.ts";
import { ServiceError } from "../rule.ts";
import type { JsonObject } from "../world/json.ts";
import { type ApplicationSpec, applicationKind, checkSpec, specOf } from "./application.ts";
import {
  type ApplicationCondition,
  clearRequests,
  type Findings,
  writeConditions,
  writeFindings,
} from "./application-status.ts";
import { type Comparison, compareApplication } from "./compare-application.ts";
import { finalizeDeletion } from "./deletion.ts";
import { checkProject, projectKind } from "./project.ts";
import type { SyncScope } from "./sync/apply.ts";
import { decideAutomatedSync, sourcesOf } from "./sync/automation.ts";
import { withoutMixedHooks } from "./sync/hooks.ts";
import { Operation } from "./sync/operation.ts";
import { type OperationState, readOperation } from "./sync/operation-state.ts";
import { type TargetState, targetStateOf } from "./target-state.ts";

/** Seconds from the appearance of an Application to its first comparison. */
const firstComparison = 5;

/** Does for one Application what can be done at this moment. */
export function reconcileApplication(context: ControllerContext, application: KubernetesObject): void {
  const { name, namespace } = application.metadata;
  if (isTerminating(application)) {
    const stays = finalizeDeletion(context, application);
    const known = context.api.find(applicationKind, name, namespace);
    if (known) writeConditions(context, known, stays);
    return;
  }
  const isNew = textAt(application.status, "reconciledAt") === "";
  if (isNew && !context.elapsed(`${application.metadata.uid} first`, firstComparison)) return;
  const findings = examine(context, application);
  const current = context.api.find(applicationKind, name, namespace);
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
