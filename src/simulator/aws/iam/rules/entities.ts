import { rule } from "../../../rule.ts";

const guide = "IAM UG, IAM and AWS STS quotas";
const moto = "moto, messages modelled on real responses";

/** What IAM refuses about names, paths, tags and numbers of its entities. */
export const entityRules = {
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
  tags: rule({
    id: "iam/tags",
    operation: "Tag*",
    code: "InvalidInput",
    message: (problem: string) => problem,
    source: "API TagRole",
  }),
  quota: rule({
    id: "iam/quota",
    operation: "Create*",
    code: "LimitExceeded",
    message: (quota: string, limit: number) => `Cannot exceed quota for ${quota}: ${limit}`,
    http: 409,
    source: guide,
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
  notFound: rule({
    id: "iam/not-found",
    operation: "Get*",
    code: "NoSuchEntity",
    message: (kind: EntityKind, name: string) => notFoundMessages[kind](name),
    http: 404,
    source: moto,
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
