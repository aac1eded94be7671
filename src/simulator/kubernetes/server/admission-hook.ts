import type { KubernetesApi } from "../api.ts";
import type { Kind } from "../kinds.ts";
import type { KubernetesObject } from "../object.ts";

/** A write that a webhook is asked about. */
export interface AdmissionRequest {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly kind: Kind;
  /** The object as it is to be stored; for DELETE, as it is. */
  readonly object: KubernetesObject;
  /** The object before an UPDATE. */
  readonly previous?: KubernetesObject;
  /** The caller's access to the cluster. */
  readonly api: KubernetesApi;
}

/** What a webhook answers: nothing when it agrees, a reason when it does not, or another object in place of that one. */
type AdmissionAnswer = undefined | { readonly denied: string } | { readonly object: KubernetesObject };

/**
 * What stands behind a webhook of some `MutatingWebhookConfiguration` or `ValidatingWebhookConfiguration`. It is asked only while such
 * a configuration matches the write and its Service has a ready pod; a webhook without one agrees to everything.
 */
export interface AdmissionHook {
  /** Name of the webhook, for example `webhook.cert-manager.io`. */
  readonly webhook: string;
  review(request: AdmissionRequest): AdmissionAnswer;
}
