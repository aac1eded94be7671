import { rule } from "../../rule.ts";

const missing = { code: "not_found" } as const;
const invalid = { code: "invalid" } as const;

/** What data sources say about things that are not there. */
export const lookupRules = {
  notFound: rule({
    ...missing,
    id: "spacelift/data-not-found",
    operation: "any query",
    message: (what: string) => `${what} not found`,
    source: "P:data_stack.go, P:data_context.go, P:data_policy.go, P:data_environment_variable.go and their neighbours",
  }),
  outsideRun: rule({
    ...invalid,
    id: "spacelift/data-outside-run",
    operation: "stack, module",
    message: (issuer: string) => `unexpected token issuer ${issuer}, is this a Spacelift run?`,
    source: "P:data_current_stack.go; P:data_current_space.go",
  }),
  absolutePath: rule({
    ...invalid,
    id: "spacelift/data-space-path-absolute",
    operation: "spaces",
    message: (path: string) => `space path must not start with a slash: ${path}`,
    source: "P:data_space_by_path.go",
  }),
  unknownPath: rule({
    ...missing,
    id: "spacelift/data-space-path-unknown",
    operation: "spaces",
    message: (path: string) => `error while traversing space path: could not find a space identified by path: ${path}`,
    source: "P:data_space_by_path.go",
  }),
  ambiguousPath: rule({
    ...invalid,
    id: "spacelift/data-space-path-ambiguous",
    operation: "spaces",
    message: (path: string) => `error while traversing space path: path ${path} is ambiguous`,
    source: "P:data_space_by_path.go",
  }),
  roleUnnamed: rule({
    ...invalid,
    id: "spacelift/data-role-unnamed",
    operation: "roles",
    message: () => "either 'role_id' or 'slug' must be specified to read a role",
    source: "P:data_role.go",
  }),
  rolesHidden: rule({
    code: "unauthorized",
    id: "spacelift/data-roles-hidden",
    operation: "roles",
    message: () => "no roles found. Ensure you have root admin access to the Spacelift API.",
    source: "P:data_role.go",
  }),
  noAccess: rule({
    ...invalid,
    id: "spacelift/data-external-id-without-access",
    operation: "awsIntegration",
    message: () => "at least one of either 'read' or 'write' must be true",
    source: "P:data_aws_integration_attachment_external_id.go",
  }),
};
