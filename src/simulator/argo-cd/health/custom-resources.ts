import { at, flagAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { conditionOf, isObject, isTerminating, isTrue, type KubernetesObject } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { degraded, type Health, healthy, progressing, suspended } from "./health-status.ts";

// Health of custom resources. Source: argoproj/argo-cd resource_customizations/.

/** A condition that is true when fine: false is broken, missing or unknown is on the way. */
export function conditionHealth(object: KubernetesObject, type: string, waiting?: string): Health {
  const condition = conditionOf(object, type);
  if (condition?.status === "True") return healthy;
  return condition?.status === "False" ? degraded(condition.message) : progressing(condition?.message ?? waiting);
}

/** A CustomResourceDefinition. */
export function definitionHealth(object: KubernetesObject): Health {
  if (isTerminating(object)) return progressing("CRD is being terminated");
  const names = conditionOf(object, "NamesAccepted");
  if (names?.status === "False") return degraded(names.message);
  const schema = conditionOf(object, "NonStructuralSchema");
  if (schema?.status === "True") return degraded(schema.message);
  return isTrue(object, "Established") ? healthy : progressing("Status conditions not found");
}

/** A Certificate of cert-manager: on the way while it is issued, whatever the old one is worth. */
export function certificateHealth(object: KubernetesObject): Health {
  const issuing = conditionOf(object, "Issuing");
  if (issuing?.status === "True") return progressing(issuing.message);
  return conditionHealth(object, "Ready", "Waiting for certificate");
}

/** An object of Flux. */
export function fluxHealth(object: KubernetesObject): Health {
  if (flagAt(object.spec, "suspend")) return suspended(`${object.kind} is suspended`);
  const condition = conditionOf(object, "Ready");
  if (condition?.status === "Unknown" || isTrue(object, "Reconciling")) {
    return progressing(condition?.message);
  }
  return conditionHealth(object, "Ready", `Waiting for ${object.kind}`);
}

function allConditions(value: JsonObject | undefined): readonly JsonObject[] {
  return objectsAt(value, "conditions");
}

const accepting = new Set(["Accepted", "ResolvedRefs"]);

/** A Gateway, by its conditions and those of its listeners. */
export function gatewayHealth(object: KubernetesObject): Health {
  const conditions = [
    ...allConditions(object.status),
    ...objectsAt(object.status, "listeners").flatMap((listener) => allConditions(listener)),
  ];
  const refused = conditions.find(({ type, status }) => accepting.has(String(type)) && status === "False");
  if (refused) return degraded(textAt(refused, "message"));
  const programmed = conditions.filter(({ type }) => type === "Programmed");
  if (programmed.length === 0) return progressing("Waiting for Gateway status");
  const waiting = programmed.find(({ status }) => status !== "True");
  return waiting ? progressing(textAt(waiting, "message")) : healthy;
}

/** An HTTPRoute or GRPCRoute, by what every Gateway says of it. */
export function routeHealth(object: KubernetesObject): Health {
  const parents = objectsAt(object.status, "parents");
  const current = parents.filter((parent) =>
    allConditions(parent).some(
      ({ observedGeneration = object.metadata.generation }) => observedGeneration === object.metadata.generation,
    ),
  );
  if (current.length === 0) return progressing(`Waiting for ${object.kind} status`);
  const refused = current
    .flatMap(allConditions)
    .find(({ type, status }) => accepting.has(String(type)) && status === "False");
  return refused ? degraded(`Parent: ${textAt(refused, "message")}`) : healthy;
}

/** A GatewayClass. */
export function gatewayClassHealth(object: KubernetesObject): Health {
  return conditionHealth(object, "Accepted", "Waiting for GatewayClass status");
}

const growing = new Set([
  "Setting up primary",
  "Creating a new replica",
  "Upgrading cluster",
  "Waiting for the instances to become active",
  "Cluster is being created",
]);

/** A Cluster of CloudNativePG. */
export function postgresHealth(object: KubernetesObject): Health {
  if (isTrue(object, "cnpg.io/hibernation")) return suspended("Cluster is hibernated");
  const phase = textAt(object.status, "phase");
  if (phase === "Cluster in healthy state") return healthy;
  if (phase === "" || growing.has(phase)) return progressing(phase || "Waiting for cluster status");
  if (phase === "Cluster is in an unrecoverable state, needs manual intervention") return suspended(phase);
  return degraded(textAt(object.status, "phaseReason") || phase);
}

/** A ClickHouseInstallation. */
export function clickHouseHealth(object: KubernetesObject): Health {
  const status = textAt(object.status, "status");
  if (status === "Completed") return healthy;
  return status === "" || status === "InProgress" ? progressing(status || undefined) : degraded(status);
}

/** An object of VictoriaMetrics that runs something. */
export function victoriaMetricsHealth(object: KubernetesObject): Health {
  const state = textAt(object.status, "updateStatus");
  if (state === "operational") return healthy;
  if (state === "failed") return degraded(textAt(object.status, "reason"));
  return state === "paused" ? suspended() : progressing(state === "" ? undefined : `resource is ${state}`);
}

/** A HorizontalPodAutoscaler. */
export function autoscalerHealth(object: KubernetesObject): Health {
  for (const type of ["ScalingActive", "AbleToScale"]) {
    const condition = conditionOf(object, type);
    if (condition?.status === "False" && !/^FailedGet(Scale|ResourceMetric)$/.test(condition.reason ?? "")) {
      return degraded(condition.message);
    }
  }
  return conditionOf(object, "AbleToScale") ? healthy : progressing("Waiting to Autoscale");
}

/** The part of a check that takes an Application that is synced, unless it is just at work. */
const takesSynced =
  /\(obj\.status\.operationState == nil or obj\.status\.operationState\.phase ~= "Running"\) and .*sync\.status == "Synced"/;

/**
 * A child Application. Argo CD has no check of its own; the one in `argocd-cm` is Lua, of which the simulator knows only whether it
 * looks at `operationState` and at the sync status beside the health, and whether it takes one that has nothing to sync.
 */
export function applicationHealth(object: KubernetesObject, check: string): Health {
  const status = textAt(object.status, "health.status");
  if (status === "") return progressing();
  const reported: Health = { status: status as Health["status"] };
  const phase = textAt(object.status, "operationState.phase");
  const isSynced = textAt(object.status, "sync.status") === "Synced";
  if (takesSynced.test(check)) {
    return phase === "Succeeded" || (phase !== "Running" && isSynced) ? reported : progressing();
  }
  if (/operationState/.test(check)) {
    if (phase !== "" && phase !== "Succeeded") return progressing();
    if (phase === "" && isObject(at(object.spec, "syncPolicy.automated"))) return progressing();
  }
  return /status\.sync|sync\.status/.test(check) && !isSynced ? progressing() : reported;
}
