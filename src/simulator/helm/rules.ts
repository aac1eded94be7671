import { rule } from "../rule.ts";

/** What Helm refuses, and how its operations fail. */
export const rules = {
  releaseName: rule({
    id: "helm/release-name",
    operation: "Install",
    code: "InvalidReleaseName",
    message: (name: string) =>
      `invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53: "${name}"`,
    source: "helm/helm pkg/chartutil/validate_name.go",
  }),
  nameInUse: rule({
    id: "helm/name-in-use",
    operation: "Install",
    code: "NameInUse",
    message: () => "cannot re-use a name that is still in use",
    source: "helm/helm pkg/action/install.go",
  }),
  pending: rule({
    id: "helm/another-operation",
    operation: "Upgrade",
    code: "Pending",
    message: () => "another operation (install/upgrade/rollback) is in progress",
    source: "helm/helm pkg/action/action.go",
  }),
  noDeployed: rule({
    id: "helm/no-deployed-releases",
    operation: "Upgrade",
    code: "NoDeployedReleases",
    message: (name: string) => `"${name}" has no deployed releases`,
    source: "helm/helm pkg/storage/driver/driver.go",
  }),
  notFound: rule({
    id: "helm/release-not-found",
    operation: "Uninstall",
    code: "ReleaseNotFound",
    message: (name: string) => `uninstall: Release not loaded: ${name}: release: not found`,
    source: "helm/helm pkg/action/uninstall.go",
  }),
  noRevision: rule({
    id: "helm/revision-not-found",
    operation: "Rollback",
    code: "ReleaseNotFound",
    message: (revision: number) => `release has no ${revision} version`,
    source: "helm/helm pkg/action/rollback.go",
  }),
  ownership: rule({
    id: "helm/object-of-another-owner",
    operation: "Install",
    code: "OwnershipConflict",
    message: (doing: "install" | "update", object: string, problems: string) =>
      `Unable to continue with ${doing}: ${object} exists and cannot be imported into the current release: invalid ownership metadata; ${problems}`,
    source: "helm/helm pkg/action/validate.go",
  }),
  kubeVersion: rule({
    id: "helm/kubernetes-version",
    operation: "Install",
    code: "IncompatibleKubernetes",
    message: (range: string, version: string) =>
      `chart requires kubeVersion: ${range} which is incompatible with Kubernetes v${version}`,
    source: "helm/helm pkg/action/install.go",
  }),
  unknownKind: rule({
    id: "helm/unknown-kind",
    operation: "Install",
    code: "NoKindMatch",
    message: (problem: string) => `unable to build kubernetes objects from release manifest: ${problem}`,
    source: "helm/helm pkg/action/install.go",
  }),
  unknownKindAtDelete: rule({
    id: "helm/unknown-kind-at-delete",
    operation: "Uninstall",
    code: "NoKindMatch",
    message: (problem: string) => `unable to build kubernetes objects for delete: ${problem}`,
    source: "helm/helm pkg/action/uninstall.go",
  }),
  notReady: rule({
    id: "helm/not-ready-in-time",
    operation: "Wait",
    code: "DeadlineExceeded",
    message: () => "context deadline exceeded",
    source: "helm/helm pkg/kube/wait.go",
  }),
  notGone: rule({
    id: "helm/not-deleted-in-time",
    operation: "Uninstall",
    code: "DeadlineExceeded",
    message: () => "uninstallation completed with 1 error(s): context deadline exceeded",
    source: "helm/helm pkg/action/uninstall.go",
  }),
  hookFailed: rule({
    id: "helm/hook-failed",
    operation: "Hook",
    code: "HookFailed",
    message: (stage: string, problem: string) => (stage === "" ? problem : `${stage}: ${problem}`),
    source: "helm/helm pkg/action/hooks.go, pkg/kube/client.go",
  }),
  hookTimeout: rule({
    id: "helm/hook-not-complete-in-time",
    operation: "Hook",
    code: "DeadlineExceeded",
    message: (stage: string) => `${stage === "" ? "" : `${stage}: `}timed out waiting for the condition`,
    source: "helm/helm pkg/kube/client.go",
  }),
  recordNotCreated: rule({
    id: "helm/namespace-missing",
    operation: "Install",
    code: "NotFound",
    message: (namespace: string) => `create: failed to create: namespaces "${namespace}" not found`,
    source: "helm/helm pkg/storage/driver/secrets.go",
  }),
  setSyntax: rule({
    id: "helm/set-syntax",
    operation: "Values",
    code: "InvalidSet",
    message: (key: string, problem: string) => `failed parsing key "${key}" with value: ${problem}`,
    source: "helm/helm pkg/strvals/parser.go",
  }),
  valuesSyntax: rule({
    id: "helm/values-syntax",
    operation: "Values",
    code: "InvalidValues",
    message: (problem: string) => `error converting YAML to JSON: ${problem}`,
    source: "helm/helm pkg/chartutil/values.go",
  }),
} as const;
