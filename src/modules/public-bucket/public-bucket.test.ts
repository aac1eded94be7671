import { expect, test } from "vitest";
import { policyOf, type Synthesised, synthesise } from "../../stacks/testing/root-module.ts";
import { PublicBucket, type PublicBucketProps } from "./public-bucket.ts";

function bucket(change: Partial<PublicBucketProps> = {}): Synthesised {
  return synthesise((stack) => {
    const props = { key: "data", name: "example-data", corsOrigins: [], forceDestroy: false, ...change };
    new PublicBucket(stack, "public", props);
  });
}

// Defect L4: data was public by an ACL, by a policy and for every site.
test("everybody reads objects, by the policy alone; nobody lists or writes, and no ACL counts", () => {
  const module = bucket();
  expect(policyOf(module.resource("aws_s3_bucket_policy.data_policy").policy).Statement).toMatchObject([
    { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject" },
  ]);
  expect(module.resource("aws_s3_bucket_public_access_block.data_public_access")).toMatchObject({
    block_public_acls: true,
    ignore_public_acls: true,
    block_public_policy: false,
    restrict_public_buckets: false,
  });
  expect(module.resource("aws_s3_bucket_ownership_controls.data_ownership")).toMatchObject({
    rule: { object_ownership: "BucketOwnerEnforced" },
  });
  expect(Object.keys(module.resources("aws_s3_bucket_acl"))).toEqual([]);
});

test("only the sites that are named read from their pages", () => {
  expect(Object.keys(bucket().resources("aws_s3_bucket_cors_configuration"))).toEqual([]);
  const named = bucket({ corsOrigins: ["https://example.org"] });
  expect(named.resource("aws_s3_bucket_cors_configuration.data_cors").cors_rule).toMatchObject([
    { allowed_methods: ["GET", "HEAD"], allowed_origins: ["https://example.org"] },
  ]);
});

test("what was replaced can be had back for 30 days, and data that must stay says so", () => {
  expect(bucket().resource("aws_s3_bucket_versioning.data_versioning")).toMatchObject({
    versioning_configuration: { status: "Enabled" },
  });
  expect(bucket().resource("aws_s3_bucket.data")).toMatchObject({
    force_destroy: false,
    tags: { DataRetention: "keep", Public: "read" },
  });
  expect(bucket({ forceDestroy: true }).resource("aws_s3_bucket.data").tags).not.toHaveProperty("DataRetention");
});
