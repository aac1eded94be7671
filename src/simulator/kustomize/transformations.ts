import { isObject, type Manifest } from "../kubernetes/object.ts";
import type { Json, JsonObject } from "../world/json.ts";
import type { ImageChange, Kustomization } from "./kustomization.ts";

/** Kinds of Kubernetes itself, and usual custom ones, that have no namespace. */
const clusterKinds = new Set([
  ...["Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "StorageClass", "IngressClass"],
  ...["PriorityClass", "APIService", "CustomResourceDefinition", "CSIDriver", "MutatingWebhookConfiguration"],
  ...["ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
  ...["GatewayClass", "ClusterIssuer", "RuntimeClass", "VolumeSnapshotClass"],
]);

/** The objects with namespace, names, labels, annotations, images and replicas of the kustomization. */
export function transform(manifests: readonly Manifest[], kustomization: Kustomization): readonly Manifest[] {
  const { namespace, namePrefix = "", nameSuffix = "", commonAnnotations, images = [], replicas = [] } = kustomization;
  let result = manifests;
  if (namespace) result = result.map((manifest) => inNamespace(manifest, namespace));
  if (namePrefix || nameSuffix) result = renamed(result, (name) => `${namePrefix}${name}${nameSuffix}`);
  for (const { pairs, includeSelectors, includeTemplates } of labelsOf(kustomization)) {
    result = result.map((manifest) => labelled(manifest, pairs, includeSelectors, includeTemplates));
  }
  if (commonAnnotations) {
    result = result.map((manifest) => withMeta(manifest, "annotations", commonAnnotations));
  }
  for (const image of images) result = result.map((manifest) => withImage(manifest, image) as Manifest);
  for (const { name, count } of replicas) {
    result = result.map((manifest) =>
      manifest.metadata.name === name && isObject(manifest.spec)
        ? { ...manifest, spec: { ...manifest.spec, replicas: count } }
        : manifest,
    );
  }
  return result;
}

interface LabelChange {
  readonly pairs: Readonly<Record<string, string>>;
  readonly includeSelectors: boolean;
  readonly includeTemplates: boolean;
}

function labelsOf({ labels = [], commonLabels }: Kustomization): LabelChange[] {
  const changes = labels.map(({ pairs, includeSelectors = false, includeTemplates = false }) => ({
    pairs,
    includeSelectors,
    includeTemplates: includeTemplates || includeSelectors,
  }));
  return commonLabels ? [...changes, { pairs: commonLabels, includeSelectors: true, includeTemplates: true }] : changes;
}

function inNamespace(manifest: Manifest, namespace: string): Manifest {
  if (clusterKinds.has(manifest.kind)) {
    if (!Array.isArray(manifest.subjects)) return manifest;
    const subjects = manifest.subjects.map((subject: Json) =>
      isObject(subject) && subject.kind === "ServiceAccount" && subject.name === "default"
        ? { ...subject, namespace }
        : subject,
    );
    return { ...manifest, subjects };
  }
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

function withMeta(
  manifest: Manifest,
  field: "labels" | "annotations",
  pairs: Readonly<Record<string, string>>,
): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, [field]: { ...manifest.metadata[field], ...pairs } } };
}

function labelled(
  manifest: Manifest,
  pairs: Readonly<Record<string, string>>,
  selectors: boolean,
  templates: boolean,
): Manifest {
  const { spec, ...rest } = withMeta(manifest, "labels", pairs);
  if (!isObject(spec)) return { ...rest, ...(spec === undefined ? {} : { spec }) } as Manifest;
  let changed: JsonObject = spec;
  if (templates && isObject(spec.template)) {
    const metadata = isObject(spec.template.metadata) ? spec.template.metadata : {};
    const labels = isObject(metadata.labels) ? metadata.labels : {};
    changed = {
      ...changed,
      template: { ...spec.template, metadata: { ...metadata, labels: { ...labels, ...pairs } } },
    };
  }
  if (selectors && isObject(spec.selector)) changed = { ...changed, selector: selectorWith(spec.selector, pairs) };
  return { ...rest, spec: changed } as Manifest;
}

function selectorWith(selector: JsonObject, pairs: Readonly<Record<string, string>>): JsonObject {
  return isObject(selector.matchLabels)
    ? { ...selector, matchLabels: { ...selector.matchLabels, ...pairs } }
    : { ...selector, ...pairs };
}

/** Any text `image` below `containers` and `initContainers` that names the image. */
function withImage(value: Json, change: ImageChange): Json {
  if (Array.isArray(value)) return value.map((member: Json) => withImage(member, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === "image" && typeof member === "string"
        ? [name, changedImage(member, change)]
        : [name, withImage(member ?? null, change)],
    ),
  );
}

function changedImage(image: string, { name, newName = name, newTag, digest }: ImageChange): string {
  const [, base = image, rest = ""] = /^(.+?)((?::[^:/@]+)?(?:@sha256:[0-9a-f]+)?)$/.exec(image) ?? [];
  if (base !== name) return image;
  if (digest) return `${newName}@${digest}`;
  return newTag ? `${newName}:${newTag}` : `${newName}${rest}`;
}

/** The objects under other names, with the references between them following. */
function renamed(manifests: readonly Manifest[], name: (old: string) => string): readonly Manifest[] {
  const fixed = new Set(["Namespace", "CustomResourceDefinition", "APIService"]);
  const names = new Map(
    manifests
      .filter(({ kind }) => !fixed.has(kind))
      .map((manifest) => [`${manifest.kind}/${manifest.metadata.name}`, name(manifest.metadata.name)]),
  );
  return manifests.map((manifest) => {
    const own = names.get(`${manifest.kind}/${manifest.metadata.name}`) ?? manifest.metadata.name;
    return withReferences({ ...manifest, metadata: { ...manifest.metadata, name: own } }, names);
  });
}

/** Fields that name an object of a kind. Source: kustomize's table of name references, as far as the platform uses it. */
const referenceFields: Readonly<Record<string, string>> = {
  configMap: "ConfigMap",
  configMapRef: "ConfigMap",
  configMapKeyRef: "ConfigMap",
  secretRef: "Secret",
  secretKeyRef: "Secret",
  serviceAccountName: "ServiceAccount",
  secretName: "Secret",
  claimName: "PersistentVolumeClaim",
};

/** The object with what it calls other objects changed by a table of `Kind/old name` to new name. */
export function withReferences(manifest: Manifest, names: ReadonlyMap<string, string>): Manifest {
  const { metadata, ...rest } = manifest;
  return { ...(follow(rest as JsonObject, names) as JsonObject), metadata } as Manifest;
}

function follow(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((member: Json) => follow(member, names));
  if (!isObject(value)) return value;
  const own =
    typeof value.kind === "string" && typeof value.name === "string" && !("metadata" in value)
      ? names.get(`${value.kind}/${value.name}`)
      : undefined;
  const entries = Object.entries(value).map(([field, member]): [string, Json | undefined] => {
    const kind = referenceFields[field];
    if (kind && typeof member === "string") return [field, names.get(`${kind}/${member}`) ?? member];
    if (kind && isObject(member) && typeof member.name === "string") {
      return [field, { ...member, name: names.get(`${kind}/${member.name}`) ?? member.name }];
    }
    return [field, member === undefined ? undefined : follow(member, names)];
  });
  return { ...Object.fromEntries(entries), ...(own === undefined ? {} : { name: own }) };
}
