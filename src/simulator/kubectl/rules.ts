import { rule } from "../rule.ts";

const resource = "alekc/terraform-provider-kubectl kubernetes/resource_kubectl_manifest.go";

/** What the kubectl provider refuses, and how its waits end. */
export const kubectlRules = {
  notConfigured: rule({
    id: "kubectl/not-configured",
    operation: "Configure",
    code: "NoConfiguration",
    message: () =>
      "failed to initialize kubernetes configuration: invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    source: "alekc/terraform-provider-kubectl kubernetes/provider.go",
  }),
  yamlInvalid: rule({
    id: "kubectl/yaml-invalid",
    operation: "ParseManifest",
    code: "InvalidYaml",
    message: (problem: string) => `failed to parse kubernetes resource: ${problem}`,
    source: resource,
  }),
  severalDocuments: rule({
    id: "kubectl/several-documents",
    operation: "ParseManifest",
    code: "InvalidYaml",
    message: (count: number) =>
      `yaml_body holds ${count} documents, and must hold one: split it with kubectl_file_documents`,
    source: resource,
  }),
  noClient: rule({
    id: "kubectl/cluster-unreachable",
    operation: "Connect",
    code: "Unreachable",
    message: (name: string, action: string, problem: string) =>
      `${name} failed to create kubernetes rest client for ${action} of resource: ${problem}`,
    source: resource,
  }),
  unknownKind: rule({
    id: "kubectl/unknown-kind",
    operation: "Apply",
    code: "NoKindMatch",
    message: (name: string, action: string, version: string, kind: string) =>
      `${name} failed to create kubernetes rest client for ${action} of resource: resource [${version}/${kind}] isn't valid for cluster, check the APIVersion and Kind fields are valid`,
    source: resource,
  }),
  rollout: rule({
    id: "kubectl/rollout-not-finished-in-time",
    operation: "WaitForRollout",
    code: "Timeout",
    message: (name: string, kind: string, warnings: string) =>
      `${name} failed to wait for the rollout of the ${kind}: context deadline exceeded${warnings}`,
    source: resource,
  }),
  waitFor: rule({
    id: "kubectl/not-as-waited-for-in-time",
    operation: "WaitFor",
    code: "Timeout",
    message: (name: string, warnings: string) =>
      `${name} failed to wait for the conditions of wait_for: timed out waiting for the condition${warnings}`,
    source: resource,
  }),
  deletion: rule({
    id: "kubectl/not-deleted-in-time",
    operation: "Delete",
    code: "Timeout",
    message: (name: string) => `${name} failed to delete kubernetes resource: timed out waiting for the condition`,
    source: resource,
  }),
  notFound: rule({
    id: "kubectl/object-missing",
    operation: "ReadManifest",
    code: "NotFound",
    message: (resource: string, name: string) => `${resource} "${name}" not found`,
    http: 404,
    source: "apimachinery pkg/api/errors",
  }),
} as const;
