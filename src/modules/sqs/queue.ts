import { Construct } from "constructs";
import { SqsQueue } from "../../../.gen/aws/sqs-queue.js";
import { SqsQueuePolicy } from "../../../.gen/aws/sqs-queue-policy.js";
import { queueNames } from "../../configuration/optional-modules.ts";
import { policyDocument, type Statement } from "../iam/documents.ts";
import { PodIdentity, type PodsOfAccount } from "../iam/pod-identity.ts";
import type { Place } from "../place.ts";

/** Pods that use a queue. */
interface QueueWorkload extends PodsOfAccount {
  readonly may: readonly ("send" | "receive")[];
}

export interface QueueProps extends Place {
  readonly clusterName: string;
  /** The same as a reference to the cluster. */
  readonly clusterReference: string;
  /** Ends its name, and begins the addresses of its resources. */
  readonly key: string;
  readonly fifo: boolean;
  readonly visibilitySeconds: number;
  readonly retentionDays: number;
  /** How often a message is taken in vain before it goes to the dead letters. */
  readonly maximumReceives: number;
  readonly workload?: QueueWorkload | undefined;
}

const secondsOfDay = 86_400;

/** Days that dead letters wait for somebody to look at them: as many as SQS lets them. */
const deadLetterDays = 14;

/** What each right on a queue is made of. */
const actions: Readonly<Record<QueueWorkload["may"][number], readonly string[]>> = {
  send: ["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"],
  receive: [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueUrl",
    "sqs:GetQueueAttributes",
  ],
};

/** A queue that is encrypted, that nobody reaches without TLS, and that keeps what could not be worked off for people to look at. */
export class Queue extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
  readonly #key: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { key, fifo, account, region, clusterName } = props;
    const names = queueNames(clusterName, key, fifo);
    const common = {
      ...(fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {}),
      sqsManagedSseEnabled: true,
    };
    const dead = new SqsQueue(this, `${key}-dead`, {
      ...common,
      name: names.dead,
      messageRetentionSeconds: deadLetterDays * secondsOfDay,
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        // By name: the queue itself comes after its dead letters.
        sourceQueueArns: [`arn:aws:sqs:${region}:${account}:${names.queue}`],
      }),
    });
    const queue = new SqsQueue(this, key, {
      ...common,
      name: names.queue,
      visibilityTimeoutSeconds: props.visibilitySeconds,
      messageRetentionSeconds: props.retentionDays * secondsOfDay,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: props.maximumReceives }),
    });
    this.arn = queue.arn;
    this.url = queue.url;
    this.fifo = fifo;
    this.#key = key;
    new SqsQueuePolicy(this, `${key}-dead-policy`, {
      queueUrl: dead.url,
      policy: policyDocument(onlyWithTls(dead.arn)),
    });
    if (props.workload) {
      const { may, ...pods } = props.workload;
      new PodIdentity(this, `${key}-workload`, {
        ...props,
        ...pods,
        key: `${key}-queue`,
        description: `Lets ${pods.namespace}/${pods.serviceAccount} ${may.join(" and ")} at the queue ${names.queue}`,
        statements: [
          { Effect: "Allow", Action: [...new Set(may.flatMap((right) => actions[right]))], Resource: this.arn },
        ],
      });
    }
  }

  /** Says who may send beside the account's own roles with that right: the roles of these ARNs and nobody else. */
  admit(senders: readonly string[]): void {
    const allowed: Statement[] =
      senders.length === 0
        ? []
        : [
            {
              Sid: "Senders",
              Effect: "Allow",
              Principal: { AWS: senders },
              Action: "sqs:SendMessage",
              Resource: this.arn,
            },
          ];
    new SqsQueuePolicy(this, `${this.#key}-policy`, {
      queueUrl: this.url,
      policy: policyDocument(onlyWithTls(this.arn), ...allowed),
    });
  }
}

function onlyWithTls(arn: string): Statement {
  return {
    Sid: "OnlyWithTls",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sqs:*",
    Resource: arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
