import type { KubernetesApi } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { requestAnnotation } from "./objects.ts";

/** Has an object of Flux reconciled, as `flux reconcile` and webhooks do. */
export function requestReconciliation(api: KubernetesApi, object: KubernetesObject): void {
  api.patch(object, { metadata: { annotations: { [requestAnnotation]: api.cluster.now.toISOString() } } });
}
