import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;
const missing = { code: "not_found", http: 200 } as const;

/** Refusals about roles and to whom they are given. */
export const roleRules = {
  unknownAction: rule({
    code: "invalid",
    id: "spacelift/role-unknown-action",
    operation: "roleCreate, roleUpdate",
    message: (action: string, known: readonly string[]) =>
      `action ${action} is not a valid action. valid actions are: ${known.join(", ")}`,
    source: "P:resource_role.go",
  }),
  slugTaken: rule({
    ...api,
    id: "spacelift/role-slug-taken",
    operation: "roleCreate",
    message: () => "could not persist role: role with this slug already exists for this account",
    source: "PD:resources/role.md (the slug names one role; text by analogy with contexts)",
  }),
  system: rule({
    ...api,
    id: "spacelift/role-system",
    operation: "roleUpdate, roleDelete",
    message: (role: string) => `system role ${role} cannot be changed or deleted`,
    source: "D:concepts/authorization/rbac-system.md",
  }),
  notFound: rule({
    ...missing,
    id: "spacelift/role-not-found",
    operation: "roleUpdate, roleDelete, stackRoleBindingCreate",
    message: (role: string) => `role ${role} not found`,
    source: "P:resource_role_attachment.go (the id is a ULID, never a slug)",
  }),
  subjectNotFound: rule({
    ...missing,
    id: "spacelift/role-subject-not-found",
    operation: "stackRoleBindingCreate, apiKeyRoleBindingCreate, userGroupRoleBindingCreate",
    message: (kind: string, id: string) => `${kind} ${id} not found`,
    source: "P:resource_role_attachment.go",
  }),
  rootBinding: rule({
    ...api,
    id: "spacelift/role-root-binding",
    operation: "stackRoleBindingCreate",
    message: (stack: string) => `stack ${stack} is not in the root space, so it cannot be given a role on root`,
    source: "D:concepts/authorization/assigning-roles-stacks.md",
  }),
};
