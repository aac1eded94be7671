import type { Kind } from "../kinds.ts";
import type { KubernetesObject, Manifest, ManifestMeta } from "../object.ts";
import type { Problem } from "../rules/invalid.ts";
import { metadataRules as rules } from "../rules/metadata-rules.ts";
import { type FormName, formWords, keyProblem, misformed } from "./name-forms.ts";

/** Bytes of all annotations of an object. Source: apimachinery, pkg/api/validation/objectmeta.go. */
export const annotationLimit = 262_144;

/** Forms of names by kind; other names are subdomains. Source: validation of each kind. */
const nameForms: Readonly<Record<string, FormName>> = {
  "/Namespace": "label",
  "/Service": "serviceName",
  "rbac.authorization.k8s.io/Role": "pathSegment",
  "rbac.authorization.k8s.io/RoleBinding": "pathSegment",
  "rbac.authorization.k8s.io/ClusterRole": "pathSegment",
  "rbac.authorization.k8s.io/ClusterRoleBinding": "pathSegment",
};

/** Finalizers without a domain that Kubernetes itself knows. */
const standardFinalizers: ReadonlySet<string> = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

/** What is wrong with the metadata of a new object. */
export function metadataProblems({ group, kind }: Kind, { metadata }: Manifest): readonly Problem[] {
  return [
    ...nameProblems(nameForms[`${group}/${kind}`] ?? "subdomain", metadata.name),
    ...labelProblems(metadata),
    ...annotationProblems(metadata),
    ...finalizerProblems(metadata),
    ...ownerProblems(metadata),
  ];
}

/** What is wrong with a change of metadata, beside what would be wrong with it in a new object. */
export function metadataChangeProblems(present: KubernetesObject, next: KubernetesObject): readonly Problem[] {
  const problems: Problem[] = [];
  for (const field of ["creationTimestamp", "deletionTimestamp"] as const) {
    const before = present.metadata[field];
    if (before === next.metadata[field] || before === undefined) continue;
    const given = next.metadata[field] ?? "null";
    const text = `metadata.${field}: Invalid value: "${given}": field is immutable`;
    problems.push({ broken: rules.immutable, text });
  }
  if (present.metadata.deletionTimestamp !== undefined) {
    const before = present.metadata.finalizers ?? [];
    const added = (next.metadata.finalizers ?? []).filter((finalizer) => !before.includes(finalizer));
    if (added.length > 0) {
      const list = added.map((finalizer) => JSON.stringify(finalizer)).join(", ");
      const text = `metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
      problems.push({ broken: rules.finalizerAdded, text });
    }
  }
  return problems;
}

function nameProblems(form: FormName, name: string): readonly Problem[] {
  if (name === "") {
    return [{ broken: rules.nameMissing, text: "metadata.name: Required value: name or generateName is required" }];
  }
  const wrong = misformed(form, name);
  if (!wrong) return [];
  const text = `metadata.name: Invalid value: ${JSON.stringify(name)}: ${formWords(form, wrong)}`;
  if (wrong === "too long") return [{ broken: rules.nameLength, text }];
  if (form === "serviceName") return [{ broken: rules.serviceName, text }];
  return [{ broken: form === "label" ? rules.nameLabel : rules.name, text }];
}

function labelProblems({ labels = {} }: ManifestMeta): readonly Problem[] {
  return Object.entries(labels).flatMap(([key, value]): Problem[] => {
    const wrongKey = keyProblem(key);
    const wrongValue = misformed("labelValue", value);
    return [
      ...(wrongKey ? [{ broken: rules.labelKey, text: invalidValue("metadata.labels", key, wrongKey) }] : []),
      ...(wrongValue
        ? [
            {
              broken: rules.labelValue,
              text: invalidValue("metadata.labels", value, formWords("labelValue", wrongValue)),
            },
          ]
        : []),
    ];
  });
}

function annotationProblems({ annotations = {} }: ManifestMeta): readonly Problem[] {
  const problems: Problem[] = [];
  let units = 0;
  for (const [key, value] of Object.entries(annotations)) {
    units += key.length + value.length;
    // Keys of annotations may have upper-case prefixes, other than those of labels.
    const wrong = keyProblem(key.toLowerCase());
    if (wrong) problems.push({ broken: rules.annotationKey, text: invalidValue("metadata.annotations", key, wrong) });
  }
  // A text has at most three bytes for each of its units: most objects need no counting.
  if (units * 3 > annotationLimit && bytesOf(annotations) > annotationLimit) {
    const text = `metadata.annotations: Too long: may not be more than ${annotationLimit} bytes`;
    problems.push({ broken: rules.annotationSize, text });
  }
  return problems;
}

function bytesOf(annotations: Readonly<Record<string, string>>): number {
  return Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}

function finalizerProblems({ finalizers = [] }: ManifestMeta): readonly Problem[] {
  return finalizers.flatMap((finalizer, index) => {
    const wrong = keyProblem(finalizer);
    const isQualified = finalizer.includes("/") || finalizer.includes(".") || standardFinalizers.has(finalizer);
    if (!wrong && isQualified) return [];
    const detail = wrong ?? "name is neither a standard finalizer name nor is it fully qualified";
    return [{ broken: rules.finalizerName, text: invalidValue(`metadata.finalizers[${index}]`, finalizer, detail) }];
  });
}

function ownerProblems({ ownerReferences = [] }: ManifestMeta): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [index, owner] of ownerReferences.entries()) {
    for (const field of ["apiVersion", "kind", "name", "uid"] as const) {
      if (owner[field]) continue;
      const words = field === "apiVersion" ? "version must not be empty" : `${field} must not be empty`;
      const text = `metadata.ownerReferences[${index}].${field}: Invalid value: "": ${words}`;
      problems.push({ broken: rules.ownerIncomplete, text });
    }
    if (owner.kind === "Event") {
      const event = `${owner.apiVersion}, Kind=Event`;
      const text = `metadata.ownerReferences[${index}]: Invalid value: "${event}": ${event} is disallowed from being an owner`;
      problems.push({ broken: rules.ownerEvent, text });
    }
  }
  const [first, second] = ownerReferences.filter(({ controller }) => controller === true);
  if (first && second) {
    const text = `metadata.ownerReferences: Invalid value: ${JSON.stringify(ownerReferences)}: Only one reference can have Controller set to true. Found "true" in references for ${first.name} and ${second.name}`;
    problems.push({ broken: rules.ownerControllers, text });
  }
  return problems;
}

function invalidValue(path: string, value: string, detail: string): string {
  return `${path}: Invalid value: ${JSON.stringify(value)}: ${detail}`;
}
