import { describe, expect, test } from "vitest";
import { policyOf, synthesise } from "../../stacks/testing/root-module.ts";
import { PrivateBucket, type PrivateBucketProps } from "./private-bucket.ts";
import { bucketStatements } from "./statements.ts";

function bucket(change: Partial<PrivateBucketProps> = {}) {
  return synthesise((stack) => {
    new PrivateBucket(stack, "bucket", {
      key: "data",
      name: "example-data",
      purpose: "Data",
      versioned: true,
      forceDestroy: false,
      ...change,
    });
  });
}

// Defect 37: no public access block, no encryption, no policy, no owner, no lifecycle.
describe("a bucket", () => {
  test("is closed to the public in all four ways, and no ACL counts", () => {
    expect(bucket().resource("aws_s3_bucket_public_access_block.data_public_access")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(bucket().resource("aws_s3_bucket_ownership_controls.data_ownership").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  test("is encrypted, by S3's key or by one of its own", () => {
    const rule = (change: Partial<PrivateBucketProps>) =>
      JSON.stringify(
        bucket(change).resource("aws_s3_bucket_server_side_encryption_configuration.data_encryption").rule,
      );
    expect(rule({})).toContain('"sse_algorithm":"AES256"');
    expect(rule({ encryptionKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1" })).toContain(
      '"kms_master_key_id":"arn:aws:kms:us-east-1:111111111111:key/1","sse_algorithm":"aws:kms"',
    );
  });

  test("is reached with TLS only, by everybody and for everything", () => {
    const [statement] = policyOf(bucket().resource("aws_s3_bucket_policy.data_policy").policy).Statement;
    expect(statement).toMatchObject({
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(statement?.Resource).toHaveLength(2);
  });

  test("lets unfinished uploads go, and what was replaced, and what is old where it says so", () => {
    const rules = (change: Partial<PrivateBucketProps>) =>
      bucket(change).resource("aws_s3_bucket_lifecycle_configuration.data_lifecycle").rule;
    expect(rules({})).toMatchObject([{ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }]);
    expect(rules({ keepNoncurrentDays: 30, expireAfterDays: 60 })).toMatchObject([
      { status: "Enabled" },
      { status: "Enabled", noncurrent_version_expiration: [{ noncurrent_days: 30 }] },
      { status: "Enabled", expiration: [{ days: 60 }] },
    ]);
  });

  // Defect 38: a status that S3 refuses once a bucket was versioned.
  test("suspends versions where it keeps none, which S3 takes before and after", () => {
    const status = (versioned: boolean) =>
      bucket({ versioned }).resource("aws_s3_bucket_versioning.data_versioning").versioning_configuration;
    expect(status(false)).toEqual({ status: "Suspended" });
    expect(status(true)).toEqual({ status: "Enabled" });
  });

  // Defect 46: nothing kept data from a tear-down.
  test("with data outlives its stack and says so, unless it may be emptied", () => {
    expect(bucket().resource("aws_s3_bucket.data")).toMatchObject({
      force_destroy: false,
      tags: { Purpose: "Data", DataRetention: "keep" },
    });
    expect(bucket({ forceDestroy: true }).resource("aws_s3_bucket.data").tags).toEqual({ Purpose: "Data" });
  });
});

// Defect 40: one list of actions for the bucket and its objects, without those of uploads in parts.
test("the rights of a workload are apart for the bucket and its objects, uploads in parts included", () => {
  const [onBucket, onObjects] = bucketStatements("example-data", { deletes: false });
  expect(onBucket).toEqual({
    Effect: "Allow",
    Action: ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucketMultipartUploads"],
    Resource: "arn:aws:s3:::example-data",
  });
  expect(onObjects).toEqual({
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
    Resource: "arn:aws:s3:::example-data/*",
  });
});
