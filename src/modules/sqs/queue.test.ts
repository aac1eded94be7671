import { expect, test } from "vitest";
import { policyOf, type Synthesised, synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { Queue, type QueueProps } from "./queue.ts";

function queue(change: Partial<QueueProps> = {}, senders: readonly string[] = []): Synthesised {
  return synthesise((stack) => {
    new Queue(stack, "queue", {
      account: "111111111111",
      region: "us-east-1",
      roleBoundaryArn: "arn:aws:iam::111111111111:policy/boundary",
      clusterName: "k8",
      clusterReference: "k8",
      key: "events",
      fifo: false,
      visibilitySeconds: 30,
      retentionDays: 4,
      maximumReceives: 5,
      ...change,
    }).admit(senders);
  });
}

// Defect L3: a queue without dead letters and without a word about encryption.
test("a queue is encrypted, and keeps what nobody could work off in a queue of its own for 14 days", () => {
  const module = queue();
  expect(module.resource("aws_sqs_queue.events")).toMatchObject({
    name: "k8-events",
    sqs_managed_sse_enabled: true,
    message_retention_seconds: 345_600,
  });
  expect(JSON.parse(String(module.resource("aws_sqs_queue.events").redrive_policy))).toEqual({
    deadLetterTargetArn: expression("aws_sqs_queue.events_dead.arn"),
    maxReceiveCount: 5,
  });
  const dead = module.resource("aws_sqs_queue.events_dead");
  expect(dead).toMatchObject({
    name: "k8-events-dead",
    sqs_managed_sse_enabled: true,
    message_retention_seconds: 1_209_600,
  });
  expect(JSON.parse(String(dead.redrive_allow_policy))).toEqual({
    redrivePermission: "byQueue",
    sourceQueueArns: ["arn:aws:sqs:us-east-1:111111111111:k8-events"],
  });
});

// Defect L1: everybody could send, without a condition.
test("its policy opens it to nobody but the roles that it is told of, and to nobody without TLS", () => {
  const statements = (senders: readonly string[], name: string) =>
    policyOf(queue({}, senders).resource(`aws_sqs_queue_policy.${name}`).policy).Statement;
  const closed = [{ Effect: "Deny", Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "false" } } }];
  expect(statements([], "events_policy")).toMatchObject(closed);
  expect(statements([], "events_policy")).toHaveLength(1);
  expect(statements(["arn:aws:iam::111111111111:role/k8-api"], "events_policy").slice(1)).toEqual([
    {
      Sid: "Senders",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::111111111111:role/k8-api"] },
      Action: "sqs:SendMessage",
      Resource: expression("aws_sqs_queue.events.arn"),
    },
  ]);
  expect(statements([], "events_dead_policy")).toMatchObject(closed);
});

// Defect L2: every pod of the cluster could take the role.
test("its workload is one service account of one namespace, with the rights that it was given", () => {
  const module = queue({ workload: { namespace: "intake", serviceAccount: "worker", may: ["receive"] } });
  expect(policyOf(module.resource("aws_iam_role.events_queue").assume_role_policy).Statement).toMatchObject([
    {
      Principal: { Service: "pods.eks.amazonaws.com" },
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-name": "k8",
          "aws:RequestTag/kubernetes-namespace": "intake",
          "aws:RequestTag/kubernetes-service-account": "worker",
        },
      },
    },
  ]);
  const [rights] = policyOf(module.resource("aws_iam_role_policy.events_queue_rights").policy).Statement;
  expect(rights?.Action).toContain("sqs:ReceiveMessage");
  expect(rights?.Action).not.toContain("sqs:SendMessage");
  expect(rights?.Resource).toBe(expression("aws_sqs_queue.events.arn"));
  expect(
    queue()
      .addresses()
      .filter((address) => address.startsWith("aws_iam_role")),
  ).toEqual([]);
});

test("a queue that keeps the order has dead letters that keep it too", () => {
  const module = queue({ fifo: true });
  for (const [address, name] of [
    ["aws_sqs_queue.events", "k8-events.fifo"],
    ["aws_sqs_queue.events_dead", "k8-events-dead.fifo"],
  ] as const) {
    expect(module.resource(address)).toMatchObject({ name, fifo_queue: true, content_based_deduplication: true });
  }
  expect(queue().resource("aws_sqs_queue.events").fifo_queue).toBeUndefined();
});
