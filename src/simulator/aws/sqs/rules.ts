import { rule } from "../../rule.ts";

/** What SQS refuses. */
export const rules = {
  exists: rule({
    id: "sqs/dup",
    operation: "CreateQueue",
    code: "QueueAlreadyExists",
    message: (attribute: string) =>
      `A queue already exists with the same name and a different value for attribute ${attribute}`,
    source: "LocalStack snapshots, validated against AWS",
  }),
  missing: rule({
    id: "sqs/missing",
    operation: "GetQueueAttributes",
    code: "AWS.SimpleQueueService.NonExistentQueue",
    message: () => "The specified queue does not exist.",
    source: "LocalStack snapshots, validated against AWS",
  }),
  redriveAttribute: rule({
    id: "sqs/redrive-attribute",
    operation: "SetQueueAttributes",
    code: "InvalidParameterValue",
    message: (policy: string, attribute: string) =>
      `Value ${policy} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: ${attribute}.`,
    source: "public logs",
  }),
  deadLetterQueue: rule({
    id: "sqs/redrive-target",
    operation: "SetQueueAttributes",
    code: "InvalidParameterValue",
    message: (policy: string) =>
      `Value ${policy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    source: "general knowledge",
  }),
  deadLetterType: rule({
    id: "sqs/redrive-type",
    operation: "SetQueueAttributes",
    code: "InvalidParameterValue",
    message: (policy: string) =>
      `Value ${policy} for parameter RedrivePolicy is invalid. Reason: Dead-letter queue must be same type of queue as the source.`,
    source: "SQS Developer Guide, dead-letter queues; words from general knowledge",
  }),
  policy: rule({
    id: "sqs/policy",
    operation: "SetQueueAttributes",
    code: "InvalidAttributeValue",
    message: () => "Invalid value for the parameter Policy.",
    source: "general knowledge",
  }),
} as const;
