import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { PolicySyntaxError, parsePolicy } from "../iam/policy-document.ts";
import { tagAtCreation } from "../tagging.ts";
import type { Tags } from "../tags.ts";
import { rules } from "./rules.ts";

/** Attributes of a queue by the names of SQS; a text is empty when it was never set. */
export interface QueueAttributes {
  readonly DelaySeconds: number;
  readonly MaximumMessageSize: number;
  readonly MessageRetentionPeriod: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly VisibilityTimeout: number;
  readonly ContentBasedDeduplication: boolean;
  readonly DeduplicationScope: string;
  readonly FifoThroughputLimit: string;
  readonly KmsMasterKeyId: string;
  readonly KmsDataKeyReusePeriodSeconds: number;
  readonly SqsManagedSseEnabled: boolean;
  /** JSON text. */
  readonly Policy: string;
  /** JSON text. */
  readonly RedrivePolicy: string;
  /** JSON text. */
  readonly RedriveAllowPolicy: string;
}

/** A queue, keyed by its URL. */
export interface Queue {
  readonly url: string;
  readonly name: string;
  readonly arn: string;
  readonly isFifo: boolean;
  readonly attributes: QueueAttributes;
  readonly tags: Tags;
}

/** The queues of an account and Region. */
export const queues = (aws: Aws) => aws.table<Queue>("sqs/queue");

/** ARN of the queue behind a URL. */
export function queueArn(aws: Aws, url: string): string {
  return aws.arn("sqs", url.slice(url.lastIndexOf("/") + 1));
}

interface NewQueue {
  readonly name: string;
  readonly isFifo: boolean;
  readonly attributes: QueueAttributes;
  readonly tags: Tags;
}

/** `sqs:CreateQueue`; one with the same name and attributes is given back. */
export function createQueue(aws: Aws, { name, isFifo, attributes, tags }: NewQueue): Queue {
  const url = `https://sqs.${aws.region}.amazonaws.com/${aws.account}/${name}`;
  const arn = queueArn(aws, url);
  tagAtCreation(aws, { arn, tag: "sqs:TagQueue", tags, within: "CreateQueue" });
  return aws.call({ action: "sqs:CreateQueue", resources: [arn], parameters: { name } }, () => {
    const present = queues(aws).get(url);
    if (present) {
      const other = differing(present.attributes, attributes);
      refuseIf(other !== undefined, rules.exists, other ?? "");
      return present;
    }
    checkAttributes(aws, isFifo, attributes);
    return queues(aws).put(url, { url, name, arn, isFifo, attributes, tags });
  });
}

/** `sqs:GetQueueAttributes`; undefined when there is none. */
export function getQueue(aws: Aws, url: string): Queue | undefined {
  return aws.call({ action: "sqs:GetQueueAttributes", resources: [queueArn(aws, url)] }, () => queues(aws).get(url));
}

/** `sqs:SetQueueAttributes`. */
export function setQueueAttributes(aws: Aws, url: string, changed: Partial<QueueAttributes>): Queue {
  const resources = [queueArn(aws, url)];
  return aws.call({ action: "sqs:SetQueueAttributes", resources, parameters: { names: Object.keys(changed) } }, () => {
    const held = queues(aws).get(url);
    refuseUnless(held, rules.missing);
    const attributes = { ...held.attributes, ...changed };
    checkAttributes(aws, held.isFifo, attributes);
    return queues(aws).put(url, { ...held, attributes });
  });
}

/** `sqs:DeleteQueue`; one that is gone counts as deleted. */
export function deleteQueue(aws: Aws, url: string): void {
  if (!queues(aws).has(url)) return;
  aws.call({ action: "sqs:DeleteQueue", resources: [queueArn(aws, url)] }, () => queues(aws).delete(url));
}

function differing(present: QueueAttributes, wanted: QueueAttributes): string | undefined {
  const names = Object.keys(wanted) as (keyof QueueAttributes)[];
  return names.find((name) => present[name] !== wanted[name]);
}

function checkAttributes(aws: Aws, isFifo: boolean, { Policy, RedrivePolicy }: QueueAttributes): void {
  if (Policy !== "") refuseUnless(isPolicy(Policy), rules.policy);
  if (RedrivePolicy === "") return;
  const redrive = (JSON.parse(RedrivePolicy) ?? {}) as Readonly<Record<string, unknown>>;
  for (const attribute of ["deadLetterTargetArn", "maxReceiveCount"]) {
    refuseIf(redrive[attribute] === undefined, rules.redriveAttribute, RedrivePolicy, attribute);
  }
  const target = queues(aws).find(({ arn }) => arn === redrive.deadLetterTargetArn);
  refuseUnless(target, rules.deadLetterQueue, RedrivePolicy);
  refuseIf(target.isFifo !== isFifo, rules.deadLetterType, RedrivePolicy);
}

/** True for the text of a policy that names who it is about. */
function isPolicy(text: string): boolean {
  try {
    return parsePolicy(text).statements.every(({ principal, notPrincipal }) => principal ?? notPrincipal);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return false;
    throw error;
  }
}
