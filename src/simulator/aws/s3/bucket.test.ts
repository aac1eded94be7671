import { expect, test } from "vitest";
import { bucket, configure, inAnotherRegion, upload, versioned } from "../../testing/buckets.ts";
import { testCloud } from "../../testing/cloud.ts";
import { createBucket, deleteBucket } from "./bucket.ts";
import { isBucketName } from "./bucket-name.ts";
import { deleteObject } from "./object.ts";

const type = "aws_s3_bucket";

test("a bucket shows the names under which it is reached", () => {
  expect(bucket(testCloud({ region: "eu-central-1" }), "acme-data")).toMatchObject({
    id: "acme-data",
    arn: "arn:aws:s3:::acme-data",
    bucket_region: "eu-central-1",
    bucket_domain_name: "acme-data.s3.amazonaws.com",
    bucket_regional_domain_name: "acme-data.s3.eu-central-1.amazonaws.com",
    hosted_zone_id: "Z21DNDUVLTQW6Q",
    website_endpoint: "",
  });
});

test("a new bucket belongs to its owner alone and is encrypted", () => {
  const cloud = testCloud();
  const state = bucket(cloud, "acme-data");
  expect(state).toMatchObject({
    grant: [{ type: "CanonicalUser", permissions: ["FULL_CONTROL"] }],
    versioning: [{ enabled: false }],
    server_side_encryption_configuration: [
      { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }] },
    ],
  });
  expect(cloud.import("aws_s3_bucket_public_access_block", "acme-data")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(cloud.import("aws_s3_bucket_ownership_controls", "acme-data").rule).toEqual([
    { object_ownership: "BucketOwnerEnforced" },
  ]);
});

test.each(["abc", "a-b.c", "1bucket", "a".repeat(63)])("%s is a name for a bucket", (name) => {
  expect(isBucketName(name)).toBe(true);
});

test.each(["ab", "a".repeat(64), "-abc", "abc.", "a..b", "Abc", "a_b", "192.168.0.1", "xn--abc", "abc-s3alias"])(
  "%s is no name for a bucket",
  (name) => {
    expect(isBucketName(name)).toBe(false);
  },
);

test("a name is made from a prefix, and the prefix is found again by an import", () => {
  const cloud = testCloud();
  const state = cloud.create(type, { bucket_prefix: "acme-" });
  expect(state.bucket).toMatch(/^acme-\d{18}[0-9a-f]{8}$/);
  expect(cloud.import(type, String(state.id)).bucket_prefix).toBe("acme-");
  expect(cloud.create(type, {}).bucket).toMatch(/^terraform-\d{18}[0-9a-f]{8}$/);
});

test("a name in the account's own namespace ends with account and Region, and no other does", () => {
  const cloud = testCloud();
  const state = cloud.create(type, { bucket_prefix: "acme-", bucket_namespace: "account-regional" });
  expect(state.bucket).toMatch(/^acme-\d{18}[0-9a-f]{8}-123456789012-us-east-1-an$/);
  expect(cloud.read(type, state)).toEqual(state);
  expect(() => bucket(cloud, "acme-data-123456789012-us-east-1-an")).toThrow("must not end with");
  expect(() => bucket(cloud, "acme-data", { bucket_namespace: "account-regional" })).toThrow("must end with");
});

test("the API of us-east-1 takes a second creation by the owner, the provider does not", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  versioned(cloud, "acme-data");
  expect(createBucket(cloud.aws, { name: "acme-data" }).versioning).toBe("Enabled");
  expect(() => bucket(cloud, "acme-data")).toThrow("creating S3 Bucket (acme-data): BucketAlreadyExists");
});

test("elsewhere the API itself says that the bucket is yours", () => {
  const cloud = testCloud({ region: "eu-west-1" });
  bucket(cloud, "acme-data");
  expect(() => bucket(cloud, "acme-data")).toThrow(
    "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
  );
});

test("versions and delete markers keep a bucket from being deleted, even when nothing can be read any more", () => {
  const cloud = testCloud();
  const state = bucket(cloud, "acme-data");
  versioned(cloud, "acme-data");
  upload(cloud, "acme-data");
  deleteObject(cloud.aws, "acme-data", "a");
  expect(() => cloud.delete(type, state)).toThrow(
    "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
  );
});

test("a bucket that may be emptied goes with everything in it", () => {
  const cloud = testCloud();
  const state = bucket(cloud, "acme-data", { force_destroy: true });
  versioned(cloud, "acme-data");
  upload(cloud, "acme-data");
  upload(cloud, "acme-data", { key: "b" });
  deleteObject(cloud.aws, "acme-data", "a");
  cloud.delete(type, state);
  expect(cloud.world.ledger()).toEqual([]);
});

test("another bucket's objects do not count", () => {
  const cloud = testCloud();
  const state = bucket(cloud, "acme");
  bucket(cloud, "acme-data");
  upload(cloud, "acme-data");
  expect(() => cloud.delete(type, state)).not.toThrow();
});

test("a read shows what other types set, and plans nothing against it", () => {
  const cloud = testCloud();
  const state = bucket(cloud, "acme-data");
  bucket(cloud, "acme-logs");
  versioned(cloud, "acme-data");
  configure(cloud, "logging", { target_bucket: "acme-logs", target_prefix: "data/" });
  const read = cloud.read(type, state);
  expect(read).toMatchObject({
    versioning: [{ enabled: true }],
    logging: [{ target_bucket: "acme-logs", target_prefix: "data/" }],
  });
  expect(cloud.plan(type, read, { bucket: "acme-data" }).action).toBe("none");
});

test("tags change in place, another name replaces", () => {
  const cloud = testCloud({ defaultTags: { owner: "platform" } });
  const state = bucket(cloud, "acme-data", { tags: { team: "data" } });
  const updated = cloud.update(state, type, { bucket: "acme-data", tags: { team: "web" } });
  expect(cloud.read(type, updated)).toMatchObject({
    tags: { team: "web" },
    tags_all: { owner: "platform", team: "web" },
  });
  expect(cloud.plan(type, updated, { bucket: "acme-other" })).toMatchObject({ action: "replace", replace: ["bucket"] });
});

test("a bucket that went by another hand is gone from the state, with its settings", () => {
  const cloud = testCloud();
  const state = bucket(cloud, "acme-data");
  const versioning = versioned(cloud, "acme-data");
  deleteBucket(cloud.aws, "acme-data");
  expect(cloud.read(type, state)).toBeNull();
  expect(cloud.read("aws_s3_bucket_versioning", versioning)).toBeNull();
  expect(() => cloud.delete("aws_s3_bucket_versioning", versioning)).not.toThrow();
  expect(() => cloud.delete(type, state)).not.toThrow();
});

test("an imported bucket needs no change", () => {
  const cloud = testCloud();
  bucket(cloud, "acme-data");
  expect(cloud.plan(type, cloud.import(type, "acme-data"), { bucket: "acme-data" }).action).toBe("none");
});

test("the data source finds a bucket, and says so when there is none", () => {
  const cloud = testCloud();
  const state = bucket(cloud, "acme-data");
  expect(cloud.data(type, { bucket: "acme-data" })).toMatchObject({
    arn: state.arn ?? null,
    bucket_regional_domain_name: state.bucket_regional_domain_name ?? null,
  });
  expect(() => cloud.data(type, { bucket: "acme-none" })).toThrow("couldn't find resource");
  expect(() => inAnotherRegion(cloud, "eu-west-1").data(type, { bucket: "acme-data" })).toThrow("PermanentRedirect");
});
