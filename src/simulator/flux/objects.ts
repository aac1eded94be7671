import type { KubernetesApi } from "../kubernetes/api.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import { flagAt, objectsAt, textAt } from "../kubernetes/fields.ts";
import { type Condition, isTrue, type KubernetesObject } from "../kubernetes/object.ts";
import { hasReadyPod } from "../kubernetes/workloads/pods/running.ts";
import type { JsonObject } from "../world/json.ts";

/** Kinds of Flux, as `group/Kind`. */
export const fluxKinds = {
  gitRepository: "source.toolkit.fluxcd.io/GitRepository",
  ociRepository: "source.toolkit.fluxcd.io/OCIRepository",
  helmRepository: "source.toolkit.fluxcd.io/HelmRepository",
  helmChart: "source.toolkit.fluxcd.io/HelmChart",
  bucket: "source.toolkit.fluxcd.io/Bucket",
  helmRelease: "helm.toolkit.fluxcd.io/HelmRelease",
  kustomization: "kustomize.toolkit.fluxcd.io/Kustomization",
  receiver: "notification.toolkit.fluxcd.io/Receiver",
} as const;

/** Keeps an object of Flux until its controller has cleaned up. */
const fluxFinalizer = "finalizers.fluxcd.io";

/** Put on an object of Flux to have it reconciled, as `flux reconcile` and webhooks do. */
export const requestAnnotation = "reconcile.fluxcd.io/requestedAt";

/** True while a ready pod runs a controller of Flux, for example `source-controller`. */
export function runsController(cluster: Cluster, controller: string): boolean {
  const pattern = new RegExp(`(^|/)fluxcd/${controller}(:|@|$)`);
  return hasReadyPod(cluster, (image) => pattern.test(image));
}

/** True for an object that its controller leaves alone. */
export function isSuspended(object: KubernetesObject): boolean {
  return flagAt(object.spec, "suspend");
}

/** When somebody last asked for a reconciliation; empty for never. */
export function requestOf(object: KubernetesObject): string {
  return object.metadata.annotations?.[requestAnnotation] ?? "";
}

/** True when an object was changed, or asked to be reconciled, since its controller last finished with it. */
export function isUnhandled(object: KubernetesObject): boolean {
  return (
    object.status?.observedGeneration !== object.metadata.generation ||
    textAt(object.status, "lastHandledReconcileAt") !== requestOf(object)
  );
}

/** Puts the finalizer on an object that has none; gives whether it had to. */
export function addFinalizer(api: KubernetesApi, object: KubernetesObject): boolean {
  const { finalizers = [] } = object.metadata;
  if (finalizers.includes(fluxFinalizer)) return false;
  api.setFinalizers(object, [...finalizers, fluxFinalizer]);
  return true;
}

/** Lets an object go, as far as Flux is concerned. */
export function removeFinalizer(api: KubernetesApi, object: KubernetesObject): void {
  const { finalizers = [] } = object.metadata;
  api.setFinalizers(
    object,
    finalizers.filter((name) => name !== fluxFinalizer),
  );
}

/** True when the condition `Ready` is true of the object as it is now. */
export function isReady(object: KubernetesObject): boolean {
  return isTrue(object, "Ready") && object.status?.observedGeneration === object.metadata.generation;
}

/** What is said of an object: conditions by type, of which those that are undefined are removed, and other members of the status. */
export interface Report {
  readonly conditions: Readonly<Record<string, Omit<Condition, "type"> | undefined>>;
  /** Whether the object is done with for its generation and request. */
  readonly handled: boolean;
  readonly status?: JsonObject;
}

/** Writes conditions as Flux does, with the time at which each last changed. */
export function report(
  api: KubernetesApi,
  object: KubernetesObject,
  { conditions, handled, status = {} }: Report,
): void {
  const { generation } = object.metadata;
  const before = objectsAt(object.status, "conditions");
  const now = api.cluster.now.toISOString();
  const changed = Object.entries(conditions).flatMap(([type, condition]): JsonObject[] => {
    if (condition === undefined) return [];
    const old = before.find((one) => one.type === type);
    const same = old?.status === condition.status && old?.reason === condition.reason;
    const lastTransitionTime = same ? (old?.lastTransitionTime ?? now) : now;
    return [{ type, ...condition, observedGeneration: generation, lastTransitionTime }];
  });
  const kept = before.filter(({ type }) => !(String(type) in conditions));
  const request = requestOf(object);
  api.setStatus(object, {
    ...status,
    conditions: [...changed, ...kept],
    ...(handled ? { observedGeneration: generation } : {}),
    ...(handled && request !== "" ? { lastHandledReconcileAt: request } : {}),
  });
}

/** Conditions of an object that is as it should be. */
export function succeeded(reason: string, message: string): Report["conditions"] {
  return { Ready: { status: "True", reason, message }, Reconciling: undefined, Stalled: undefined };
}

/** Conditions of an object that is not as it should be, and may be with time. */
export function failed(reason: string, message: string): Report["conditions"] {
  return { Ready: { status: "False", reason, message }, Reconciling: undefined };
}

/** Conditions of an object that is being worked on. */
export function working(message: string): Report["conditions"] {
  const condition = { reason: "Progressing", message } as const;
  return {
    Ready: { status: "Unknown", ...condition },
    Reconciling: { status: "True", ...condition },
    Stalled: undefined,
  };
}
