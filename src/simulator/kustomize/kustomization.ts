import { objectsAt, textAt, textMapAt } from "../kubernetes/fields.ts";
import type { Json } from "../world/json.ts";
import type { JsonPatchOperation } from "./json-patch.ts";

/** Which objects a patch is for; texts are regular expressions that match the whole, as in kustomize. */
export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

/** A strategic merge patch or a list of JSON operations, as text or in a file. */
export interface Patch {
  readonly patch?: string;
  readonly path?: string;
  readonly target?: PatchTarget;
}

/** Another name, tag or digest for an image. */
export interface ImageChange {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** The patches in the list at a path of an object that holds them as kustomize does. */
export function patchesAt(value: Json | undefined, path: string): readonly Patch[] {
  return objectsAt(value, path).map(({ patch, path: file, target }) => ({
    ...(typeof patch === "string" ? { patch } : {}),
    ...(typeof file === "string" ? { path: file } : {}),
    ...(target === undefined ? {} : { target: textMapAt({ target }, "target") }),
  }));
}

/** The changes of images in the list at a path of such an object. */
export function imageChangesAt(value: Json | undefined, path: string): readonly ImageChange[] {
  return objectsAt(value, path).map((image) => ({ ...textMapAt({ image }, "image"), name: textAt(image, "name") }));
}

/** A ConfigMap or Secret that is made of literals and files. */
export interface Generator {
  readonly name: string;
  readonly namespace?: string;
  readonly type?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly options?: GeneratorOptions;
}

/** What all generated objects have in common. */
export interface GeneratorOptions {
  readonly disableNameSuffixHash?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The fields of a kustomization file that are built. */
export interface Kustomization {
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly labels?: readonly {
    readonly pairs: Readonly<Record<string, string>>;
    readonly includeSelectors?: boolean;
    readonly includeTemplates?: boolean;
  }[];
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly images?: readonly ImageChange[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly patches?: readonly Patch[];
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly (Patch & { readonly ops?: readonly JsonPatchOperation[] })[];
  readonly configMapGenerator?: readonly Generator[];
  readonly secretGenerator?: readonly Generator[];
  readonly generatorOptions?: GeneratorOptions;
  readonly helmCharts?: readonly unknown[];
}

/** Names of a kustomization file, in the order in which kustomize looks for them. */
export const kustomizationFiles = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** Every field that kustomize accepts; those that are not built are refused by name where they would change the result. */
export const knownFields = new Set([
  ...["apiVersion", "kind", "metadata", "resources", "components", "namespace", "namePrefix", "nameSuffix", "labels"],
  ...["commonLabels", "commonAnnotations", "images", "replicas", "patches", "patchesStrategicMerge", "patchesJson6902"],
  ...["configMapGenerator", "secretGenerator", "generatorOptions", "helmCharts", "buildMetadata", "sortOptions"],
  ...["bases", "openapi"],
]);
