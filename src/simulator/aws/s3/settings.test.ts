import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { bucket, configure, lifecycle, locked, upload, versioned } from "../../testing/buckets.ts";
import { testCloud } from "../../testing/cloud.ts";
import { blocks } from "../input.ts";
import { findBucket } from "./calls.ts";

/** A cloud with a bucket, and one to write logs to. */
function buckets() {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  bucket(cloud, "acme-logs");
  return cloud;
}

const settings: readonly (readonly [string, Values])[] = [
  [
    "cors_configuration",
    { cors_rule: [{ allowed_methods: ["PUT", "GET"], allowed_origins: ["https://*.example.org"] }] },
  ],
  [
    "logging",
    { target_bucket: "acme-logs", target_prefix: "data/", target_object_key_format: [{ simple_prefix: [{}] }] },
  ],
  ["notification", { eventbridge: true }],
  ["ownership_controls", { rule: [{ object_ownership: "ObjectWriter" }] }],
  ["public_access_block", { block_public_policy: true }],
  [
    "server_side_encryption_configuration",
    { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }], bucket_key_enabled: true }] },
  ],
  ["versioning", { versioning_configuration: [{ status: "Suspended" }] }],
  [
    "lifecycle_configuration",
    {
      rule: [
        { id: "all", status: "Enabled", filter: [{}], expiration: [{ days: 90 }] },
        { id: "old", status: "Enabled", prefix: "old/", noncurrent_version_expiration: [{ noncurrent_days: 3 }] },
        {
          id: "tagged",
          status: "Disabled",
          filter: [{ and: [{ prefix: "tmp/", tags: { kind: "scratch" } }] }],
          transition: [{ date: "2027-01-01T00:00:00Z", storage_class: "GLACIER" }],
        },
      ],
    },
  ],
];

test.each(settings)("%s is read, planned and imported without a change", (setting, config) => {
  const cloud = buckets();
  const type = `aws_s3_bucket_${setting}`;
  const whole = { bucket: "acme-data", ...config };
  const state = configure(cloud, setting, config);
  expect(cloud.read(type, state)).toEqual(state);
  expect(cloud.plan(type, state, whole).action).toBe("none");
  expect(cloud.plan(type, cloud.import(type, "acme-data"), whole).action).toBe("none");
});

test.each(settings)("%s goes with its resource and leaves the bucket", (setting, config) => {
  const cloud = buckets();
  const before = findBucket(cloud.aws, "acme-data");
  cloud.delete(`aws_s3_bucket_${setting}`, configure(cloud, setting, config));
  const after = findBucket(cloud.aws, "acme-data");
  const cleared = { ownership: null, publicAccessBlock: null };
  expect({ ...after, ...cleared }).toEqual({ ...before, ...removed[setting], ...cleared });
});

/** What a deletion leaves otherwise than the bucket had it before. */
const removed: Readonly<Record<string, object>> = { versioning: { versioning: "Suspended" } };

test.each(settings)("%s of another bucket replaces", (setting, config) => {
  const cloud = buckets();
  const state = configure(cloud, setting, config);
  const moved = cloud.plan(`aws_s3_bucket_${setting}`, state, { bucket: "acme-logs", ...config });
  expect(moved).toMatchObject({ action: "replace", replace: ["bucket"] });
});

test("the caller's own account may be added as the expected owner, another one replaces", () => {
  const cloud = buckets();
  const type = "aws_s3_bucket_versioning";
  const state = versioned(cloud, "acme-data");
  const expecting = (owner: string) => ({
    bucket: "acme-data",
    versioning_configuration: [{ status: "Enabled" }],
    expected_bucket_owner: owner,
  });
  expect(cloud.plan(type, state, expecting("123456789012")).action).toBe("update");
  expect(cloud.plan(type, state, expecting("210987654321")).replace).toEqual(["expected_bucket_owner"]);
  expect(cloud.import(type, "acme-data,123456789012").expected_bucket_owner).toBe("123456789012");
  expect(() => cloud.import(type, "acme-data,somebody")).toThrow("unexpected format for import ID");
});

test("versioning that is declared as disabled calls nothing, and there is no way back to it", () => {
  const cloud = buckets();
  const type = "aws_s3_bucket_versioning";
  const status = (value: string) => ({ bucket: "acme-data", versioning_configuration: [{ status: value }] });
  const state = cloud.create(type, status("Disabled"));
  expect(findBucket(cloud.aws, "acme-data")?.versioning).toBeNull();
  expect(cloud.plan(type, state, status("Disabled")).action).toBe("none");
  const enabled = cloud.update(state, type, status("Enabled"));
  expect(() => cloud.plan(type, enabled, status("Disabled"))).toThrow(
    "versioning_configuration.status cannot be updated from 'Enabled' to 'Disabled'",
  );
});

test("versioning of a bucket with object lock stays when its resource goes", () => {
  const cloud = testCloud();
  locked(cloud);
  cloud.delete("aws_s3_bucket_versioning", versioned(cloud, "acme-data"));
  expect(findBucket(cloud.aws, "acme-data")?.versioning).toBe("Enabled");
});

test("values that a lifecycle rule leaves out are known at plan time", () => {
  const { planned } = buckets().plan("aws_s3_bucket_lifecycle_configuration", null, {
    bucket: "acme-data",
    rule: [
      {
        id: "a",
        status: "Enabled",
        filter: [{ tag: [{ key: "k", value: "v" }] }],
        expiration: [{ days: 400 }],
        transition: [{ days: 30, storage_class: "STANDARD_IA" }],
      },
    ],
  });
  expect(blocks(planned, "rule")[0]).toMatchObject({
    prefix: "",
    filter: [{ prefix: null, object_size_greater_than: null }],
    expiration: [{ days: 400, date: null, expired_object_delete_marker: false }],
  });
});

test.each([
  [
    "two rules of one name",
    [
      { id: "a", expiration: [{ days: 1 }] },
      { id: "a", expiration: [{ days: 2 }] },
    ],
    "Rule ID must be unique.",
  ],
  [
    "an expiration before the transition",
    [{ expiration: [{ days: 30 }], transition: [{ days: 60, storage_class: "GLACIER" }] }],
    "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the Transition action",
  ],
  [
    "days and dates in one rule",
    [{ expiration: [{ days: 30 }], transition: [{ date: "2027-01-01T00:00:00Z", storage_class: "GLACIER" }] }],
    "Found mixed 'Date' and 'Days' based Expiration and Transition actions",
  ],
])("%s are refused in the words of S3", (_problem, rules, words) => {
  expect(() => lifecycle(buckets(), rules)).toThrow(words);
});

test.each([
  [{ allowed_methods: ["GET"], allowed_origins: ["https://*.*.org"] }, "can not have more than one wildcard"],
  [{ allowed_methods: ["GET"], allowed_origins: ["*"], expose_headers: ["x-*"] }, "contains wildcard"],
])("%j is no rule for CORS", (rule, words) => {
  expect(() => configure(buckets(), "cors_configuration", { cors_rule: [rule] })).toThrow(words);
});

test("a bucket has a thousand lifecycle rules and no more", () => {
  const rules = Array.from({ length: 1_001 }, () => ({ expiration: [{ days: 1 }] }));
  expect(() => lifecycle(buckets(), rules)).toThrow("MalformedXML");
  expect(() => lifecycle(buckets(), rules.slice(1))).not.toThrow();
});

test("an event is taken by one destination only, whether it is named alone or with its family", () => {
  const queue = (events: string) => ({ queue_arn: "arn:aws:sqs:us-east-1:999999999999:a", events: [events] });
  const notify = (first: string, second: string) =>
    configure(buckets(), "notification", { queue: [queue(first), queue(second)] });
  expect(() => notify("s3:ObjectCreated:*", "s3:ObjectCreated:Put")).toThrow("Configuration is ambiguously defined");
  expect(() => notify("s3:ObjectCreated:Put", "s3:ObjectCreated:Copy")).not.toThrow();
});

test("days in one rule and dates in another are taken", () => {
  const dated = { transition: [{ date: "2027-01-01T00:00:00Z", storage_class: "GLACIER" }] };
  const timed = { transition: [{ days: 30, storage_class: "GLACIER" }] };
  expect(() => lifecycle(buckets(), [timed, dated])).not.toThrow();
});

test("an expiration that says nothing is warned of by the provider", () => {
  const { diagnostics } = testCloud().provider.validateResource("aws_s3_bucket_lifecycle_configuration", {
    bucket: "acme-data",
    rule: [{ id: "a", status: "Enabled", filter: [{}], expiration: [{}] }],
  });
  expect(diagnostics).toMatchObject([{ severity: "warning", summary: "Invalid Attribute Combination" }]);
});

test("notifications get ids of the provider, and one configuration replaces the other", () => {
  const cloud = buckets();
  const queue = (name: string) => [
    { queue_arn: `arn:aws:sqs:us-east-1:999999999999:${name}`, events: ["s3:ObjectRemoved:*"] },
  ];
  const state = configure(cloud, "notification", { queue: queue("first") });
  expect(blocks(state, "queue")[0]?.id).toMatch(/^tf-s3-queue-\d{18}[0-9a-f]{8}$/);
  expect(cloud.read("aws_s3_bucket_notification", state)).toEqual(state);
  configure(cloud, "notification", { queue: queue("second") });
  const read = cloud.read("aws_s3_bucket_notification", state);
  expect(blocks(read ?? {}, "queue").map(({ queue_arn: arn }) => arn)).toEqual([
    "arn:aws:sqs:us-east-1:999999999999:second",
  ]);
});

test("logs are not delivered to a bucket that does not exist", () => {
  expect(() => configure(buckets(), "logging", { target_bucket: "acme-none", target_prefix: "" })).toThrow(
    "api error InvalidTargetBucketForLogging: The target bucket for logging does not exist",
  );
});

test("objects follow the encryption of their bucket until it is taken away", () => {
  const cloud = buckets();
  const key = cloud.create("aws_kms_key", {});
  const standard = { sse_algorithm: "aws:kms", kms_master_key_id: String(key.arn) };
  const state = configure(cloud, "server_side_encryption_configuration", {
    rule: [{ apply_server_side_encryption_by_default: [standard], bucket_key_enabled: true }],
  });
  expect(upload(cloud, "acme-data")).toMatchObject({
    server_side_encryption: "aws:kms",
    kms_key_id: key.arn ?? null,
    bucket_key_enabled: true,
  });
  cloud.delete("aws_s3_bucket_server_side_encryption_configuration", state);
  expect(upload(cloud, "acme-data", { key: "b" })).toMatchObject({
    server_side_encryption: "AES256",
    kms_key_id: null,
  });
});
