import { rule } from "../rule.ts";

const kustomize = "kustomize 5: api/internal and api/types; wording from general knowledge";

/** What `kustomize build` refuses. */
export const kustomizeRules = {
  noFile: rule({
    id: "kustomize/no-kustomization",
    operation: "build",
    code: "BuildFailed",
    message: (folder: string) =>
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
    source: kustomize,
  }),
  unknownField: rule({
    id: "kustomize/unknown-field",
    operation: "build",
    code: "BuildFailed",
    message: (field: string) => `invalid Kustomization: json: unknown field "${field}"`,
    source: kustomize,
  }),
  resourceMissing: rule({
    id: "kustomize/resource-missing",
    operation: "build",
    code: "BuildFailed",
    message: (path: string) =>
      `accumulating resources: accumulation err='accumulating resources from '${path}': evalsymlink failure on '${path}' : lstat ${path}: no such file or directory'`,
    source: kustomize,
  }),
  invalidManifest: rule({
    id: "kustomize/invalid-manifest",
    operation: "build",
    code: "BuildFailed",
    message: (file: string, problem: string) => `accumulating resources from '${file}': ${problem}`,
    source: kustomize,
  }),
  duplicate: rule({
    id: "kustomize/duplicate-id",
    operation: "build",
    code: "BuildFailed",
    message: (id: string) => `may not add resource with an already registered id: ${id}`,
    source: kustomize,
  }),
  patchTarget: rule({
    id: "kustomize/patch-target",
    operation: "build",
    code: "BuildFailed",
    message: (id: string) =>
      `no resource matches strategic merge patch "${id}": no matches for Id ${id}; failed to find unique target for patch ${id}`,
    source: kustomize,
  }),
  patchForm: rule({
    id: "kustomize/patch-form",
    operation: "build",
    code: "BuildFailed",
    message: (problem: string) => `unable to parse SM or JSON patch from [${problem}]`,
    source: kustomize,
  }),
  jsonPatch: rule({
    id: "kustomize/json-patch",
    operation: "build",
    code: "BuildFailed",
    message: (operation: string, path: string) =>
      `${operation} operation does not apply: doc is missing path: "${path}": missing value`,
    source: "evanphx/json-patch, as kustomize and the API server use it",
  }),
  helmCharts: rule({
    id: "kustomize/helm-not-enabled",
    operation: "build",
    code: "BuildFailed",
    message: () => "trouble configuring builtin HelmChartInflationGenerator: must specify --enable-helm",
    source: kustomize,
  }),
} as const;
