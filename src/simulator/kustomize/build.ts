import { posix } from "node:path";
import { groupOf, isObject, type Manifest, versionOf } from "../kubernetes/object.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import { generate } from "./generators.ts";
import { type Kustomization, knownFields, kustomizationFiles, type PatchTarget } from "./kustomization.ts";
import { documentsOf, parseManifests } from "./manifest-files.ts";
import { applyPatch } from "./patches.ts";
import { kustomizeRules as rules } from "./rules.ts";
import { transform, withReferences } from "./transformations.ts";

/** Files by path, with forward slashes. */
export type Files = ReadonlyMap<string, string>;

/** The kustomization file of a folder; undefined when there is none. The empty folder is the root. */
export function kustomizationFileOf(files: Files, folder: string): string | undefined {
  return kustomizationFiles.map((name) => posix.join(folder, name)).find((path) => files.has(path));
}

/**
 * What `kustomize build` gives of a folder: resources, components, generators, patches and transformations.
 *
 * @param more what the caller adds to the folder's own kustomization, as Argo CD and Flux do with inline patches
 * @throws ServiceError in kustomize's words when something cannot be built
 */
export function buildKustomization(files: Files, folder: string, more: Kustomization = {}): readonly Manifest[] {
  const own = readKustomization(files, folder);
  const built = buildOne(files, folder, own, []);
  return Object.keys(more).length === 0 ? built : applyKustomization(files, folder, more, built);
}

/** Objects with the patches and transformations of a kustomization over them. */
export function applyKustomization(
  files: Files,
  folder: string,
  kustomization: Kustomization,
  manifests: readonly Manifest[],
): readonly Manifest[] {
  return transform(patched(files, folder, kustomization, manifests), kustomization);
}

function readKustomization(files: Files, folder: string): Kustomization {
  const file = kustomizationFileOf(files, folder);
  refuseUnless(file !== undefined, rules.noFile, folder);
  const [document = {}] = documentsOf(files.get(file) ?? "", file);
  refuseUnless(isObject(document), rules.invalidManifest, file, "invalid Kustomization");
  for (const field of Object.keys(document)) refuseUnless(knownFields.has(field), rules.unknownField, field);
  const { bases = [], resources = [], ...rest } = document as Kustomization & { bases?: readonly string[] };
  return { ...rest, resources: [...resources, ...bases] };
}

function buildOne(
  files: Files,
  folder: string,
  kustomization: Kustomization,
  inherited: readonly Manifest[],
): readonly Manifest[] {
  refuseIf((kustomization.helmCharts ?? []).length > 0, rules.helmCharts);
  let manifests = [...inherited];
  for (const path of kustomization.resources ?? []) {
    manifests = joined(manifests, resourcesAt(files, posix.join(folder, path), path));
  }
  for (const path of kustomization.components ?? []) {
    const component = posix.join(folder, path);
    manifests = [...buildOne(files, component, readKustomization(files, component), manifests)];
  }
  const generated = generatedBy(files, folder, kustomization);
  manifests = joined(
    manifests,
    generated.map(({ manifest }) => manifest),
  );
  const names = new Map(
    generated.map(({ manifest, plainName }) => [`${manifest.kind}/${plainName}`, manifest.metadata.name]),
  );
  const result = applyKustomization(files, folder, kustomization, manifests);
  return names.size === 0 ? result : result.map((manifest) => withReferences(manifest, names));
}

function resourcesAt(files: Files, path: string, shown: string): readonly Manifest[] {
  const text = files.get(path);
  if (text !== undefined) return parseManifests(text, shown);
  refuseIf(![...files.keys()].some((file) => file.startsWith(`${path}/`)), rules.resourceMissing, shown);
  return buildOne(files, path, readKustomization(files, path), []);
}

function joined(manifests: readonly Manifest[], more: readonly Manifest[]): Manifest[] {
  const ids = new Set(manifests.map(idOf));
  for (const manifest of more) {
    refuseIf(ids.has(idOf(manifest)), rules.duplicate, idOf(manifest));
    ids.add(idOf(manifest));
  }
  return [...manifests, ...more];
}

/** How kustomize names an object: `Deployment.v1.apps/web.shop`. */
function idOf({ apiVersion, kind, metadata }: Manifest): string {
  const { name, namespace } = metadata;
  return `${kind}.${versionOf(apiVersion)}.${groupOf(apiVersion) || "[noGrp]"}/${name}.${namespace ?? "[noNs]"}`;
}

function generatedBy(files: Files, folder: string, kustomization: Kustomization) {
  const { configMapGenerator = [], secretGenerator = [], generatorOptions = {} } = kustomization;
  const fileAt = (path: string): string | undefined => files.get(posix.join(folder, path));
  return [
    ...configMapGenerator.map((generator) => generate("ConfigMap", generator, generatorOptions, fileAt)),
    ...secretGenerator.map((generator) => generate("Secret", generator, generatorOptions, fileAt)),
  ];
}

interface ReadPatch {
  readonly text: string;
  readonly target: PatchTarget | undefined;
}

function patched(
  files: Files,
  folder: string,
  kustomization: Kustomization,
  manifests: readonly Manifest[],
): readonly Manifest[] {
  return patchesOf(files, folder, kustomization).reduce(
    (result, { text, target }) => applyPatch(result, text, target),
    manifests,
  );
}

function patchesOf(files: Files, folder: string, kustomization: Kustomization): ReadPatch[] {
  const read = (path: string): string => {
    const text = files.get(posix.join(folder, path));
    refuseUnless(text !== undefined, rules.resourceMissing, path);
    return text;
  };
  const { patchesStrategicMerge = [], patches = [], patchesJson6902 = [] } = kustomization;
  return [
    // An entry is a path, or the patch itself.
    ...patchesStrategicMerge.map((entry) => ({ text: entry.includes("\n") ? entry : read(entry), target: undefined })),
    ...[...patches, ...patchesJson6902].map(({ patch, path, target }) => ({
      text: patch ?? read(path ?? ""),
      target,
    })),
  ];
}
