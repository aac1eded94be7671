import { expect, test } from "vitest";
import { bucket } from "../../testing/buckets.ts";
import { testCloud } from "../../testing/cloud.ts";
import { findBucket } from "./calls.ts";

const type = "aws_s3_bucket";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "210987654321" },
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::acme-data",
    },
  ],
});
const whole = {
  bucket: "acme-data",
  policy,
  cors_rule: [{ allowed_methods: ["GET"], allowed_origins: ["*"], max_age_seconds: 60 }],
  website: [{ index_document: "index.html" }],
  versioning: [{ enabled: true }],
  logging: [{ target_bucket: "acme-logs", target_prefix: "data/" }],
  lifecycle_rule: [
    { enabled: true, prefix: "tmp/", expiration: [{ days: 7 }] },
    { id: "cold", enabled: false, tags: { kind: "old" }, transition: [{ days: 60, storage_class: "GLACIER" }] },
  ],
  acceleration_status: "Enabled",
  request_payer: "Requester",
  server_side_encryption_configuration: [
    { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }] },
  ],
};

test("settings within the bucket are made, and need no change afterwards", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-logs");
  const state = cloud.create(type, whole);
  expect(cloud.read(type, state)).toEqual(state);
  expect(cloud.plan(type, state, whole).action).toBe("none");
  expect(state).toMatchObject({
    website_endpoint: "acme-data.s3-website-us-east-1.amazonaws.com",
    lifecycle_rule: [{ id: expect.stringMatching(/^tf-s3-lifecycle-\d{18}/), prefix: "tmp/" }, { id: "cold" }],
  });
});

test("the types of single settings see the same", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-logs");
  cloud.create(type, whole);
  expect(cloud.import("aws_s3_bucket_policy", "acme-data").policy).toBe(policy);
  expect(cloud.import("aws_s3_bucket_versioning", "acme-data").versioning_configuration).toEqual([
    { status: "Enabled", mfa_delete: "" },
  ]);
  expect(cloud.import("aws_s3_bucket_lifecycle_configuration", "acme-data").rule).toMatchObject([
    { status: "Enabled", filter: [{ prefix: "tmp/" }], expiration: [{ days: 7 }] },
    { id: "cold", status: "Disabled", filter: [{ and: [{ tags: { kind: "old" } }] }] },
  ]);
});

test("a changed setting is made in place", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-logs");
  const changed = { ...whole, versioning: [{ enabled: false }], request_payer: "BucketOwner", policy: "" };
  const updated = cloud.update(cloud.create(type, whole), type, changed);
  expect(cloud.read(type, updated)).toEqual(updated);
  expect(findBucket(cloud.aws, "acme-data")).toMatchObject({
    versioning: "Suspended",
    requestPayer: "BucketOwner",
    acceleration: "Enabled",
  });
});

test("a setting that is refused leaves the bucket behind, so that the engine knows of it", () => {
  const cloud = testCloud();
  const create = () => cloud.create(type, { ...whole, logging: [{ target_bucket: "acme-none" }] });
  expect(create).toThrow("creating S3 Bucket: operation error S3: PutBucketLogging");
  expect(findBucket(cloud.aws, "acme-data")?.versioning).toBe("Enabled");
});

test("a canned ACL for others is refused with the bucket, because its owner is enforced", () => {
  const cloud = testCloud();
  expect(() => bucket(cloud, "acme-data", { acl: "public-read" })).toThrow("InvalidBucketAclWithObjectOwnership");
  expect(cloud.world.ledger()).toEqual([]);
  expect(() => bucket(cloud, "acme-data", { acl: "private" })).not.toThrow();
});

test("a bucket is replicated by a role that the caller may hand on", () => {
  const cloud = testCloud();
  const trust = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
  const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: trust });
  const role = cloud.create("aws_iam_role", { name: "copier", assume_role_policy });
  bucket(cloud, "acme-copy", { versioning: [{ enabled: true }] });
  const config = {
    bucket: "acme-data",
    versioning: [{ enabled: true }],
    replication_configuration: [
      {
        role: String(role.arn),
        rules: [{ id: "all", status: "Enabled", destination: [{ bucket: "arn:aws:s3:::acme-copy" }] }],
      },
    ],
  };
  const state = cloud.create(type, config);
  expect(cloud.read(type, state)).toEqual(state);
  expect(cloud.plan(type, state, config).action).toBe("none");
});
