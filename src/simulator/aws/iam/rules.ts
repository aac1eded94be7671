import { rule } from "../../rule.ts";

const guide = "IAM UG, IAM and AWS STS quotas";
const moto = "moto, messages modelled on real responses";
const snapshot = "LocalStack snapshots, validated against AWS";

/** `reason` begins with `because` or `with`. */
function notAuthorised(principal: string, action: string, resource: string, reason: string): string {
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

/** What IAM refuses, beside its policy grammar (`policy-rules.ts`). */
export const rules = {
  nameChars: rule({
    id: "iam/name-chars",
    operation: "Create*",
    code: "ValidationError",
    message: (field: string) =>
      `1 validation error detected: Value at '${field}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+`,
    source: guide,
  }),
  nameLength: rule({
    id: "iam/name-length",
    operation: "Create*",
    code: "ValidationError",
    message: (field: string, value: string, limit: number) =>
      `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
    source: guide,
  }),
  path: rule({
    id: "iam/path",
    operation: "Create*",
    code: "ValidationError",
    message: () =>
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    source: "API CreateRole",
  }),
  roleDuplicate: rule({
    id: "iam/role-dup",
    operation: "CreateRole",
    code: "EntityAlreadyExists",
    message: (name: string) => `Role with name ${name} already exists.`,
    http: 409,
    source: moto,
  }),
  policyDuplicate: rule({
    id: "iam/policy-dup",
    operation: "CreatePolicy",
    code: "EntityAlreadyExists",
    message: (name: string) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
    http: 409,
    source: moto,
  }),
  profileDuplicate: rule({
    id: "iam/profile-dup",
    operation: "CreateInstanceProfile",
    code: "EntityAlreadyExists",
    message: (name: string) => `Instance Profile ${name} already exists.`,
    http: 409,
    source: moto,
  }),
  userDuplicate: rule({
    id: "iam/user-dup",
    operation: "CreateUser",
    code: "EntityAlreadyExists",
    message: (name: string) => `User with name ${name} already exists.`,
    http: 409,
    source: moto,
  }),
  roleDeletePolicies: rule({
    id: "iam/role-delete-policies",
    operation: "DeleteRole",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must detach all policies first.",
    http: 409,
    source: moto,
  }),
  roleDeleteInline: rule({
    id: "iam/role-delete-inline",
    operation: "DeleteRole",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must delete policies first.",
    http: 409,
    source: moto,
  }),
  roleDeleteProfile: rule({
    id: "iam/role-delete-profile",
    operation: "DeleteRole",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must remove roles from instance profile first.",
    http: 409,
    source: moto,
  }),
  policyDeleteAttached: rule({
    id: "iam/policy-delete-attached",
    operation: "DeletePolicy",
    code: "DeleteConflict",
    message: () => "Cannot delete a policy attached to entities.",
    http: 409,
    source: "API DeletePolicy",
  }),
  policyDeleteVersions: rule({
    id: "iam/policy-delete-versions",
    operation: "DeletePolicy",
    code: "DeleteConflict",
    message: () =>
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    http: 409,
    source: "API DeletePolicy",
  }),
  policyVersions: rule({
    id: "iam/policy-versions",
    operation: "CreatePolicyVersion",
    code: "LimitExceeded",
    message: () =>
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    http: 409,
    source: moto,
  }),
  userDelete: rule({
    id: "iam/user-delete",
    operation: "DeleteUser",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must remove referenced objects first.",
    http: 409,
    source: snapshot,
  }),
  accessKeys: rule({
    id: "iam/access-keys",
    operation: "CreateAccessKey",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for AccessKeysPerUser: 2",
    http: 409,
    source: snapshot,
  }),
  profileDelete: rule({
    id: "iam/profile-delete",
    operation: "DeleteInstanceProfile",
    code: "DeleteConflict",
    message: () => "Cannot delete entity, must remove roles from instance profile first.",
    http: 409,
    source: moto,
  }),
  profileOneRole: rule({
    id: "iam/profile-one-role",
    operation: "AddRoleToInstanceProfile",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
    http: 409,
    source: snapshot,
  }),
  attachCount: rule({
    id: "iam/attach-count",
    operation: "AttachRolePolicy",
    code: "LimitExceeded",
    message: (quota: string) => `Cannot exceed quota for ${quota}: 20`,
    http: 409,
    source: "measured in September 2026 (cdk-preflight); the classic default is 10",
  }),
  detachMissing: rule({
    id: "iam/detach-missing",
    operation: "DetachRolePolicy",
    code: "NoSuchEntity",
    message: (arn: string) => `Policy ${arn} was not found.`,
    http: 404,
    source: snapshot,
  }),
  attachMissingPolicy: rule({
    id: "iam/attach-missing-policy",
    operation: "AttachRolePolicy",
    code: "NoSuchEntity",
    message: (arn: string) => `Policy ${arn} does not exist or is not attachable.`,
    http: 404,
    source: moto,
  }),
  notFound: rule({
    id: "iam/not-found",
    operation: "Get*",
    code: "NoSuchEntity",
    message: (kind: EntityKind, name: string) => notFoundMessages[kind](name),
    http: 404,
    source: moto,
  }),
  passRoleCross: rule({
    id: "iam/passrole-cross",
    operation: "PassRole",
    code: "AccessDeniedException",
    message: () => "Cross-account pass role is not allowed.",
    http: 403,
    source: "cdk-preflight",
  }),
  passRole: rule({
    id: "iam/passrole",
    operation: "PassRole",
    code: "AccessDenied",
    message: notAuthorised,
    http: 403,
    source: "EC2 errors; LocalStack snapshots",
  }),
  accessDenied: rule({
    id: "iam/access-denied",
    operation: "*",
    code: "AccessDenied",
    message: notAuthorised,
    http: 403,
    source: "aws.md §0; IAM UG, Troubleshooting access denied error messages",
  }),
  serviceLinkedRoleSuffix: rule({
    id: "iam/slr-suffix",
    operation: "CreateServiceLinkedRole",
    code: "InvalidInput",
    message: (service: string) => `Custom suffix is not allowed for ${service}`,
    source: snapshot,
  }),
  serviceLinkedRoleDuplicate: rule({
    id: "iam/slr-dup",
    operation: "CreateServiceLinkedRole",
    code: "InvalidInput",
    message: (name: string) =>
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    source: "public logs",
  }),
  serviceLinkedRoleReadOnly: rule({
    id: "iam/slr-readonly",
    operation: "DeleteRole",
    code: "UnmodifiableEntity",
    message: (name: string) =>
      `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    source: "API DeleteServiceLinkedRole",
  }),
  ssoRole: rule({
    id: "iam/sso-role",
    operation: "UpdateRole",
    code: "UnmodifiableEntity",
    message: (name: string) =>
      `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    source: "IAM Identity Center UG, Troubleshooting",
  }),
  openIdConnectUrl: rule({
    id: "iam/oidc-url",
    operation: "CreateOpenIDConnectProvider",
    code: "ValidationError",
    message: () => "Invalid Open ID Connect Provider URL",
    source: "API CreateOpenIDConnectProvider",
  }),
  openIdConnectDuplicate: rule({
    id: "iam/oidc-dup",
    operation: "CreateOpenIDConnectProvider",
    code: "EntityAlreadyExists",
    message: (url: string) => `Provider with url ${url} already exists.`,
    http: 409,
    source: moto,
  }),
  openIdConnectThumbprints: rule({
    id: "iam/oidc-thumbs",
    operation: "CreateOpenIDConnectProvider",
    code: "InvalidInput",
    message: () => "Thumbprint list must contain fewer than 5 entries.",
    source: moto,
  }),
  openIdConnectUnreachable: rule({
    id: "iam/oidc-thumb-optional",
    operation: "CreateOpenIDConnectProvider",
    code: "OpenIdIdpCommunicationError",
    message: (url: string) => `Unable to communicate with the identity provider at ${url} to get its thumbprint.`,
    source: "API CreateOpenIDConnectProvider",
  }),
  openIdConnectClientIds: rule({
    id: "iam/oidc-client-ids",
    operation: "AddClientIDToOpenIDConnectProvider",
    code: "LimitExceeded",
    message: () => "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
    http: 409,
    source: snapshot,
  }),
  quota: rule({
    id: "iam/quota",
    operation: "Create*",
    code: "LimitExceeded",
    message: (quota: string, limit: number) => `Cannot exceed quota for ${quota}: ${limit}`,
    http: 409,
    source: guide,
  }),
  tags: rule({
    id: "iam/tags",
    operation: "Tag*",
    code: "InvalidInput",
    message: (problem: string) => problem,
    source: "API TagRole",
  }),
} as const;

type EntityKind = "role" | "user" | "profile" | "policy" | "provider" | "key" | "rolePolicy" | "userPolicy";

const notFoundMessages: Readonly<Record<EntityKind, (name: string) => string>> = {
  role: (name) => `The role with name ${name} cannot be found.`,
  user: (name) => `The user with name ${name} cannot be found.`,
  profile: (name) => `Instance Profile ${name} cannot be found.`,
  policy: (name) => `Policy ${name} was not found.`,
  provider: (name) => `OpenIDConnect Provider not found for arn ${name}`,
  key: (name) => `The Access Key with id ${name} cannot be found.`,
  rolePolicy: (name) => `The role policy with name ${name} cannot be found.`,
  userPolicy: (name) => `The user policy with name ${name} cannot be found.`,
};
