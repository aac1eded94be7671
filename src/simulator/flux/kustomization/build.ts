import { posix } from "node:path";
import type { KubernetesApi } from "../../kubernetes/api.ts";
import { textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import { groupOf, type KubernetesObject, type Manifest } from "../../kubernetes/object.ts";
import { applyKustomization, buildKustomization, kustomizationFileOf } from "../../kustomize/build.ts";
import { imageChangesAt, type Kustomization, patchesAt } from "../../kustomize/kustomization.ts";
import { parseManifests } from "../../kustomize/manifest-files.ts";
import { refuse, refuseUnless, ServiceError } from "../../rule.ts";
import type { Content } from "../artifact-store.ts";
import { fluxRules as rules } from "../rules.ts";
import { substituted, variablesOf } from "./substitution.ts";

/**
 * The objects of a Kustomization: its path in the artifact, with what its specification adds.
 *
 * @throws ServiceError in Flux's words when they cannot be built
 */
export function buildManifests(
  api: KubernetesApi,
  kustomization: KubernetesObject,
  content: Content,
): readonly Manifest[] {
  const path = posix.normalize(textAt(kustomization.spec, "path") || ".").replace(/^\/+|\/+$/g, "");
  try {
    const built = applyKustomization(new Map(), "", additionsOf(kustomization), manifestsOf(content, path));
    const placed = built.map((manifest) => withOwner(inTargetNamespace(api, kustomization, manifest), kustomization));
    if (kustomization.spec?.postBuild === undefined) return placed;
    const variables = variablesOf(api, kustomization);
    return placed.map((manifest) => substituted(manifest, variables));
  } catch (error) {
    if (error instanceof ServiceError && error.rule.startsWith("kustomize/")) refuse(rules.buildFailed, error.message);
    throw error;
  }
}

function manifestsOf(content: Content, path: string): readonly Manifest[] {
  if (content.kind === "manifests") return content.manifests;
  const files = content.kind === "files" ? content.files : new Map<string, string>();
  const folder = path === "." ? "" : path;
  if (kustomizationFileOf(files, folder) !== undefined) return buildKustomization(files, folder);
  const begin = folder === "" ? "" : `${folder}/`;
  const below = [...files].filter(([file]) => file.startsWith(begin));
  refuseUnless(below.length > 0, rules.pathMissing, path);
  // Without a kustomization file one is made of all manifests below the path.
  return below.filter(([file]) => /\.ya?ml$/.test(file)).flatMap(([file, text]) => parseManifests(text, file));
}

/** What the specification adds to the kustomization of the path. */
function additionsOf({ spec }: KubernetesObject): Kustomization {
  const patches = patchesAt(spec, "patches");
  const images = imageChangesAt(spec, "images");
  const labels = textMapAt(spec, "commonMetadata.labels");
  const annotations = textMapAt(spec, "commonMetadata.annotations");
  const [namePrefix, nameSuffix] = [textAt(spec, "namePrefix"), textAt(spec, "nameSuffix")];
  const components = textsAt(spec, "components");
  return {
    ...(patches.length > 0 ? { patches } : {}),
    ...(images.length > 0 ? { images } : {}),
    ...(components.length > 0 ? { components } : {}),
    ...(Object.keys(labels).length > 0 ? { labels: [{ pairs: labels }] } : {}),
    ...(Object.keys(annotations).length > 0 ? { commonAnnotations: annotations } : {}),
    ...(namePrefix ? { namePrefix } : {}),
    ...(nameSuffix ? { nameSuffix } : {}),
  };
}

function inTargetNamespace(api: KubernetesApi, { spec, metadata }: KubernetesObject, manifest: Manifest): Manifest {
  const kind = findKind(api.cluster, groupOf(manifest.apiVersion), manifest.kind);
  if (kind?.namespaced === false || manifest.kind === "Namespace") return manifest;
  const target = textAt(spec, "targetNamespace");
  const namespace = target || manifest.metadata.namespace || (kind ? (metadata.namespace ?? "default") : undefined);
  return namespace === undefined ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

function withOwner(manifest: Manifest, { metadata }: KubernetesObject): Manifest {
  const labels = {
    ...manifest.metadata.labels,
    "kustomize.toolkit.fluxcd.io/name": metadata.name,
    "kustomize.toolkit.fluxcd.io/namespace": metadata.namespace ?? "",
  };
  return { ...manifest, metadata: { ...manifest.metadata, labels } };
}
