import { rule } from "../../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";

/** What IAM refuses about roles that belong to services and to IAM Identity Center. */
export const protectedRoleRules = {
  service: rule({
    id: "iam/slr-service",
    operation: "CreateServiceLinkedRole",
    code: "InvalidInput",
    message: (service: string) => `The service ${service} has no service-linked role.`,
    source: "API CreateServiceLinkedRole; wording from general knowledge",
  }),
  suffix: rule({
    id: "iam/slr-suffix",
    operation: "CreateServiceLinkedRole",
    code: "InvalidInput",
    message: (service: string) => `Custom suffix is not allowed for ${service}`,
    source: snapshot,
  }),
  duplicate: rule({
    id: "iam/slr-dup",
    operation: "CreateServiceLinkedRole",
    code: "InvalidInput",
    message: (name: string) =>
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    source: "public logs",
  }),
  readOnly: rule({
    id: "iam/slr-readonly",
    operation: "DeleteRole",
    code: "UnmodifiableEntity",
    message: (name: string) =>
      `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    source: "API DeleteServiceLinkedRole",
  }),
  sso: rule({
    id: "iam/sso-role",
    operation: "UpdateRole",
    code: "UnmodifiableEntity",
    message: (name: string) =>
      `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    source: "IAM Identity Center UG, Troubleshooting",
  }),
} as const;
