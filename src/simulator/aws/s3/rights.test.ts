import { expect, test } from "vitest";
import { bucket, configure, lifecycle, statement, upload, versioned } from "../../testing/buckets.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { principalOfAccessKey } from "../sts/credentials.ts";

/** Rights that AWS names for a bucket and its settings: to make, to read and to remove them. */
const rights = `CreateBucket PutBucketTagging PutBucketVersioning PutEncryptionConfiguration PutBucketPublicAccessBlock
  PutBucketOwnershipControls PutBucketPolicy PutLifecycleConfiguration ListBucket GetBucketTagging GetBucketPolicy
  GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning GetAccelerateConfiguration GetBucketRequestPayment
  GetBucketLogging GetLifecycleConfiguration GetReplicationConfiguration GetEncryptionConfiguration
  GetBucketObjectLockConfiguration GetBucketPublicAccessBlock GetBucketOwnershipControls DeleteBucket
  DeleteBucketPolicy ListBucketVersions DeleteObjectVersion PutObject`.split(/\s+/);

/** A user of a fresh account who may do nothing else in S3. */
function userWith(actions: readonly string[]): TestCloud {
  const cloud = testCloud();
  const { account } = cloud.aws;
  cloud.create("aws_iam_user", { name: "builder" });
  cloud.create("aws_iam_user_policy", {
    name: "s3",
    user: "builder",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: actions.map((action) => `s3:${action}`), Resource: "*" },
    }),
  });
  const { id } = cloud.create("aws_iam_access_key", { user: "builder" });
  return testCloud({ world: cloud.world, account, principal: principalOfAccessKey(cloud.world, String(id)) });
}

/** Makes a bucket with settings, reads it and takes it all away. */
function live(cloud: TestCloud): void {
  const state = bucket(cloud, "acme-data", { tags: { team: "data" }, force_destroy: true });
  versioned(cloud, "acme-data");
  configure(cloud, "server_side_encryption_configuration", {
    rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }],
  });
  const block = configure(cloud, "public_access_block", { block_public_policy: true });
  const ownership = configure(cloud, "ownership_controls", { rule: [{ object_ownership: "BucketOwnerEnforced" }] });
  const policy = configure(cloud, "policy", { policy: statement({}) });
  lifecycle(cloud, [{ expiration: [{ days: 1 }] }]);
  upload(cloud, "acme-data");
  cloud.read("aws_s3_bucket", state);
  cloud.read("aws_s3_bucket_public_access_block", block);
  cloud.read("aws_s3_bucket_ownership_controls", ownership);
  cloud.delete("aws_s3_bucket_policy", policy);
  cloud.delete("aws_s3_bucket", state);
}

test("the rights that AWS names for a bucket are enough for its whole life", () => {
  expect(() => live(userWith(rights))).not.toThrow();
});

test.each(rights)("without %s something of it is denied", (right) => {
  expect(() => live(userWith(rights.filter((one) => one !== right)))).toThrow(
    `is not authorized to perform: s3:${right} on resource: `,
  );
});
