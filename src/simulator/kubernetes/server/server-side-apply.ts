import type { Json } from "../../world/json.ts";
import type { KubernetesObject, ManagedFields, Manifest } from "../object.ts";
import { applyRules as rules } from "../rules/apply-rules.ts";
import { mergeApplied, ownedFields, withoutFields } from "./field-paths.ts";
import { refuse, refuseIf, refuseUnless } from "./kubernetes-error.ts";
import { isSame, namedOwners, soleOwner, type Writer, withFields } from "./managed-fields.ts";
import { sameJson } from "./same-json.ts";

/** A field that somebody else owns and that the configuration wants otherwise. */
interface Conflict {
  readonly owner: ManagedFields;
  readonly path: string;
}

/** @throws KubernetesError for what no server-side apply may send */
export function checkConfiguration({ metadata }: Manifest, manager: string): void {
  refuseUnless(manager, rules.manager);
  refuseIf("managedFields" in metadata, rules.managedFields);
}

/**
 * An object after a configuration was applied to it: the configuration's fields are the manager's, what it applied before and no longer
 * names goes unless somebody else owns it too, and everything else stays.
 *
 * @throws KubernetesError `Conflict` where another manager owns a field with another value, unless forced
 */
export function applied(
  present: KubernetesObject,
  manifest: Manifest,
  writer: Writer,
  force: boolean,
): KubernetesObject {
  const wanted = ownedFields(manifest);
  const owners = ownersOf(present);
  const [sole] = owners;
  const isAlone = owners.length === 1 && sole !== undefined && isSame(sole, writer) && sole.paths[0] === ".";
  const named = isAlone ? [] : namedOwners({ ...present, metadata: { ...present.metadata, managedFields: owners } });
  const now = ownedFields(present);
  const conflicts = isAlone ? [] : conflictsOf(named, writer, wanted, now);
  if (conflicts.length > 0 && !force) refuse(rules.conflict, conflictWords(conflicts));
  const own = isAlone ? [...now.keys()] : (named.find((owner) => isSame(owner, writer))?.paths ?? []);
  const dropped = droppedFields(own, wanted, named, writer);
  const { status: _status, ...configuration } = manifest;
  const merged = mergeApplied(withoutFields(present, dropped), configuration as Json) as KubernetesObject;
  const lost = new Set([...conflicts.map(({ path }) => path), ...dropped]);
  const managedFields = isAlone
    ? owners
    : withFields(
        named.filter((owner) => !isSame(owner, writer)),
        writer,
        [...wanted.keys()],
        (path) => lost.has(path),
      );
  return {
    ...merged,
    metadata: { ...merged.metadata, managedFields: sameOwners(owners, managedFields) ? owners : managedFields },
  };
}

/** Paths of the fields that a manager applied and nobody else has set: those go once its configuration names them no longer. */
export function fieldsAppliedBy(manager: string, present: KubernetesObject): readonly string[] {
  const writer: Writer = { manager, operation: "Apply" };
  const owners = namedOwners(present);
  const own = owners.find((owner) => isSame(owner, writer));
  return own ? [...droppedFields(own.paths, new Map(), owners, writer)] : [];
}

/** Fields of an object that nobody wrote down before somebody applied to it belong to `before-first-apply`. */
function ownersOf(present: KubernetesObject): readonly ManagedFields[] {
  return present.metadata.managedFields ?? soleOwner({ manager: "before-first-apply", operation: "Update" });
}

function conflictsOf(
  owners: readonly ManagedFields[],
  writer: Writer,
  wanted: ReadonlyMap<string, Json>,
  present: ReadonlyMap<string, Json>,
): readonly Conflict[] {
  const differing = new Set(
    [...wanted]
      .filter(([path, value]) => present.has(path) && !sameJson(present.get(path), value))
      .map(([path]) => path),
  );
  if (differing.size === 0) return [];
  return owners
    .filter((owner) => !isSame(owner, writer))
    .flatMap((owner) => owner.paths.filter((path) => differing.has(path)).map((path) => ({ owner, path })));
}

function droppedFields(
  own: readonly string[],
  wanted: ReadonlyMap<string, Json>,
  owners: readonly ManagedFields[],
  writer: Writer,
): ReadonlySet<string> {
  const gone = own.filter((path) => !wanted.has(path));
  if (gone.length === 0) return new Set();
  const others = new Set(owners.filter((owner) => !isSame(owner, writer)).flatMap(({ paths }) => paths));
  return new Set(gone.filter((path) => !others.has(path)));
}

function sameOwners(left: readonly ManagedFields[], right: readonly ManagedFields[]): boolean {
  const plain = (owners: readonly ManagedFields[]) =>
    owners
      .map(({ manager, operation, paths }) => `${manager} ${operation} ${[...paths].sort().join(" ")}`)
      .sort()
      .join("\n");
  return plain(left) === plain(right);
}

/** Source of the words: apimachinery, pkg/util/managedfields/internal/conflict.go. */
function conflictWords(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only) return `1 conflict: conflict with ${shown(only.owner)}: ${only.path}`;
  const owners = [...new Set(conflicts.map(({ owner }) => shown(owner)))].sort();
  const lines = owners.flatMap((name) => {
    const paths = conflicts.filter(({ owner }) => shown(owner) === name).map(({ path }) => `- ${path}`);
    return [`conflicts with ${name}:`, ...paths.sort()];
  });
  return `${conflicts.length} conflicts: ${lines.join("\n")}`;
}

function shown({ manager, operation, apiVersion, time }: ManagedFields): string {
  const version = apiVersion ? ` using ${apiVersion}` : "";
  return `${JSON.stringify(manager)}${version}${operation === "Update" && time ? ` at ${time}` : ""}`;
}
