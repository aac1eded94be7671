import { blocks, flag, text } from "../../planning/input.ts";
import { CreatedWithError } from "../../planning/resource-type.ts";
import { isRecord, type Values } from "../../planning/values.ts";
import { refuseUnless, ServiceError } from "../../rule.ts";
import type { Json } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import { at } from "../fields.ts";
import { isObject, type KubernetesObject } from "../object.ts";
import { closeDynamic } from "./dynamic.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import { find, nameOf, shown } from "./manifest-object.ts";
import { providerRules as rules } from "./provider-rules.ts";
import { isRolledOut } from "./rollout.ts";
import { timeoutOf } from "./timeouts.ts";
import { lastWarnings, passedOn } from "./words.ts";

/**
 * Waits for what the block `wait` of a manifest says.
 *
 * @throws CreatedWithError or, in an update, ServiceError when it does not come in time
 */
export function waitFor(
  { client, input }: { readonly client: KubernetesClient; readonly input: Values },
  api: KubernetesApi,
  object: KubernetesObject,
  action: "create" | "update",
): void {
  const [wait] = blocks(input, "wait");
  const older = isRecord(input.wait_for) ? input.wait_for : undefined;
  if (!wait && !older) {
    client.settle(api);
    return;
  }
  const current = (): KubernetesObject => find(api, object) ?? object;
  const isReady = (): boolean => isAsWaitedFor(current(), wait ?? {}, isRecord(older?.fields) ? older.fields : {});
  const { seconds: limit } = timeoutOf("kubernetes", "kubernetes_manifest", input, action);
  client.wait(api, { seconds: limit, until: isReady });
  try {
    refuseUnless(isReady(), rules.manifestWait, nameOf(object), lastWarnings(api, object));
  } catch (error) {
    if (!(error instanceof ServiceError) || action === "update") throw error;
    throw new CreatedWithError({ object: closeDynamic(shown(current())) }, passedOn(error));
  }
}

function isAsWaitedFor(object: KubernetesObject, wait: Values, olderFields: Values): boolean {
  const fields = { ...olderFields, ...(isRecord(wait.fields) ? wait.fields : {}) };
  return (
    (!flag(wait, "rollout") || isRolledOut(object)) &&
    blocks(wait, "condition").every((condition) =>
      hasCondition(object, text(condition, "type"), text(condition, "status")),
    ) &&
    Object.entries(fields).every(([path, form]) => matches(at(object, path.replace(/\[(\d+)\]/g, ".$1")), String(form)))
  );
}

function hasCondition(object: KubernetesObject, type: string, status: string): boolean {
  const conditions = object.status?.conditions;
  return (
    Array.isArray(conditions) &&
    conditions.some((condition: Json) => isObject(condition) && condition.type === type && condition.status === status)
  );
}

/** `*` waits for any value; other forms are regular expressions. */
function matches(value: Json | undefined, form: string): boolean {
  if (value === undefined || value === null) return false;
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return form === "*" ? text !== "" : new RegExp(form).test(text);
}
