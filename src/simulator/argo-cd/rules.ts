import { rule } from "../rule.ts";

const types = "argoproj/argo-cd pkg/apis/application/v1alpha1/types.go";
const projects = "argoproj/argo-cd util/argo/argo.go, docs/user-guide/projects.md";
const sync = "argoproj/argo-cd controller/sync.go, docs/user-guide/sync-options.md";
const sources = "argoproj/argo-cd docs/user-guide/multiple_sources.md, helm.md; wording from general knowledge";

/** What Argo CD refuses: its words stand in conditions and sync results of an Application. */
export const argoCdRules = {
  noSource: rule({
    id: "argo-cd/no-source",
    operation: "Compare",
    code: "InvalidSpecError",
    message: () => "spec.source.repoURL and either spec.source.path or spec.source.chart are required",
    source: types,
  }),
  severalTools: rule({
    id: "argo-cd/several-tools",
    operation: "Compare",
    code: "ComparisonError",
    message: (tools: string) => `multiple application sources defined: ${tools}`,
    source: types,
  }),
  refWithChart: rule({
    id: "argo-cd/ref-with-chart",
    operation: "Compare",
    code: "InvalidSpecError",
    message: (repository: string) =>
      `spec.sources: source ${repository} with a ref field must not also contain a chart field`,
    source: sources,
  }),
  chartRevision: rule({
    id: "argo-cd/chart-revision",
    operation: "Compare",
    code: "InvalidSpecError",
    message: () => "spec.source.targetRevision is required if the manifest source is a helm chart",
    source: "argoproj/argo-cd util/argo/argo.go; wording from general knowledge",
  }),
  twoDestinations: rule({
    id: "argo-cd/two-destinations",
    operation: "Compare",
    code: "InvalidSpecError",
    message: (name: string, server: string) =>
      `application destination can't have both name and server defined: ${name} ${server}`,
    source: "argoproj/argo-cd util/argo/argo.go; wording from general knowledge",
  }),
  noDestination: rule({
    id: "argo-cd/no-destination",
    operation: "Compare",
    code: "InvalidSpecError",
    message: () => "Destination server missing from app spec",
    source: "argoproj/argo-cd util/argo/argo.go; wording from general knowledge",
  }),
  unknownDestination: rule({
    id: "argo-cd/unknown-destination",
    operation: "Compare",
    code: "InvalidSpecError",
    message: (cluster: string) => `there are no clusters with this name: ${cluster}`,
    source: "argoproj/argo-cd util/argo/argo.go; wording from general knowledge",
  }),
  projectMissing: rule({
    id: "argo-cd/project-missing",
    operation: "Compare",
    code: "InvalidSpecError",
    message: (project: string) => `Application referencing project ${project} which does not exist`,
    source: projects,
  }),
  repositoryNotPermitted: rule({
    id: "argo-cd/repository-not-permitted",
    operation: "Compare",
    code: "InvalidSpecError",
    message: (repository: string, project: string) =>
      `application repo ${repository} is not permitted in project '${project}'`,
    source: projects,
  }),
  destinationNotPermitted: rule({
    id: "argo-cd/destination-not-permitted",
    operation: "Compare",
    code: "InvalidSpecError",
    message: (server: string, namespace: string, project: string) =>
      `application destination server '${server}' and namespace '${namespace}' do not match any of the allowed destinations in project '${project}'`,
    source: projects,
  }),
  kindNotPermitted: rule({
    id: "argo-cd/kind-not-permitted",
    operation: "Sync",
    code: "SyncFailed",
    message: (kind: string, project: string) => `resource ${kind} is not permitted in project ${project}`,
    source: sync,
  }),
  namespaceNotPermitted: rule({
    id: "argo-cd/namespace-not-permitted",
    operation: "Sync",
    code: "SyncFailed",
    message: (namespace: string, project: string) => `namespace ${namespace} is not permitted in project '${project}'`,
    source: sync,
  }),
  kindMissing: rule({
    id: "argo-cd/kind-missing",
    operation: "Sync",
    code: "SyncFailed",
    message: (group: string, kind: string, key: string) =>
      `The Kubernetes API could not find ${group}/${kind} for requested resource ${key}. Make sure the "${kind}" CRD is installed on the destination cluster.`,
    source: "argoproj/argo-cd util/argo/argo.go, docs/user-guide/sync-options.md",
  }),
  annotationTooLong: rule({
    id: "argo-cd/last-applied-too-long",
    operation: "Sync",
    code: "SyncFailed",
    message: (kind: string, name: string) =>
      `${kind} "${name}" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes`,
    source: "argoproj/argo-cd docs/user-guide/sync-options.md, server-side apply",
  }),
  namespaceMissing: rule({
    id: "argo-cd/namespace-missing",
    operation: "Sync",
    code: "SyncFailed",
    message: (namespace: string) => `namespaces "${namespace}" not found`,
    source: sync,
  }),
  sharedResource: rule({
    id: "argo-cd/shared-resource",
    operation: "Sync",
    code: "SyncError",
    message: (object: string, own: string, other: string) =>
      `Shared resource found: ${object} is part of applications ${own} and ${other}`,
    source: sync,
  }),
  operationRunning: rule({
    id: "argo-cd/operation-running",
    operation: "Sync",
    code: "FailedPrecondition",
    message: () => "another operation is already in progress",
    source: "argoproj/argo-cd util/argo/argo.go",
  }),
  wipeOut: rule({
    id: "argo-cd/wipe-out",
    operation: "AutoSync",
    code: "SyncError",
    message: (revision: string) => `Skipping sync attempt to ${revision}: auto-sync will wipe out all resources`,
    source: "argoproj/argo-cd controller/appcontroller.go autoSync",
  }),
  pathMissing: rule({
    id: "argo-cd/path-missing",
    operation: "Render",
    code: "ComparisonError",
    message: (path: string) => `${path}: app path does not exist`,
    source: "argoproj/argo-cd reposerver/repository; wording from general knowledge",
  }),
  repositoryUnreadable: rule({
    id: "argo-cd/repository-unreadable",
    operation: "Render",
    code: "ComparisonError",
    message: (problem: string) => problem,
    source: "argoproj/argo-cd reposerver/repository; wording of git",
  }),
  valueFileMissing: rule({
    id: "argo-cd/value-file-missing",
    operation: "Render",
    code: "ComparisonError",
    message: (path: string) => `error reading helm values file: open ${path}: no such file or directory`,
    source: sources,
  }),
  valueFileForm: rule({
    id: "argo-cd/value-file-form",
    operation: "Render",
    code: "ComparisonError",
    message: (path: string, problem: string) => `failed to parse ${path}: ${problem}`,
    source: "helm/helm pkg/cli/values",
  }),
  valuesReference: rule({
    id: "argo-cd/values-reference",
    operation: "Render",
    code: "ComparisonError",
    message: (reference: string) => `source referenced "${reference}", but no source has a 'ref' field defined`,
    source: sources,
  }),
  chartUnavailable: rule({
    id: "argo-cd/chart-unavailable",
    operation: "Render",
    code: "ComparisonError",
    message: (problem: string) => problem,
    source: "helm/helm pkg/repo, pkg/registry",
  }),
  registryNotRegistered: rule({
    id: "argo-cd/registry-not-registered",
    operation: "Render",
    code: "ComparisonError",
    message: (repository: string) =>
      `failed to get index: Get "${repository}/index.yaml": unsupported protocol scheme ""`,
    source: "argoproj/argo-cd docs/operator-manual/declarative-setup.md; wording from general knowledge",
  }),
  toolNotSimulated: rule({
    id: "argo-cd/tool-not-simulated",
    operation: "Render",
    code: "ComparisonError",
    message: (tool: string) => `the simulator does not render ${tool}`,
    source: "a limit of the simulator, not of Argo CD",
  }),
} as const;
