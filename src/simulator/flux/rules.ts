import { rule } from "../rule.ts";

const sources = "fluxcd/source-controller docs/spec/v1; wording from general knowledge";
const releases = "fluxcd/helm-controller docs/spec/v2/helmreleases.md; wording from general knowledge";
const kustomizations = "fluxcd/kustomize-controller docs/spec/v1/kustomizations.md; wording from general knowledge";

/** What Flux refuses: code and words stand as reason and message in the condition `Ready`. */
export const fluxRules = {
  gitUnreadable: rule({
    id: "flux/git-unreadable",
    operation: "GitRepository",
    code: "GitOperationFailed",
    message: (url: string, problem: string) =>
      `failed to checkout and determine revision: unable to clone '${url}': ${problem}`,
    source: sources,
  }),
  indexMissing: rule({
    id: "flux/index-missing",
    operation: "HelmRepository",
    code: "IndexationFailed",
    message: (url: string) =>
      `failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch ${url.replace(/\/+$/, "")}/index.yaml : 404 Not Found`,
    source: sources,
  }),
  artifactMissing: rule({
    id: "flux/artifact-missing",
    operation: "OCIRepository",
    code: "OCIArtifactPullFailed",
    message: (url: string, reference: string) =>
      `failed to determine artifact digest: GET ${url.replace(/^oci:\/\//, "https://")}: MANIFEST_UNKNOWN: manifest unknown; unknown tag=${reference}`,
    source: sources,
  }),
  noTagInRange: rule({
    id: "flux/no-tag-in-range",
    operation: "OCIRepository",
    code: "OCIArtifactPullFailed",
    message: (range: string) =>
      `failed to determine the artifact tag for 'semver' expression: no match found for semver: ${range}`,
    source: sources,
  }),
  chartMissing: rule({
    id: "flux/chart-missing",
    operation: "HelmChart",
    code: "InvalidChartReference",
    message: (chart: string, version: string) =>
      `invalid chart reference: failed to get chart version for remote reference: no '${chart}' chart with version matching '${version}' found`,
    source: sources,
  }),
  sourceMissing: rule({
    id: "flux/source-missing",
    operation: "HelmChart",
    code: "SourceUnavailable",
    message: (kind: string, name: string) =>
      `failed to get source: ${kind.toLowerCase()}.source.toolkit.fluxcd.io "${name}" not found`,
    source: sources,
  }),
  sourceKind: rule({
    id: "flux/source-kind",
    operation: "HelmChart",
    code: "InvalidChartReference",
    message: (kind: string) => `unsupported source kind '${kind}' for a chart in the simulator`,
    source: "a limit of the simulator: charts in git repositories and buckets",
  }),
  dependencyNotReady: rule({
    id: "flux/dependency-not-ready",
    operation: "Reconcile",
    code: "DependencyNotReady",
    message: (key: string) => `dependency '${key}' is not ready`,
    source: releases,
  }),
  dependencyMissing: rule({
    id: "flux/dependency-missing",
    operation: "Reconcile",
    code: "DependencyNotReady",
    message: (key: string) => `unable to get '${key}' dependency: not found`,
    source: releases,
  }),
  valuesMissing: rule({
    id: "flux/values-missing",
    operation: "HelmRelease",
    code: "ValuesError",
    message: (kind: string, key: string, valuesKey: string) =>
      `could not resolve ${kind} chart values reference '${key}' with key '${valuesKey}': ${kind.toLowerCase()}s "${key.split("/")[1] ?? ""}" not found`,
    source: releases,
  }),
  valuesKeyMissing: rule({
    id: "flux/values-key-missing",
    operation: "HelmRelease",
    code: "ValuesError",
    message: (kind: string, key: string, valuesKey: string) =>
      `could not resolve ${kind} chart values reference '${key}' with key '${valuesKey}': missing key '${valuesKey}' in ${kind.toLowerCase()}s '${key}'`,
    source: releases,
  }),
  valuesForm: rule({
    id: "flux/values-form",
    operation: "HelmRelease",
    code: "ValuesError",
    message: (kind: string, key: string, valuesKey: string) =>
      `could not resolve ${kind} chart values reference '${key}' with key '${valuesKey}': unable to read values: error converting YAML to JSON`,
    source: releases,
  }),
  chartSource: rule({
    id: "flux/no-chart",
    operation: "HelmRelease",
    code: "InvalidSpec",
    message: () => "either chart or chartRef must be set",
    source: releases,
  }),
  pathMissing: rule({
    id: "flux/path-missing",
    operation: "Kustomization",
    code: "ArtifactFailed",
    message: (path: string) =>
      `kustomization path not found: stat /tmp/kustomization/${path}: no such file or directory`,
    source: kustomizations,
  }),
  buildFailed: rule({
    id: "flux/build-failed",
    operation: "Kustomization",
    code: "BuildFailed",
    message: (problem: string) => `kustomize build failed: ${problem}`,
    source: kustomizations,
  }),
  substitution: rule({
    id: "flux/substitution-missing",
    operation: "Kustomization",
    code: "BuildFailed",
    message: (kind: string, name: string) =>
      `post build failed: substitute from '${kind}/${name}' error: ${kind.toLowerCase()}s "${name}" not found`,
    source: kustomizations,
  }),
  kindMissing: rule({
    id: "flux/kind-missing",
    operation: "Kustomization",
    code: "ReconciliationFailed",
    message: (object: string, kind: string, apiVersion: string) =>
      `${object} dry-run failed: no matches for kind "${kind}" in version "${apiVersion}"`,
    source: kustomizations,
  }),
  applyFailed: rule({
    id: "flux/apply-failed",
    operation: "Kustomization",
    code: "ReconciliationFailed",
    message: (object: string, problem: string) => `${object} dry-run failed: ${problem}`,
    source: kustomizations,
  }),
} as const;
