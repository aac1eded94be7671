import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, policyOf, userWith } from "../../testing/identities.ts";
import { setKeyEnabled } from "../kms/key.ts";
import { createLogGroupIfMissing, deleteLogGroup, findLogGroup } from "./log-group.ts";

function group(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_cloudwatch_log_group", { name: "app", ...config });
}

/** ARN of a key that the log service may use under a condition. */
function keyFor(cloud: TestCloud, Condition: object = {}): string {
  const service = { Principal: { Service: "logs.us-east-1.amazonaws.com" }, Action: ["kms:Decrypt", "kms:Generate*"] };
  const policy = policyOf(
    allow({ Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*" }),
    allow({ ...service, Condition }),
  );
  return String(cloud.create("aws_kms_key", { policy }).arn);
}

describe("a log group", () => {
  test("is read as it was made, and planning it again changes nothing", () => {
    const cloud = testCloud();
    const config = { name: "/aws/eks/dev/cluster", retention_in_days: 90, tags: { team: "a" } };
    const state = group(cloud, config);
    expect(state).toMatchObject({
      id: "/aws/eks/dev/cluster",
      arn: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/eks/dev/cluster",
      log_group_class: "STANDARD",
    });
    expect(cloud.read("aws_cloudwatch_log_group", state)).toEqual(state);
    expect(cloud.plan("aws_cloudwatch_log_group", state, config).action).toBe("none");
    expect(cloud.import("aws_cloudwatch_log_group", config.name)).toMatchObject({
      retention_in_days: 90,
      tags: { team: "a" },
      skip_destroy: false,
    });
  });

  test("changes in place but for its name and class", () => {
    const cloud = testCloud();
    const state = group(cloud, { retention_in_days: 90, tags: { team: "a" } });
    const updated = cloud.update(state, "aws_cloudwatch_log_group", { name: "app", tags: { owner: "b" } });
    expect(updated).toMatchObject({ retention_in_days: 0, tags_all: { owner: "b" } });
    const infrequent = { name: "app", log_group_class: "INFREQUENT_ACCESS" };
    expect(cloud.plan("aws_cloudwatch_log_group", updated, infrequent).replace).toEqual(["log_group_class"]);
  });

  test("is kept on purpose when the configuration says so", () => {
    const cloud = testCloud();
    cloud.delete("aws_cloudwatch_log_group", group(cloud, { skip_destroy: true }));
    expect(findLogGroup(cloud.aws, "app")).toBeDefined();
  });

  test("that is deleted while its writer still runs comes back without retention, key and tags", () => {
    const cloud = testCloud();
    cloud.delete("aws_cloudwatch_log_group", group(cloud, { retention_in_days: 90, tags: { team: "a" } }));
    createLogGroupIfMissing(cloud.aws, "app");
    expect(findLogGroup(cloud.aws, "app")).toMatchObject({ retentionInDays: 0, kmsKeyId: null, tags: {} });
    expect(() => group(cloud)).toThrow("ResourceAlreadyExistsException: The specified log group already exists");
  });

  test("that somebody deleted is gone from the state, and its deletion is no error", () => {
    const cloud = testCloud();
    const state = group(cloud);
    deleteLogGroup(cloud.aws, "app");
    expect(cloud.read("aws_cloudwatch_log_group", state)).toBeNull();
    expect(() => cloud.delete("aws_cloudwatch_log_group", state)).not.toThrow();
  });
});

describe("retention", () => {
  test("is a number of days that the service knows, or for ever", () => {
    const cloud = testCloud();
    expect(group(cloud, { retention_in_days: 3_653 }).retention_in_days).toBe(3_653);
    expect(() => group(cloud, { name: "other", retention_in_days: 2 })).toThrow("retention_in_days");
    expect(group(cloud, { name: "forever" }).retention_in_days).toBe(0);
  });

  test("of a group for deliveries is two days, and no plan changes it", () => {
    const cloud = testCloud();
    const config = { name: "app", log_group_class: "DELIVERY", retention_in_days: 90 };
    const read = cloud.read("aws_cloudwatch_log_group", group(cloud, config));
    expect(read?.retention_in_days).toBe(2);
    expect(cloud.plan("aws_cloudwatch_log_group", read, config).action).toBe("none");
  });

  test("needs a right of its own, and the group is there without it", () => {
    const cloud = testCloud();
    const user = userWith(cloud, [allow({ Action: "logs:CreateLogGroup" })]);
    expect(() => group(user, { retention_in_days: 7 })).toThrow(
      "is not authorized to perform: logs:PutRetentionPolicy on resource: arn:aws:logs:us-east-1:123456789012:log-group:app:log-stream:",
    );
    expect(findLogGroup(cloud.aws, "app")?.retentionInDays).toBe(0);
  });
});

describe("the key of a log group", () => {
  const denied = "AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn";

  test("must let the log service of the Region use it for this very group", () => {
    const cloud = testCloud();
    const arn = (name: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`;
    const kms_key_id = keyFor(cloud, { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": arn("app") } });
    expect(group(cloud, { kms_key_id }).kms_key_id).toBe(kms_key_id);
    expect(() => group(cloud, { name: "other", kms_key_id })).toThrow(`${denied} '${arn("other")}'`);
  });

  test("must exist and be enabled", () => {
    const cloud = testCloud();
    const kms_key_id = keyFor(cloud);
    setKeyEnabled(cloud.aws, kms_key_id, false);
    expect(() => group(cloud, { kms_key_id })).toThrow(denied);
    expect(() => group(cloud, { kms_key_id: kms_key_id.replace(/[^-]+$/, "000000000000") })).toThrow(denied);
  });

  test("is given and taken in place, with the same check", () => {
    const cloud = testCloud();
    const state = group(cloud);
    const unfit = String(cloud.create("aws_kms_key", {}).arn);
    expect(() => cloud.update(state, "aws_cloudwatch_log_group", { name: "app", kms_key_id: unfit })).toThrow(denied);
    const kms_key_id = keyFor(cloud);
    const encrypted = cloud.update(state, "aws_cloudwatch_log_group", { name: "app", kms_key_id });
    expect(encrypted.kms_key_id).toBe(kms_key_id);
    expect(cloud.update(encrypted, "aws_cloudwatch_log_group", { name: "app" }).kms_key_id).toBeNull();
    expect(findLogGroup(cloud.aws, "app")?.kmsKeyId).toBeNull();
  });
});
