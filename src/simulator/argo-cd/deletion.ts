import type { ControllerContext } from "../kubernetes/controller.ts";
import { definitions, findKind } from "../kubernetes/kinds.ts";
import { groupOf, isTerminating, type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { ServiceError } from "../rule.ts";
import { type ApplicationSpec, inCluster, specOf } from "./application.ts";
import { judgedHealth } from "./health/object-health.ts";
import { checkObject, projectKind } from "./project.ts";
import { liveOf } from "./sync/apply.ts";
import { type HookType, hookTypesOf, waveOf } from "./sync/hooks.ts";
import { isKept } from "./sync/pruning.ts";
import { targetStateOf } from "./target-state.ts";
import { liveObjectsOf } from "./tracking.ts";

const cascade = "resources-finalizer.argocd.argoproj.io";
const hookFinalizers = {
  PreDelete: "pre-delete-finalizer.argocd.argoproj.io",
  PostDelete: "post-delete-finalizer.argocd.argoproj.io",
} as const;

/** Finalizers that an Application needs for the deletion hooks among its manifests. */
export function deletionFinalizers(targets: readonly Manifest[]): readonly string[] {
  const types = new Set(targets.flatMap(hookTypesOf));
  return (["PreDelete", "PostDelete"] as const).flatMap((type) =>
    types.has(type) ? [hookFinalizers[type], `${hookFinalizers[type]}/cleanup`] : [],
  );
}

/**
 * Goes on with the deletion of an Application as far as it can without waiting: hooks before, objects wave by wave from the highest,
 * hooks after. Gives what it stands still for, or undefined.
 */
export function finalizeDeletion(context: ControllerContext, application: KubernetesObject): string | undefined {
  const { api } = context;
  const finalizers = application.metadata.finalizers ?? [];
  const remove = (name: string): void => {
    const left = finalizers.filter((one) => one !== name);
    api.setFinalizers(application, left);
  };
  const next = nextFinalizer(finalizers);
  if (next === undefined) return undefined;
  const spec = specOf(application);
  const project = api.find(projectKind, spec.project, application.metadata.namespace ?? "");
  const { server, name } = spec.destination;
  if (server !== inCluster && name !== "in-cluster") {
    // Nothing can be deleted in a cluster that is not known.
    remove(next);
    return undefined;
  }
  if (!project) return `appproject.argoproj.io "${spec.project}" not found`;
  const stays = next.startsWith(cascade)
    ? deleteObjects(context, application, project, next.endsWith("/background"))
    : deleteHooks(context, application, spec, next);
  if (stays === undefined) remove(next);
  return stays;
}

/** Finalizers are taken off in this order. */
function nextFinalizer(finalizers: readonly string[]): string | undefined {
  const order = (name: string): number =>
    name.startsWith(hookFinalizers.PreDelete) ? 0 : name.startsWith(cascade) ? 1 : 2;
  return finalizers
    .filter((name) => name.startsWith(cascade) || Object.values(hookFinalizers).some((one) => name.startsWith(one)))
    .sort((left, right) => order(left) - order(right) || left.length - right.length)[0];
}

function deleteObjects(
  { api, cluster }: ControllerContext,
  application: KubernetesObject,
  project: KubernetesObject,
  background: boolean,
): string | undefined {
  const objects = liveObjectsOf(cluster, application.metadata.name).filter(
    (object) => isCascaded(object) && isPermitted(isNamespaced(cluster, object), project, object),
  );
  if (objects.length === 0) return undefined;
  const highest = Math.max(...objects.map(waveOf));
  for (const object of objects) {
    if (waveOf(object) === highest && !isTerminating(object))
      api.delete(object, background ? "Background" : "Foreground");
  }
  const left = objects.filter((object) => liveOf(api, object) !== undefined).length;
  // What went at once lets the next wave go at the next look.
  return `${left} objects remaining for deletion`;
}

/** CRDs, what is marked to be kept, and hooks outlive their Application. */
function isCascaded(object: KubernetesObject): boolean {
  return kindKey(object) !== definitions && !isKept(object, "Delete") && hookTypesOf(object).length === 0;
}

function isNamespaced(cluster: ControllerContext["cluster"], object: KubernetesObject): boolean {
  return findKind(cluster, groupOf(object.apiVersion), object.kind)?.namespaced ?? true;
}

function isPermitted(namespaced: boolean, project: KubernetesObject, object: KubernetesObject): boolean {
  try {
    checkObject(project, object, namespaced);
    return true;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}

/** Runs the hooks of a deletion, or removes them afterwards. */
function deleteHooks(
  { api }: ControllerContext,
  application: KubernetesObject,
  spec: ApplicationSpec,
  finalizer: string,
): string | undefined {
  const type: HookType = finalizer.startsWith(hookFinalizers.PreDelete) ? "PreDelete" : "PostDelete";
  const target = targetStateOf(api, application, spec);
  if (target instanceof ServiceError) return target.message;
  const hooks = target.manifests.filter((manifest) => hookTypesOf(manifest).includes(type));
  if (finalizer.endsWith("/cleanup")) {
    for (const hook of hooks) {
      const live = liveOf(api, hook);
      if (live && !isTerminating(live)) api.delete(live, "Background");
    }
    return hooks.some((hook) => liveOf(api, hook)) ? `waiting for deletion of ${type} hooks` : undefined;
  }
  for (const hook of hooks) {
    try {
      if (!liveOf(api, hook)) api.apply(hook, { force: true });
    } catch (error) {
      if (error instanceof ServiceError) return error.message;
      throw error;
    }
  }
  const states = hooks.map((hook) => {
    const live = liveOf(api, hook);
    return live && judgedHealth(api, live);
  });
  const failed = states.find((health) => health?.status === "Degraded");
  if (failed) return `${type} hook failed: ${failed.message ?? ""}`;
  const done = states.every((health) => health === undefined || health.status === "Healthy");
  return done ? undefined : `waiting for completion of ${type} hooks`;
}
