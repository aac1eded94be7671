import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";

/** What CloudWatch Logs refuses. */
export const rules = {
  groupDuplicate: rule({
    id: "logs/group-dup",
    operation: "CreateLogGroup",
    code: "ResourceAlreadyExistsException",
    message: () => "The specified log group already exists",
    source: snapshot,
  }),
  groupMissing: rule({
    id: "logs/group-missing",
    operation: "PutRetentionPolicy",
    code: "ResourceNotFoundException",
    message: () => "The specified log group does not exist.",
    source: snapshot,
  }),
  groupName: rule({
    id: "logs/group-name",
    operation: "CreateLogGroup",
    code: "InvalidParameterException",
    message: (name: string) =>
      `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    source: "API CreateLogGroup",
  }),
  key: rule({
    id: "logs/kms",
    operation: "CreateLogGroup",
    code: "AccessDeniedException",
    message: (arn: string) => `The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`,
    source: "CWL UG, Encrypt log data",
  }),
  tags: rule({
    id: "logs/tags",
    operation: "TagResource",
    code: "InvalidParameterException",
    message: (problem: string) => problem,
    source: "API TagResource; wording from general knowledge",
  }),
  protected: rule({
    id: "logs/protected",
    operation: "DeleteLogGroup",
    code: "ValidationException",
    message: (name: string) => `Log group ${name} has deletion protection enabled and cannot be deleted.`,
    source: "API PutLogGroupDeletionProtection",
  }),
} as const;
