import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { rules } from "./rules.ts";

const queue = (cloud: TestCloud, config: object = {}) => cloud.create("aws_sqs_queue", { name: "events", ...config });

const redrive = (arn: unknown, change: object = {}) => ({
  redrive_policy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5, ...change }),
});

const policy = (url: unknown, document: unknown) => ({
  queue_url: String(url),
  policy: typeof document === "string" ? document : JSON.stringify(document),
});

const allow = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };

testRules(rules, testCloud, {
  exists: {
    refused: (cloud) => {
      queue(cloud);
      queue(cloud, { delay_seconds: 5 });
    },
    accepted: (cloud) => {
      queue(cloud);
      queue(cloud);
    },
  },
  missing: {
    refused: (cloud) => {
      const { url } = queue(cloud);
      cloud.delete("aws_sqs_queue", queue(cloud));
      cloud.create("aws_sqs_queue_policy", policy(url, { Statement: [{ ...allow, Principal: "*" }] }));
    },
    accepted: (cloud) => {
      cloud.create("aws_sqs_queue_policy", policy(queue(cloud).url, { Statement: [{ ...allow, Principal: "*" }] }));
    },
  },
  redriveAttribute: {
    refused: (cloud) => {
      const { arn } = queue(cloud, { name: "dead" });
      queue(cloud, redrive(arn, { maxReceiveCount: undefined }));
    },
    accepted: (cloud) => queue(cloud, redrive(queue(cloud, { name: "dead" }).arn)),
  },
  deadLetterQueue: {
    refused: (cloud) => queue(cloud, redrive("arn:aws:sqs:us-east-1:123456789012:nobody")),
    accepted: (cloud) => queue(cloud, redrive(queue(cloud, { name: "dead" }).arn)),
  },
  deadLetterType: {
    refused: (cloud) => queue(cloud, redrive(cloud.create("aws_sqs_queue", { fifo_queue: true }).arn)),
    accepted: (cloud) => queue(cloud, redrive(queue(cloud, { name: "dead" }).arn)),
  },
  policy: {
    refused: (cloud) => cloud.create("aws_sqs_queue_policy", policy(queue(cloud).url, { Statement: [allow] })),
    accepted: (cloud) =>
      cloud.create("aws_sqs_queue_policy", policy(queue(cloud).url, { Statement: [{ ...allow, Principal: "*" }] })),
  },
});
