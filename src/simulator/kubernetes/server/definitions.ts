import type { Cluster } from "../cluster.ts";
import { textAt, textsAt } from "../fields.ts";
import { builtInKinds, definitions } from "../kinds.ts";
import { type Condition, isTrue, type KubernetesObject, withConditions } from "../object.ts";

/** Holds a definition until no object of its kind is left. */
export const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

/** Names that only one definition of a group may have, with the reason of the refusal, in the order in which they are looked at. */
const uniqueNames = [
  { field: "plural", reason: "PluralConflict" },
  { field: "singular", reason: "SingularConflict" },
  { field: "shortNames", reason: "ShortNamesConflict" },
  { field: "kind", reason: "KindConflict" },
  { field: "listKind", reason: "ListKindConflict" },
] as const;

/**
 * A new or changed definition with the conditions that tell whether its kind is served: its names must be free in its group. A real
 * server establishes a kind within two seconds; here it does so with the write.
 */
export function establish(cluster: Cluster, definition: KubernetesObject): KubernetesObject {
  const conditions = namingConditions(cluster, definition);
  const versions = storageVersions(definition);
  return {
    ...definition,
    status: {
      ...definition.status,
      acceptedNames: definition.spec?.names,
      storedVersions: [...new Set([...textsAt(definition.status, "storedVersions"), ...versions])],
      conditions: withConditions(definition, ...conditions),
    },
  };
}

function namingConditions(cluster: Cluster, definition: KubernetesObject): readonly Condition[] {
  const clash = nameClash(cluster, definition);
  if (clash) {
    // A definition that was established once stays so, under the names that were accepted.
    const wasEstablished = isTrue(definition, "Established");
    const established: Condition = wasEstablished
      ? { type: "Established", status: "True", reason: "InitialNamesAccepted", message: accepted }
      : { type: "Established", status: "False", reason: "NotAccepted", message: "not all names are accepted" };
    return [{ type: "NamesAccepted", status: "False", ...clash }, established];
  }
  return [
    { type: "NamesAccepted", status: "True", reason: "NoConflicts", message: "no conflicts found" },
    { type: "Established", status: "True", reason: "InitialNamesAccepted", message: accepted },
  ];
}

const accepted = "the initial names have been accepted";

function nameClash(cluster: Cluster, definition: KubernetesObject): { reason: string; message: string } | undefined {
  const group = textAt(definition, "spec.group");
  const others = cluster.store
    .list(definitions)
    .filter((other) => other.metadata.name !== definition.metadata.name && textAt(other, "spec.group") === group)
    .filter((other) => isTrue(other, "NamesAccepted"));
  const taken = (field: string): ReadonlySet<string> => {
    const builtIn = builtInKinds.filter((kind) => kind.group === group);
    const own = field === "kind" ? builtIn.map(({ kind }) => kind) : builtIn.map(({ plural }) => plural);
    return new Set([...(field === "kind" || field === "plural" ? own : []), ...others.flatMap(namesIn(field))]);
  };
  for (const { field, reason } of uniqueNames) {
    const rivals = taken(field);
    const name = namesIn(field)(definition).find((candidate) => rivals.has(candidate));
    if (name) return { reason, message: `"${name}" is already in use` };
  }
  return undefined;
}

const namesIn =
  (field: string) =>
  (definition: KubernetesObject): readonly string[] => {
    const names = textsAt(definition, `spec.names.${field}`);
    const name = textAt(definition, `spec.names.${field}`);
    return name === "" ? names : [name];
  };

/** Versions that a definition stores objects in. */
export function storageVersions(definition: Pick<KubernetesObject, "spec">): readonly string[] {
  const versions = definition.spec?.versions;
  if (!Array.isArray(versions)) return [];
  return versions.filter((version) => version?.storage === true).map((version) => String(version.name));
}
