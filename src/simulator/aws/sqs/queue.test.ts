import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { queues } from "./queue.ts";

const type = "aws_sqs_queue";

const queue = (cloud: TestCloud, config: Values = {}): Values => cloud.create(type, { name: "events", ...config });

describe("a queue", () => {
  test("is read as it was made, with what SQS fills in, and planning it again changes nothing", () => {
    const cloud = testCloud();
    const config = { name: "events", visibility_timeout_seconds: 60, tags: { team: "a" } };
    const state = queue(cloud, config);
    expect(state).toMatchObject({
      id: "https://sqs.us-east-1.amazonaws.com/123456789012/events",
      arn: "arn:aws:sqs:us-east-1:123456789012:events",
      message_retention_seconds: 345_600,
      sqs_managed_sse_enabled: true,
    });
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.plan(type, state, config).action).toBe("none");
  });

  test("changes in place but for its name and its kind", () => {
    const cloud = testCloud();
    const state = queue(cloud, { delay_seconds: 5, tags: { team: "a" } });
    const updated = cloud.update(state, type, { name: "events", delay_seconds: 10, tags: { team: "b" } });
    expect(updated).toMatchObject({ delay_seconds: 10, tags_all: { team: "b" } });
    expect(cloud.plan(type, updated, { name: "results" }).replace).toEqual(["name"]);
  });

  test("with a redrive policy that says nothing is refused, and is no defect", () => {
    expect(() => queue(testCloud(), { redrive_policy: "null" })).toThrow("does not contain mandatory attribute");
  });

  test("is gone when it was deleted, and deleting it twice is no error", () => {
    const cloud = testCloud();
    const state = queue(cloud);
    cloud.delete(type, state);
    expect(() => cloud.delete(type, state)).not.toThrow();
    expect(queues(cloud.aws).size).toBe(0);
    expect(cloud.read(type, state)).toBeNull();
  });
});

describe("a queue that keeps the order", () => {
  const fifo = { name: "events.fifo", fifo_queue: true, content_based_deduplication: true };

  test("has a name that ends in .fifo, and looks for doubles in the whole queue", () => {
    const cloud = testCloud();
    const state = queue(cloud, fifo);
    expect(state).toMatchObject({
      arn: "arn:aws:sqs:us-east-1:123456789012:events.fifo",
      deduplication_scope: "queue",
      fifo_throughput_limit: "perQueue",
    });
    expect(cloud.plan(type, state, fifo).action).toBe("none");
  });

  test("is refused with another name, as is that name for any other queue", () => {
    expect(() => queue(testCloud(), { ...fifo, name: "events" })).toThrow("invalid queue name: events");
    expect(() => queue(testCloud(), { name: "events.fifo" })).toThrow("invalid queue name: events.fifo");
  });

  test("is the only one that finds doubles by what they say", () => {
    expect(() => queue(testCloud(), { content_based_deduplication: true })).toThrow("FIFO queue");
  });

  test("gets a name of its kind when it gets none", () => {
    expect(String(testCloud().create(type, { fifo_queue: true }).name)).toMatch(/^terraform-\d{8}.*\.fifo$/);
  });
});

describe("a policy of a queue", () => {
  const sender = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::123456789012:role/api" },
    Action: "sqs:SendMessage",
  };
  const policyOf = (url: unknown): Values => ({
    queue_url: String(url),
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ ...sender, Resource: "*" }] }),
  });

  test("shows at the queue, and goes without it", () => {
    const cloud = testCloud();
    const { url } = queue(cloud);
    const state = cloud.create("aws_sqs_queue_policy", policyOf(url));
    expect(queues(cloud.aws).get(String(url))?.attributes.Policy).toContain("sqs:SendMessage");
    expect(cloud.plan("aws_sqs_queue_policy", state, policyOf(url)).action).toBe("none");
    cloud.delete("aws_sqs_queue_policy", state);
    expect(queues(cloud.aws).get(String(url))?.attributes.Policy).toBe("");
    expect(cloud.read("aws_sqs_queue_policy", state)).toBeNull();
  });

  test("went with its queue", () => {
    const cloud = testCloud();
    const made = queue(cloud);
    const state = cloud.create("aws_sqs_queue_policy", policyOf(made.url));
    cloud.delete(type, made);
    cloud.delete("aws_sqs_queue_policy", state);
    expect(cloud.read("aws_sqs_queue_policy", state)).toBeNull();
  });
});
