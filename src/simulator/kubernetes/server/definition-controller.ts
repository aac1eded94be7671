import type { KubernetesApi } from "../api.ts";
import type { Controller } from "../controller.ts";
import { definitions, kindDefinedBy } from "../kinds.ts";
import { conditionOf, isTerminating, type KubernetesObject, withConditions } from "../object.ts";
import { cleanupFinalizer, establish } from "./definitions.ts";
import { keyFor } from "./identity.ts";
import { refusalOf } from "./kubernetes-error.ts";

/** Seconds after which the finalizer looks again. Source: apiextensions-apiserver, pkg/controller/finalizer/crd_finalizer.go. */
const interval = 5;

/**
 * Accepts names that became free, and deletes every object of a definition that is being deleted before it lets the definition go:
 * objects with finalizers hold it for as long as they stay.
 */
export const definitionController: Controller = {
  name: "crd-controller",
  watches: ["*"],
  reconcile({ api, elapsed }) {
    for (const definition of api.list(definitions)) {
      if (isTerminating(definition)) {
        if (!finish(api, definition)) elapsed(definition.metadata.uid, interval);
      } else if (conditionOf(definition, "NamesAccepted")?.status === "False") {
        const { status } = establish(api.cluster, definition);
        if (status) api.setStatus(definition, status);
      }
    }
  },
};

/** Whether nothing had to be tried again. */
function finish(api: KubernetesApi, definition: KubernetesObject): boolean {
  const { finalizers = [] } = definition.metadata;
  if (!finalizers.includes(cleanupFinalizer)) return true;
  const key = keyFor(kindDefinedBy(definition));
  const refusal = refusalOf(() => {
    for (const object of api.list(key)) if (!isTerminating(object)) api.delete(object);
  });
  if (api.list(key).length === 0) {
    api.setFinalizers(
      definition,
      finalizers.filter((finalizer) => finalizer !== cleanupFinalizer),
    );
    return true;
  }
  const condition = refusal
    ? {
        type: "Terminating",
        status: "True" as const,
        reason: "InstanceDeletionFailed",
        message: `could not issue all deletes: ${refusal.message}`,
      }
    : {
        type: "Terminating",
        status: "True" as const,
        reason: "InstanceDeletionInProgress",
        message: "CustomResource deletion is in progress",
      };
  api.setStatus(definition, { conditions: withConditions(definition, condition) });
  return refusal === undefined;
}
