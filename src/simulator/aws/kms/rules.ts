import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";
const keyStates = "KMS DG, Key states of AWS KMS keys";

/** What KMS refuses. */
export const rules = {
  policyLockout: rule({
    id: "kms/policy-lockout",
    operation: "PutKeyPolicy",
    code: "MalformedPolicyDocumentException",
    message: () => "The new key policy will not allow you to update the key policy in the future.",
    source: snapshot,
  }),
  policyPrincipal: rule({
    id: "kms/policy-principal",
    operation: "PutKeyPolicy",
    code: "MalformedPolicyDocumentException",
    message: () => "Policy contains a statement with one or more invalid principals.",
    source: "API PutKeyPolicy",
  }),
  policySyntax: rule({
    id: "kms/policy-syntax",
    operation: "PutKeyPolicy",
    code: "MalformedPolicyDocumentException",
    message: () => "The new key policy is not a valid policy document.",
    source: "API PutKeyPolicy",
  }),
  policySize: rule({
    id: "kms/policy-size",
    operation: "PutKeyPolicy",
    code: "LimitExceededException",
    message: () => "The key policy exceeds the quota of 32768 bytes.",
    source: "KMS DG, Resource quotas",
  }),
  grantPrincipal: rule({
    id: "kms/grant-principal",
    operation: "CreateGrant",
    code: "InvalidArnException",
    message: (principal: string) => `ARN does not refer to a valid principal: ${principal}`,
    source: "API CreateGrant; public logs",
  }),
  notFound: rule({
    id: "kms/not-found",
    operation: "DescribeKey",
    code: "NotFoundException",
    message: (kind: "key" | "alias" | "id" | "grant", name: string) =>
      ({
        key: `Key '${name}' does not exist`,
        alias: `Alias ${name} is not found.`,
        id: `Invalid keyId '${name}'`,
        grant: `Grant ID ${name} not found`,
      })[kind],
    source: snapshot,
  }),
  disabled: rule({
    id: "kms/disabled",
    operation: "Encrypt",
    code: "DisabledException",
    message: (arn: string) => `${arn} is disabled.`,
    source: snapshot,
  }),
  pending: rule({
    id: "kms/pending",
    operation: "Encrypt",
    code: "KMSInvalidStateException",
    message: (arn: string) => `${arn} is pending deletion.`,
    source: keyStates,
  }),
  aliasCharacters: rule({
    id: "kms/alias-chars",
    operation: "CreateAlias",
    code: "InvalidAliasNameException",
    message: (alias: string) => `${alias} contains invalid characters for an alias`,
    source: "API CreateAlias",
  }),
  aliasDuplicate: rule({
    id: "kms/alias-dup",
    operation: "CreateAlias",
    code: "AlreadyExistsException",
    message: (arn: string) => `An alias with the name ${arn} already exists`,
    source: snapshot,
  }),
  aliasOfAlias: rule({
    id: "kms/alias-of-alias",
    operation: "CreateAlias",
    code: "ValidationException",
    message: () => "Aliases must refer to keys. Not aliases",
    source: "moto, messages modelled on real responses",
  }),
  aliasTargetState: rule({
    id: "kms/alias-target-state",
    operation: "CreateAlias",
    code: "KMSInvalidStateException",
    message: (arn: string) => `${arn} is pending deletion.`,
    source: keyStates,
  }),
  rotation: rule({
    id: "kms/rotation",
    operation: "EnableKeyRotation",
    code: "UnsupportedOperationException",
    message: () => "The operation is not supported for this key: only symmetric encryption keys rotate.",
    source: "API EnableKeyRotation",
  }),
  tag: rule({
    id: "kms/tag",
    operation: "TagResource",
    code: "TagException",
    message: (problem: string) => problem,
    source: "API TagResource",
  }),
  quota: rule({
    id: "kms/quota",
    operation: "CreateAlias",
    code: "LimitExceededException",
    message: () => "The quota of 50 aliases per key was reached.",
    source: "KMS DG, Resource quotas",
  }),
} as const;
