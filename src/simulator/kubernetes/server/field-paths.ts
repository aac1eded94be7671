import type { Json, JsonObject } from "../../world/json.ts";
import { isObject } from "../object.ts";

/**
 * Lists whose items have keys, by the field that holds them: they are merged item by item, all others are replaced as a whole.
 * Source: `x-kubernetes-list-map-keys` of the API reference; in custom resources the same names are used for the same things.
 */
const listKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  imagePullSecrets: ["name"],
  secrets: ["name"],
  topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
  hostAliases: ["ip"],
  ownerReferences: ["uid"],
  webhooks: ["name"],
  listeners: ["name"],
};

/** Keys of `ports`, which are named differently in pods and services; the protocol is TCP unless said otherwise. */
const portKeys = ["containerPort", "port"] as const;

/** Lists of texts in which order does not count. */
const textSets: ReadonlySet<string> = new Set(["finalizers"]);

/** Fields of objects that nobody owns. */
const unowned: ReadonlySet<string> = new Set(["apiVersion", "kind", "status"]);

/** Metadata that only the server sets, or that is the object's identity. */
const unownedMetadata: ReadonlySet<string> = new Set([
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "managedFields",
]);

/** How an item of a list is named in paths, for example `[name="web"]`; undefined in lists that are replaced as a whole. */
function itemKey(field: string, item: Json): string | undefined {
  if (typeof item === "string") return textSets.has(field) ? `[v:${JSON.stringify(item)}]` : undefined;
  if (!isObject(item)) return undefined;
  if (field === "ports") {
    const port = portKeys.find((name) => item[name] !== undefined);
    return port && `[${port}=${item[port]},protocol=${JSON.stringify(item.protocol ?? "TCP")}]`;
  }
  const keys = listKeys[field];
  if (!keys || keys.some((key) => item[key] === undefined)) return undefined;
  return `[${keys.map((key) => `${key}=${JSON.stringify(item[key])}`).join(",")}]`;
}

/** Whether a list is merged item by item: every item has a key of its own. */
export function isKeyed(field: string, list: readonly Json[]): boolean {
  if (list.length === 0) return field in listKeys || textSets.has(field) || field === "ports";
  const keys = list.map((item) => itemKey(field, item));
  return keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
}

/** Values of the fields that managers own, by path: those of an object without its identity and status. */
export function ownedFields(object: JsonObject): ReadonlyMap<string, Json> {
  const fields = new Map<string, Json>();
  for (const [name, value] of Object.entries(object)) {
    if (unowned.has(name) || value === undefined) continue;
    if (name !== "metadata" || !isObject(value)) collect(fields, `.${name}`, name, value);
    else {
      for (const [inner, metadata] of Object.entries(value)) {
        if (unownedMetadata.has(inner) || metadata === undefined) continue;
        collect(fields, `.metadata.${inner}`, inner, metadata);
      }
    }
  }
  return fields;
}

function collect(fields: Map<string, Json>, path: string, field: string, value: Json): void {
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    if (members.length === 0) fields.set(path, value);
    for (const [name, member] of members) collect(fields, `${path}.${name}`, name, member ?? null);
  } else if (Array.isArray(value) && value.length > 0 && isKeyed(field, value)) {
    for (const item of value) collect(fields, path + itemKey(field, item), "", item);
  } else fields.set(path, value);
}

/** An object without the fields at some paths, and without what becomes empty thereby. */
export function withoutFields<Whole extends JsonObject>(object: Whole, paths: ReadonlySet<string>): Whole {
  if (paths.size === 0) return object;
  return (pruned(object, "", "", paths) ?? {}) as Whole;
}

function pruned(value: Json, path: string, field: string, paths: ReadonlySet<string>): Json | undefined {
  if (paths.has(path)) return undefined;
  if (isObject(value)) {
    const members = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      if (member === undefined) return [];
      const kept = pruned(member, `${path}.${name}`, name, paths);
      return kept === undefined ? [] : [[name, kept]];
    });
    const hadMembers = Object.values(value).some((member) => member !== undefined);
    return hadMembers && members.length === 0 ? undefined : Object.fromEntries(members);
  }
  if (!Array.isArray(value) || value.length === 0 || !isKeyed(field, value)) return value;
  const items = value.flatMap((item: Json) => {
    const kept = pruned(item, path + itemKey(field, item), "", paths);
    return kept === undefined ? [] : [kept];
  });
  return items.length === 0 ? undefined : items;
}

/** The applied configuration merged over an object: what it does not name stays. Null is a field that is not named. */
export function mergeApplied(present: Json | undefined, applied: Json, field = ""): Json {
  if (isObject(applied)) {
    const merged: Record<string, Json | undefined> = isObject(present) ? { ...present } : {};
    for (const [name, value] of Object.entries(applied)) {
      if (value === undefined || value === null) continue;
      merged[name] = mergeApplied(merged[name], value, name);
    }
    return merged;
  }
  if (!Array.isArray(applied) || !Array.isArray(present)) return applied;
  if (!isKeyed(field, applied) || !isKeyed(field, present)) return applied;
  const wanted = new Map(applied.map((item: Json) => [itemKey(field, item), item]));
  const kept = present.map((item: Json) => {
    const change = wanted.get(itemKey(field, item));
    return change === undefined ? item : mergeApplied(item, change);
  });
  const known = new Set(present.map((item: Json) => itemKey(field, item)));
  return [...kept, ...applied.filter((item: Json) => !known.has(itemKey(field, item)))];
}
