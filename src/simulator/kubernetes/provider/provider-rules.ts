import { rule } from "../../rule.ts";

/** How waits of the kubernetes provider end, and what it refuses itself. */
export const providerRules = {
  rollout: rule({
    id: "kubernetes-provider/rollout-not-finished-in-time",
    operation: "WaitForRollout",
    code: "Timeout",
    message: (progress: string, warnings: string) => `Waiting for rollout to finish: ${progress}${warnings}`,
    source: "terraform-provider-kubernetes resource_kubernetes_deployment_v1.go",
  }),
  progressDeadline: rule({
    id: "kubernetes-provider/progress-deadline",
    operation: "WaitForRollout",
    code: "ProgressDeadlineExceeded",
    message: (warnings: string) => `Deployment exceeded its progress deadline${warnings}`,
    source: "terraform-provider-kubernetes resource_kubernetes_deployment_v1.go",
  }),
  loadBalancer: rule({
    id: "kubernetes-provider/load-balancer-not-ready-in-time",
    operation: "WaitForLoadBalancer",
    code: "Timeout",
    message: (service: string, warnings: string) =>
      `Waiting for service "${service}" to assign IP/hostname for a load balancer${warnings}`,
    source: "terraform-provider-kubernetes resource_kubernetes_service_v1.go",
  }),
  jobCompletion: rule({
    id: "kubernetes-provider/job-not-complete-in-time",
    operation: "WaitForCompletion",
    code: "Timeout",
    message: (job: string, warnings: string) => `job: ${job} is not in complete state${warnings}`,
    source: "terraform-provider-kubernetes resource_kubernetes_job_v1.go",
  }),
  jobFailed: rule({
    id: "kubernetes-provider/job-failed",
    operation: "WaitForCompletion",
    code: "JobFailed",
    message: (job: string, warnings: string) => `job: ${job} is in failed state${warnings}`,
    source: "terraform-provider-kubernetes resource_kubernetes_job_v1.go",
  }),
  claimBinding: rule({
    id: "kubernetes-provider/claim-not-bound-in-time",
    operation: "WaitUntilBound",
    code: "Timeout",
    message: (phase: string, timeout: string, warnings: string) =>
      `timeout while waiting for state to become 'Bound' (last state: '${phase}', timeout: ${timeout})${warnings}`,
    source: "terraform-provider-kubernetes resource_kubernetes_persistent_volume_claim_v1.go",
  }),
  deletion: rule({
    id: "kubernetes-provider/not-deleted-in-time",
    operation: "WaitForDeletion",
    code: "Timeout",
    message: (state: string, timeout: string) =>
      `timeout while waiting for resource to be gone (last state: '${state}', timeout: ${timeout})`,
    source: "terraform-provider-kubernetes resource_kubernetes_namespace_v1.go",
  }),
  notFound: rule({
    id: "kubernetes-provider/object-missing",
    operation: "Read",
    code: "NotFound",
    message: (resource: string, name: string) => `${resource} "${name}" not found`,
    http: 404,
    source: "apimachinery pkg/api/errors",
  }),
  fieldConflict: rule({
    id: "kubernetes-provider/field-of-another-manager",
    operation: "Apply",
    code: "Conflict",
    message: (keys: string) =>
      `Another client is managing a field Terraform tried to update. Set "force" to true to override: ${keys}`,
    source: "terraform-provider-kubernetes resource_kubernetes_config_map_v1_data.go",
  }),
  manifestKind: rule({
    id: "kubernetes-provider/manifest-kind-unknown",
    operation: "PlanManifest",
    code: "NoKindMatch",
    message: (kind: string, group: string) => `no matches for kind "${kind}" in group "${group}"`,
    source: "terraform-provider-kubernetes manifest/provider/plan.go",
  }),
  manifestExists: rule({
    id: "kubernetes-provider/manifest-object-exists",
    operation: "ApplyManifest",
    code: "AlreadyExists",
    message: (name: string) => `resource "${name}" already exists`,
    source: "terraform-provider-kubernetes manifest/provider/apply.go",
  }),
  manifestWait: rule({
    id: "kubernetes-provider/manifest-not-ready-in-time",
    operation: "WaitManifest",
    code: "Timeout",
    message: (name: string, warnings: string) => `timed out waiting on resource "${name}"${warnings}`,
    source: "terraform-provider-kubernetes manifest/provider/waiter.go",
  }),
  manifestDeletion: rule({
    id: "kubernetes-provider/manifest-not-deleted-in-time",
    operation: "DeleteManifest",
    code: "Timeout",
    message: (name: string) => `Timed out when waiting for resource "${name}" to be deleted`,
    source: "terraform-provider-kubernetes manifest/provider/apply.go",
  }),
} as const;
