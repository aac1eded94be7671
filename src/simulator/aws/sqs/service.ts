import type { AwsService } from "../aws-service.ts";
import { queuePolicy, queueRedrivePolicy } from "./policy-types.ts";
import { queue } from "./queue-type.ts";
import { rules } from "./rules.ts";

/** SQS. */
export const sqs: AwsService = {
  resources: [queue, queuePolicy, queueRedrivePolicy],
  dataSources: [],
  ephemeralResources: [],
  rules: Object.values(rules),
  leftOut: [
    { id: "sqs/name", reason: "The provider itself refuses such a name." },
    { id: "sqs/sse", reason: "The provider itself refuses both kinds of encryption at once." },
    { id: "sqs/ranges", reason: "The provider itself refuses values outside of them." },
    { id: "sqs/deleted-recently", reason: "The provider tries again until the minute is over." },
    { id: "sqs/attr-delay", reason: "A change is seen at once; the time that the provider waits is counted." },
    { id: "sqs/purge", reason: "Nothing purges queues." },
    { id: "sqs/size", reason: "No messages are sent." },
  ],
  // The provider reads attributes until they are the same six times in a row. Source: public logs.
  durations: { aws_sqs_queue: { create: 25, update: 25, delete: 10 } },
};
