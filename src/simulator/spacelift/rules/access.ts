import { rule } from "../../rule.ts";

/** What the API answers to callers it does not know, or who may not. */
export const accessRules = {
  unauthorized: rule({
    id: "spacelift/unauthorized",
    operation: "any mutation",
    code: "unauthorized",
    http: 200,
    message: () =>
      "unauthorized - Note: the stack's role may override space-level permissions. " +
      "Also ensure you provided a space ID, not a space name",
    source: "P:internal/error.go; D:concepts/authorization/assigning-roles-stacks.md",
  }),
  tokenExpired: rule({
    id: "spacelift/run-token-expired",
    operation: "any mutation",
    code: "unauthorized",
    http: 200,
    message: () =>
      "unauthorized - Note: the stack's role may override space-level permissions. " +
      "Also ensure you provided a space ID, not a space name",
    source: "D:vendors/terraform/terraform-provider.md (three hours, and only while the run is active)",
  }),
  unknownSpace: rule({
    id: "spacelift/space-unknown",
    operation: "any mutation",
    code: "not_found",
    http: 200,
    message: (space: string) => `space ${space} not found`,
    source: "P:resource_space.go",
  }),
};
