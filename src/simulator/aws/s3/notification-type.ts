import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { accountOf } from "../accounts.ts";
import { parseArn } from "../arn.ts";
import type { Aws } from "../client.ts";
import { nameFor } from "../generated-name.ts";
import { blocks, flag, text, texts } from "../input.ts";
import { configurationRules as rules } from "./configuration-rules.ts";
import { settingType } from "./setting-type.ts";

/** The kinds of destination: block, attribute with the ARN, and the service that must be behind it. */
const destinations = [
  { block: "topic", arn: "topic_arn", service: "sns" },
  { block: "queue", arn: "queue_arn", service: "sqs" },
  { block: "lambda_function", arn: "lambda_function_arn", service: "lambda" },
] as const;

/** `aws_s3_bucket_notification`: each call replaces the whole configuration, the deletion puts an empty one. */
export const bucketNotification = settingType({
  type: "aws_s3_bucket_notification",
  label: "S3 Bucket Notification",
  get: "GetBucketNotificationConfiguration",
  put: "PutBucketNotificationConfiguration",
  remove: { operation: "PutBucketNotificationConfiguration", left: { notification: null } },

  change(aws, _bucket, input) {
    const named = destinations.map(({ block }) => [block, blocks(input, block).map((one) => withId(aws, block, one))]);
    const notification: Values = { eventbridge: flag(input, "eventbridge"), ...Object.fromEntries(named) };
    checkNotification(aws, notification);
    return { notification };
  },

  show: (_aws, { notification }) => notification ?? { eventbridge: false, topic: [], queue: [], lambda_function: [] },
});

function withId(aws: Aws, block: string, configuration: Values): Values {
  const prefix = `tf-s3-${block.replace("_function", "")}-`;
  return { ...configuration, id: text(configuration, "id") || nameFor(aws, {}, "s3/notification", prefix) };
}

function checkNotification(aws: Aws, notification: Values): void {
  const all = destinations.flatMap(({ block }) => blocks(notification, block));
  for (const event of all.flatMap((one) => texts(one.events))) refuseUnless(isEvent(event), rules.notificationEvent);
  all.forEach((one, index) => {
    refuseIf(
      all.slice(index + 1).some((other) => overlap(one, other)),
      rules.notificationOverlap,
    );
  });
  for (const { block, arn, service } of destinations) {
    for (const one of blocks(notification, block)) {
      refuseUnless(isReachable(aws, text(one, arn), service), rules.notificationDestination);
    }
  }
}

/** Event types with the names below them (S3 UG, "Supported event types for SQS, SNS, and Lambda"). */
const events: Readonly<Record<string, readonly string[]>> = {
  ObjectCreated: ["Put", "Post", "Copy", "CompleteMultipartUpload"],
  ObjectRemoved: ["Delete", "DeleteMarkerCreated"],
  ObjectRestore: ["Post", "Completed", "Delete"],
  Replication: [
    ...["OperationFailedReplication", "OperationMissedThreshold"],
    ...["OperationReplicatedAfterThreshold", "OperationNotTracked"],
  ],
  LifecycleExpiration: ["Delete", "DeleteMarkerCreated"],
  ObjectTagging: ["Put", "Delete"],
};
const singleEvents: ReadonlySet<string> = new Set([
  ...["s3:ReducedRedundancyLostObject", "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put"],
]);

function isEvent(event: string): boolean {
  const [service, type = "", name = ""] = event.split(":");
  const names = events[type];
  return singleEvents.has(event) || (service === "s3" && names !== undefined && ["*", ...names].includes(name));
}

/** Two configurations may not both take an event of an object. */
function overlap(left: Values, right: Values): boolean {
  const shared = texts(left.events).some((event) => texts(right.events).some((other) => covers(event, other)));
  const prefixes = [text(left, "filter_prefix"), text(right, "filter_prefix")] as const;
  const suffixes = [text(left, "filter_suffix"), text(right, "filter_suffix")] as const;
  return (
    shared &&
    (prefixes[0].startsWith(prefixes[1]) || prefixes[1].startsWith(prefixes[0])) &&
    (suffixes[0].endsWith(suffixes[1]) || suffixes[1].endsWith(suffixes[0]))
  );
}

/** The same event, or one of a family that the other names as a whole. */
function covers(left: string, right: string): boolean {
  const isFamilyOf = (family: string, event: string): boolean =>
    family.endsWith(":*") && event.startsWith(family.slice(0, -1));
  return left === right || isFamilyOf(left, right) || isFamilyOf(right, left);
}

/**
 * A destination of the bucket's Region that lets S3 in. Queues, topics and functions are not simulated, so that no account of this
 * world has any; those of other accounts are taken on trust.
 */
function isReachable(aws: Aws, arn: string, service: string): boolean {
  const parts = parseArn(arn);
  return parts?.service === service && parts.region === aws.region && !accountOf(aws.world, parts.account);
}
