import type { KubernetesApi } from "../kubernetes/api.ts";
import { at } from "../kubernetes/fields.ts";
import { conditionOf, type KubernetesObject, kindKey } from "../kubernetes/object.ts";
import { hasRollout, isRolledOut } from "../kubernetes/provider/rollout.ts";
import { lastWarnings } from "../kubernetes/provider/words.ts";
import { blocks, flag, text } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { refuseUnless } from "../rule.ts";
import type { Json } from "../world/json.ts";
import { type KubectlClient, nameOf } from "./kubectl-client.ts";
import { kubectlRules as rules } from "./rules.ts";

/**
 * Waits for the rollout of a workload, and for what `wait_for` says; other kinds are not waited for.
 *
 * @throws ServiceError when it does not come in time
 */
export function waitForObject(
  client: KubectlClient,
  api: KubernetesApi,
  object: KubernetesObject,
  input: Values,
  seconds: number,
): void {
  const find = (): KubernetesObject =>
    api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "") ?? object;
  const before = api.cluster.now.getTime();
  const passed = (): number => (api.cluster.now.getTime() - before) / 1_000;
  client.settle(api);
  if (flag(input, "wait_for_rollout") && hasRollout(object)) {
    client.wait(api, { seconds, until: () => isRolledOut(find()) });
    refuseUnless(isRolledOut(find()), rules.rollout, nameOf(object), object.kind, lastWarnings(api, object));
  }
  const [conditions] = blocks(input, "wait_for");
  if (conditions) {
    client.wait(api, { seconds: Math.max(0, seconds - passed()), until: () => isAsWaitedFor(find(), conditions) });
    refuseUnless(isAsWaitedFor(find(), conditions), rules.waitFor, nameOf(object), lastWarnings(api, object));
  }
}

function isAsWaitedFor(object: KubernetesObject, conditions: Values): boolean {
  return (
    blocks(conditions, "condition").every(
      (condition) => conditionOf(object, text(condition, "type"))?.status === text(condition, "status"),
    ) && blocks(conditions, "field").every((field) => hasField(object, field))
  );
}

function hasField(object: KubernetesObject, field: Values): boolean {
  const value = valueAt(object, text(field, "key"));
  if (value === undefined || value === null) return false;
  const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
  const wanted = text(field, "value");
  return text(field, "value_type") === "regex" ? new RegExp(wanted).test(shown) : shown === wanted;
}

/** A path with list indexes, as `status.loadBalancer.ingress.0.hostname` or with brackets. */
function valueAt(object: KubernetesObject, path: string): Json | undefined {
  let value: Json | undefined = object;
  for (const step of path.replace(/\[(\d+)\]/g, ".$1").split(".")) {
    value = Array.isArray(value) ? (value[Number(step)] as Json | undefined) : at(value, step);
  }
  return value;
}
