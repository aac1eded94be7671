import { isObject } from "../kubernetes/object.ts";
import type { Json, JsonObject } from "../world/json.ts";

/**
 * What tells the members of a list apart, by the name of the list, in kinds of Kubernetes itself.
 * Source: `x-kubernetes-patch-merge-key` of the API's OpenAPI document.
 */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  ports: ["containerPort", "port"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  imagePullSecrets: ["name"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey"],
  secrets: ["name"],
  ownerReferences: ["uid"],
  webhooks: ["name"],
};

/** Groups that Kubernetes itself serves; lists in objects of other groups are replaced as a whole. */
const builtInGroups = /^(|apps|batch|policy|autoscaling|[a-z.]+\.k8s\.io)$/;

/** True when lists of a kind of that API group are merged by their keys. */
export function mergesLists(group: string): boolean {
  return builtInGroups.test(group) && group !== "gateway.networking.k8s.io";
}

/**
 * A document with a strategic merge patch over it: null and `$patch: delete` take out, `$patch: replace` replaces, lists are
 * merged by their keys where these are known and replaced elsewhere.
 */
export function strategicMerge(document: JsonObject, patch: JsonObject, byKeys: boolean): JsonObject {
  if (patch.$patch === "replace") return withoutDirectives(patch);
  const merged: Record<string, Json | undefined> = { ...document };
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith("$") || value === undefined) continue;
    if (value === null) delete merged[name];
    else if (isObject(value) && value.$patch === "delete") delete merged[name];
    else merged[name] = mergeMember(name, merged[name], value, byKeys);
  }
  return merged;
}

function mergeMember(name: string, present: Json | undefined, patch: Json, byKeys: boolean): Json {
  if (isObject(patch)) return strategicMerge(isObject(present) ? present : {}, patch, byKeys);
  const key = byKeys && Array.isArray(patch) && Array.isArray(present) ? keyOf(name, patch) : undefined;
  return key === undefined ? patch : mergeList(present as readonly Json[], patch as readonly JsonObject[], key, byKeys);
}

/** The key by which the list is merged: all members of the patch must have it. */
function keyOf(name: string, patch: readonly Json[]): string | undefined {
  return mergeKeys[name]?.find((key) => patch.every((member) => isObject(member) && member[key] !== undefined));
}

function mergeList(
  present: readonly Json[],
  patch: readonly JsonObject[],
  key: string,
  byKeys: boolean,
): readonly Json[] {
  let members = [...present];
  for (const change of patch) {
    const index = members.findIndex((member) => isObject(member) && member[key] === change[key]);
    const member = members[index];
    if (change.$patch === "delete") members = members.filter((_, place) => place !== index);
    else if (isObject(member)) members[index] = strategicMerge(member, change, byKeys);
    // New members of a list stand before the old ones, as in kustomize.
    else members = [withoutDirectives(change), ...members];
  }
  return members;
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith("$")));
}
