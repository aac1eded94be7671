import { rule } from "../../rule.ts";

/** What the helm provider refuses itself. */
export const helmProviderRules = {
  locateChart: rule({
    id: "helm-provider/chart-not-located",
    operation: "PlanRelease",
    code: "ChartNotFound",
    message: (problem: string) => `Unable to locate chart: ${problem}`,
    source: "terraform-provider-helm resource_helm_release.go",
  }),
  plannedVersion: rule({
    id: "helm-provider/planned-version",
    operation: "PlanRelease",
    code: "VersionMismatch",
    message: (configured: string, planned: string) =>
      `The version in the configuration is "${configured}" but the planned version is "${planned}". You should update the version in your configuration to "${planned}", or remove the version attribute from your configuration.`,
    source: "terraform-provider-helm resource_helm_release.go",
  }),
  unreachable: rule({
    id: "helm-provider/cluster-unreachable",
    operation: "Connect",
    code: "Unreachable",
    message: (problem: string) => `Kubernetes cluster unreachable: ${problem}`,
    source: "helm/helm pkg/kube/client.go",
  }),
} as const;
