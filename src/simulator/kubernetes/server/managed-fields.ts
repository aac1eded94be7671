import type { KubernetesObject, ManagedFields } from "../object.ts";
import { ownedFields } from "./field-paths.ts";
import { sameJson } from "./same-json.ts";

/** Who writes, how and when. */
export type Writer = Omit<ManagedFields, "paths">;

const everything: readonly string[] = ["."];

/** Owners of an object that only one wrote so far. */
export function soleOwner(writer: Writer): readonly ManagedFields[] {
  return [{ ...writer, paths: everything }];
}

/**
 * Owners of a new object: who makes it owns every field; who applies it owns those that it names, and nobody those that admission and
 * defaults added.
 */
export function ownersOfNew(
  sent: KubernetesObject,
  stored: KubernetesObject,
  writer: Writer,
): readonly ManagedFields[] {
  if (writer.operation === "Update" || sent === stored) return soleOwner(writer);
  const paths = [...ownedFields(sent).keys()];
  return paths.length === 0 ? [] : [{ ...writer, paths }];
}

/** Whether two writers are one: a manager that applies and updates counts twice. */
export function isSame(one: Pick<Writer, "manager" | "operation">, other: Pick<Writer, "manager" | "operation">) {
  return one.manager === other.manager && one.operation === other.operation;
}

/** Owners with their fields one by one. */
export function namedOwners(object: KubernetesObject): readonly ManagedFields[] {
  const owners = object.metadata.managedFields ?? [];
  if (owners.every(({ paths }) => paths[0] !== ".")) return owners;
  const all = [...ownedFields(object).keys()];
  return owners.map((owner) => (owner.paths[0] === "." ? { ...owner, paths: all } : owner));
}

/**
 * Owners after a change by an update: who changes a field owns it alone. Of what a controller makes for an owner, such as the pods of
 * a ReplicaSet, nothing is noted, since nobody applies to it.
 */
export function ownersAfterUpdate(
  present: KubernetesObject,
  next: KubernetesObject,
  writer: Writer,
): readonly ManagedFields[] {
  const owners = present.metadata.managedFields ?? [];
  const [sole] = owners;
  if (sole && owners.length === 1 && sole.paths[0] === "." && isSame(sole, writer)) return owners;
  const isChild = present.metadata.ownerReferences?.some(({ controller }) => controller === true);
  if (isChild && owners.every(({ operation }) => operation === "Update")) return owners;
  const before = ownedFields(present);
  const after = ownedFields(next);
  const changed = [...after].filter(([path, value]) => !sameJson(before.get(path), value)).map(([path]) => path);
  const isGone = (path: string) => !after.has(path);
  if (changed.length === 0 && ![...before.keys()].some(isGone)) return owners;
  return withFields(namedOwners(present), writer, changed, (path) => changed.includes(path) || isGone(path));
}

/** Owners after a writer took fields; others lose those that they may not keep. */
export function withFields(
  owners: readonly ManagedFields[],
  writer: Writer,
  taken: readonly string[],
  othersLose: (path: string) => boolean,
): readonly ManagedFields[] {
  const own = owners.find((owner) => isSame(owner, writer));
  const kept = (own?.paths ?? []).filter((path) => !othersLose(path));
  const others = owners.flatMap((owner) => {
    if (isSame(owner, writer)) return [];
    const paths = owner.paths.filter((path) => !othersLose(path));
    if (paths.length === 0) return [];
    return [paths.length === owner.paths.length ? owner : { ...owner, paths }];
  });
  return [...others, { ...writer, paths: [...new Set([...kept, ...taken])] }].filter(({ paths }) => paths.length > 0);
}
