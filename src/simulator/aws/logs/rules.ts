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
  retention: rule({
    id: "logs/retention",
    operation: "PutRetentionPolicy",
    code: "InvalidParameterException",
    message: (days: number) =>
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
    source: "API PutRetentionPolicy",
  }),
  logGroupClass: rule({
    id: "logs/class",
    operation: "CreateLogGroup",
    code: "InvalidParameterException",
    message: (value: string) =>
      `1 validation error detected: Value '${value}' at 'logGroupClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]`,
    source: "API CreateLogGroup",
  }),
  protected: rule({
    id: "logs/protected",
    operation: "DeleteLogGroup",
    code: "ValidationException",
    message: (name: string) => `Log group ${name} has deletion protection enabled and cannot be deleted.`,
    source: "API PutLogGroupDeletionProtection",
  }),
} as const;

/** Days that events can be kept; without a policy they never expire. */
export const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
