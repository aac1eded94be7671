import type { KubernetesApi } from "../../kubernetes/api.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { groupOf, type KubernetesObject, type Manifest, versionOf } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";

/** What names an object that a Kustomization has applied. */
interface InventoryEntry {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

/** The entry of an object. */
export function entryOf({ apiVersion, kind, metadata }: Manifest): InventoryEntry {
  const { namespace = "", name } = metadata;
  return { namespace, name, group: groupOf(apiVersion), kind, version: versionOf(apiVersion) };
}

/** `shop_web_apps_Deployment`; colons in names of roles are written twice as underscores. */
export function entryId({ namespace, name, group, kind }: InventoryEntry): string {
  return [namespace, name.replaceAll(":", "__"), group, kind].join("_");
}

/** The inventory in the status of a Kustomization. */
export function readInventory(kustomization: KubernetesObject): readonly InventoryEntry[] {
  return objectsAt(kustomization.status, "inventory.entries").flatMap((entry) => {
    const [, namespace, name, group, kind] = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(textAt(entry, "id")) ?? [];
    if (namespace === undefined || name === undefined || group === undefined || kind === undefined) return [];
    return [{ namespace, name: name.replaceAll("__", ":"), group, kind, version: textAt(entry, "v") }];
  });
}

/** The inventory as it stands in the status. */
export function writtenInventory(entries: readonly InventoryEntry[]): JsonObject {
  return { entries: entries.map((entry) => ({ id: entryId(entry), v: entry.version })) };
}

/** The object of an entry in the cluster. */
export function objectOf(api: KubernetesApi, { group, kind, name, namespace }: InventoryEntry) {
  return api.find(`${group}/${kind}`, name, namespace);
}

const exempting = ["kustomize.toolkit.fluxcd.io/prune", "kustomize.toolkit.fluxcd.io/ssa"];

/** Deletes the objects of entries in the background, except those that are marked to stay. Gives those that are still there. */
export function prune(api: KubernetesApi, entries: readonly InventoryEntry[]): readonly InventoryEntry[] {
  return entries.filter((entry) => {
    const object = objectOf(api, entry);
    if (!object || isExempt(object)) return false;
    if (object.metadata.deletionTimestamp === undefined) api.delete(object, "Background");
    return objectOf(api, entry) !== undefined;
  });
}

function isExempt({ metadata }: KubernetesObject): boolean {
  return exempting.some((name) => {
    const value = metadata.annotations?.[name] ?? metadata.labels?.[name];
    return value === "disabled" || value === "Disabled" || value === "Ignore";
  });
}
