import { rule } from "../../rule.ts";

/** What an API server refuses of server-side apply. */
export const applyRules = {
  conflict: rule({
    id: "kubernetes/apply-conflict",
    operation: "apply",
    code: "Conflict",
    http: 409,
    message: (conflicts: string) => `Apply failed with ${conflicts}`,
    source: "apimachinery, pkg/util/managedfields/internal/conflict.go",
  }),
  manager: rule({
    id: "kubernetes/apply-manager",
    operation: "apply",
    code: "Invalid",
    http: 422,
    message: () => 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    source: "Kubernetes documentation, Server-Side Apply; wording from general knowledge",
  }),
  managedFields: rule({
    id: "kubernetes/apply-managed-fields",
    operation: "apply",
    code: "BadRequest",
    http: 400,
    message: () => "metadata.managedFields must be nil",
    source: "Kubernetes documentation, Server-Side Apply",
  }),
} as const;
