import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";

/** What Secrets Manager refuses. */
export const rules = {
  duplicate: rule({
    id: "sm/dup",
    operation: "CreateSecret",
    code: "ResourceExistsException",
    message: (name: string) => `The operation failed because the secret ${name} already exists.`,
    source: snapshot,
  }),
  pending: rule({
    id: "sm/pending",
    operation: "CreateSecret",
    code: "InvalidRequestException",
    message: () => "You can't create this secret because a secret with this name is already scheduled for deletion.",
    source: snapshot,
  }),
  marked: rule({
    id: "sm/marked",
    operation: "PutSecretValue",
    code: "InvalidRequestException",
    message: () => "You can't perform this operation on the secret because it was marked for deletion.",
    source: snapshot,
  }),
  missing: rule({
    id: "sm/missing",
    operation: "DescribeSecret",
    code: "ResourceNotFoundException",
    message: () => "Secrets Manager can't find the specified secret.",
    source: snapshot,
  }),
  noValue: rule({
    id: "sm/no-value",
    operation: "GetSecretValue",
    code: "ResourceNotFoundException",
    message: (stage: string) => `Secrets Manager can't find the specified secret value for staging label: ${stage}`,
    source: snapshot,
  }),
  key: rule({
    id: "sm/kms",
    operation: "PutSecretValue",
    code: "InvalidRequestException",
    message: (reason: string) => `Access to KMS is not allowed: invalid KMS key. ${reason}`,
    source: "API CreateSecret",
  }),
  size: rule({
    id: "sm/size",
    operation: "PutSecretValue",
    code: "ValidationException",
    message: () =>
      "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
    source: "API PutSecretValue",
  }),
  tags: rule({
    id: "sm/tags",
    operation: "TagResource",
    code: "InvalidParameterException",
    message: (problem: string) => problem,
    source: "API TagResource; wording from general knowledge",
  }),
  policy: rule({
    id: "sm/policy",
    operation: "PutResourcePolicy",
    code: "MalformedPolicyDocumentException",
    message: () => "This resource policy contains an unsupported principal or is not valid.",
    source: "API PutResourcePolicy",
  }),
  publicPolicy: rule({
    id: "sm/public-policy",
    operation: "PutResourcePolicy",
    code: "PublicPolicyException",
    message: () => "You set BlockPublicPolicy and the resource policy grants broad access to the secret.",
    source: "API PutResourcePolicy",
  }),
} as const;
