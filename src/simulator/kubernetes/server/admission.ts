import type { KubernetesApi } from "../api.ts";
import type { Kind } from "../kinds.ts";
import type { KubernetesObject } from "../object.ts";
import { filled } from "./defaults.ts";
import { checkQuotas } from "./quotas.ts";
import { checkSize } from "./size.ts";
import { checkSpecForm } from "./spec-form.ts";
import { validateChange, validateNew } from "./validation.ts";
import { askWebhooks } from "./webhooks.ts";

/** How a write is made. */
export interface WriteOptions {
  /** Everything is checked and nothing is stored. */
  readonly dryRun?: boolean;
}

/**
 * A new object as it may be stored: changed by webhooks, filled with defaults, valid, agreed to by webhooks and within quotas.
 *
 * @throws KubernetesError
 */
export function admitNew(api: KubernetesApi, kind: Kind, object: KubernetesObject, options: WriteOptions) {
  checkSize(object);
  checkSpecForm(kind, object);
  const request = { api, kind, operation: "CREATE" as const };
  const mutated = askWebhooks("mutating", { ...request, object }, options.dryRun ?? false);
  const whole = filled(api.cluster, kind, mutated);
  validateNew(kind, whole);
  checkDefinition(api, kind, whole);
  askWebhooks("validating", { ...request, object: whole }, options.dryRun ?? false);
  checkQuotas(api.cluster, kind, whole);
  return whole;
}

/**
 * A changed object as it may be stored.
 *
 * @throws KubernetesError
 */
export function admitChange(
  api: KubernetesApi,
  kind: Kind,
  present: KubernetesObject,
  next: KubernetesObject,
  options: WriteOptions,
): KubernetesObject {
  checkSize(next);
  checkSpecForm(kind, next);
  const request = { api, kind, operation: "UPDATE" as const, previous: present };
  const mutated = askWebhooks("mutating", { ...request, object: next }, options.dryRun ?? false);
  const whole = filled(api.cluster, kind, mutated, present);
  validateChange(kind, present, whole);
  checkDefinition(api, kind, whole, present);
  askWebhooks("validating", { ...request, object: whole }, options.dryRun ?? false);
  return whole;
}

/** @throws KubernetesError when a webhook does not let an object be deleted */
export function admitDeletion(api: KubernetesApi, kind: Kind, object: KubernetesObject): void {
  askWebhooks("validating", { api, kind, operation: "DELETE", object }, false);
}

/** Asks the rules that the kind's CustomResourceDefinition holds. */
function checkDefinition(api: KubernetesApi, kind: Kind, object: KubernetesObject, previous?: KubernetesObject): void {
  if (!kind.custom || object.metadata.deletionTimestamp !== undefined) return;
  for (const { check } of api.clusters.definitionChecks(`${kind.group}/${kind.kind}`)) check(object, previous);
}
