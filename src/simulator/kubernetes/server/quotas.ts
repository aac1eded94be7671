import type { Json } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import { at, objectsAt, textAt, textsAt } from "../fields.ts";
import { type Kind, resourceName } from "../kinds.ts";
import type { KubernetesObject } from "../object.ts";
import { admissionRules as rules } from "../rules/admission-rules.ts";
import { parseQuantity } from "../workloads/quantities.ts";
import { refuse, refuseIf } from "./kubernetes-error.ts";

const quotaKind = "/ResourceQuota";

/** Short names of counted objects in quotas, beside `count/<resource>`. */
const counted: Readonly<Record<string, string>> = {
  "/Pod": "pods",
  "/Service": "services",
  "/Secret": "secrets",
  "/ConfigMap": "configmaps",
  "/PersistentVolumeClaim": "persistentvolumeclaims",
  "/ReplicationController": "replicationcontrollers",
  "/ResourceQuota": "resourcequotas",
};

/** Where a pod's containers say what a quota counts. */
const containerFields: Readonly<Record<string, string>> = {
  cpu: "resources.requests.cpu",
  memory: "resources.requests.memory",
  "requests.cpu": "resources.requests.cpu",
  "requests.memory": "resources.requests.memory",
  "limits.cpu": "resources.limits.cpu",
  "limits.memory": "resources.limits.memory",
};

/** @throws KubernetesError when a new object would exceed a quota of its namespace, or does not say what the quota counts */
export function checkQuotas({ store }: Cluster, kind: Kind, object: KubernetesObject): void {
  const { namespace } = object.metadata;
  if (namespace === undefined) return;
  const key = `${kind.group}/${kind.kind}`;
  for (const quota of store.list(quotaKind, namespace)) {
    if (!covers(quota, object)) continue;
    const counts = Object.entries(quota.spec?.hard ?? {}).filter(([resource]) => isCounted(resource, kind));
    checkFields(
      kind,
      object,
      quota,
      counts.map(([resource]) => resource),
    );
    const present = store.list(key, namespace).filter((other) => isLive(other) && covers(quota, other));
    const exceeded = counts.flatMap(([resource, hard]) => {
      const asked = amountOf(resource, object);
      const used = present.reduce((sum, other) => sum + amountOf(resource, other), 0);
      const limit = parseQuantity(String(hard)) ?? 0;
      return used + asked > limit ? [{ resource, asked, used, hard: String(hard) }] : [];
    });
    const list = (value: (one: (typeof exceeded)[number]) => Json) =>
      exceeded.map((one) => `${one.resource}=${value(one)}`).join(",");
    const words = `${quota.metadata.name}, requested: ${list(({ asked }) => asked)}, used: ${list(({ used }) => used)}, limited: ${list(({ hard }) => hard)}`;
    refuseIf(exceeded.length > 0, rules.quotaExceeded, resourceName(kind), object.metadata.name, words);
  }
}

function isCounted(resource: string, kind: Kind): boolean {
  const key = `${kind.group}/${kind.kind}`;
  if (resource === counted[key] || resource === `count/${resourceName(kind)}`) return true;
  return key === "/Pod" && resource in containerFields;
}

function checkFields(kind: Kind, object: KubernetesObject, quota: KubernetesObject, counts: readonly string[]): void {
  if (kind.kind !== "Pod" || kind.group !== "") return;
  const containers = objectsAt(object, "spec.containers");
  const missing = counts
    .filter((resource) => containerFields[resource] !== undefined)
    .flatMap((resource) => {
      const silent = containers.filter((container) => at(container, containerFields[resource] ?? "") === undefined);
      const names = silent.map((container) => textAt(container, "name"));
      return names.length === 0 ? [] : [`${resource} for: ${names.join(",")}`];
    });
  if (missing.length > 0) {
    refuse(rules.quotaField, resourceName(kind), object.metadata.name, quota.metadata.name, missing.join("; "));
  }
}

function amountOf(resource: string, object: KubernetesObject): number {
  const field = containerFields[resource];
  if (field === undefined) return 1;
  return objectsAt(object, "spec.containers").reduce((sum, container) => {
    const quantity = at(container, field);
    return sum + (typeof quantity === "string" || typeof quantity === "number" ? (parseQuantity(quantity) ?? 0) : 0);
  }, 0);
}

/** Pods that have ended take nothing from a quota. */
function isLive(object: KubernetesObject): boolean {
  return object.kind !== "Pod" || !["Succeeded", "Failed"].includes(textAt(object, "status.phase"));
}

/** Whether an object is in the scope of a quota: one with a scope by priority class counts pods of those classes alone. */
function covers(quota: KubernetesObject, object: KubernetesObject): boolean {
  const name = textAt(object, "spec.priorityClassName");
  return objectsAt(quota, "spec.scopeSelector.matchExpressions").every((expression) => {
    if (textAt(expression, "scopeName") !== "PriorityClass") return true;
    if (object.kind !== "Pod") return false;
    const values = textsAt(expression, "values");
    switch (textAt(expression, "operator")) {
      case "In":
        return values.includes(name);
      case "NotIn":
        return !values.includes(name);
      case "Exists":
        return name !== "";
      default:
        return name === "";
    }
  });
}
