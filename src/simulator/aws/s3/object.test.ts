import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unknown } from "../../planning/values.ts";
import { bucket, locked, upload, versioned } from "../../testing/buckets.ts";
import { TestCloud, testCloud } from "../../testing/cloud.ts";
import { Aws } from "../client.ts";
import { awsProvider } from "../provider.ts";
import { deleteObject, findObject } from "./object.ts";

const type = "aws_s3_object";
const config = { bucket: "acme-data", key: "a", content: "a" };

function withBucket(more: object = {}) {
  const cloud = testCloud({ defaultTags: { owner: "platform" } });
  bucket(cloud, "acme-data", more);
  return cloud;
}

test("an object has the MD5 of its content as its tag, and is read without a difference", () => {
  const cloud = withBucket();
  const state = cloud.create(type, config);
  expect(state).toMatchObject({
    id: "acme-data/a",
    arn: "arn:aws:s3:::acme-data/a",
    etag: "0cc175b9c0f1b6a831c399e269772661",
    content_type: "application/octet-stream",
    storage_class: "STANDARD",
    server_side_encryption: "AES256",
    version_id: "",
  });
  expect(cloud.read(type, state)).toEqual(state);
  expect(cloud.plan(type, state, config).action).toBe("none");
});

test("what a KMS key encrypts has another tag than its MD5", () => {
  const state = withBucket().create(type, { ...config, server_side_encryption: "aws:kms" });
  expect(state.etag).toMatch(/^[0-9a-f]{32}$/);
  expect(state.etag).not.toBe("0cc175b9c0f1b6a831c399e269772661");
});

test("a file is found from the folder in which the engine runs, and its content does not enter the world", () => {
  const cloud = withBucket();
  const folder = mkdtempSync(join(tmpdir(), "upload-"));
  try {
    writeFileSync(join(folder, "letter.txt"), "for your eyes only");
    const { world, aws } = cloud;
    const { account, region, actor, principal } = aws;
    const there = new TestCloud(
      world,
      new Aws({ world, account, region, actor, principal, folder }),
      awsProvider(world, actor, folder),
    );
    const state = there.create(type, { bucket: "acme-data", key: "letter", source: "./letter.txt" });
    expect(state.etag).toBe("0b3382a01a3991c53fd81ccba8818ee5");
    expect(JSON.stringify(world.snapshot())).not.toContain("eyes only");
    expect(() => there.create(type, { bucket: "acme-data", key: "b", source: "none.txt" })).toThrow(
      "opening S3 object source (none.txt): ENOENT",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("new content is a new version, which the plan does not know yet", () => {
  const cloud = withBucket();
  versioned(cloud, "acme-data");
  const state = cloud.create(type, config);
  expect(state.version_id).toMatch(/^[A-Za-z0-9._]{32}$/);
  const changed = { ...config, content: "b" };
  expect(cloud.plan(type, state, changed)).toMatchObject({ action: "update", planned: { version_id: unknown } });
  const updated = cloud.update(state, type, changed);
  expect(updated.version_id).not.toBe(state.version_id);
  expect(findObject(cloud.aws, "acme-data", "a")?.versions).toHaveLength(2);
});

test("tags change without an upload", () => {
  const cloud = withBucket();
  versioned(cloud, "acme-data");
  const state = cloud.create(type, config);
  const updated = cloud.update(state, type, { ...config, tags: { team: "data" } });
  expect(updated.version_id).toBe(state.version_id);
  expect(cloud.read(type, updated)?.tags_all).toEqual({ owner: "platform", team: "data" });
});

test("an object may keep the provider's tags away", () => {
  const cloud = withBucket();
  const bare = { ...config, tags: { team: "data" }, override_provider: [{ default_tags: [{ tags: {} }] }] };
  const state = cloud.create(type, bare);
  expect(state.tags_all).toEqual({ team: "data" });
  expect(cloud.plan(type, state, bare).action).toBe("none");
  expect(cloud.create(type, { ...config, key: "b", tags: { team: "data" } }).tags_all).toEqual({
    owner: "platform",
    team: "data",
  });
});

test("an object of a versioned bucket goes with all its versions", () => {
  const cloud = withBucket();
  versioned(cloud, "acme-data");
  const state = cloud.update(cloud.create(type, config), type, { ...config, content: "b" });
  cloud.delete(type, state);
  expect(findObject(cloud.aws, "acme-data", "a")).toBeUndefined();
});

test("an object that a delete marker hides is gone from the state, but not from the bucket", () => {
  const cloud = withBucket();
  versioned(cloud, "acme-data");
  const state = cloud.create(type, config);
  deleteObject(cloud.aws, "acme-data", "a");
  expect(cloud.read(type, state)).toBeNull();
  expect(findObject(cloud.aws, "acme-data", "a")?.versions.map(({ isDeleteMarker }) => isDeleteMarker)).toEqual([
    true,
    false,
  ]);
});

test("a bucket whose versioning is suspended overwrites the one version without an id", () => {
  const cloud = withBucket();
  versioned(cloud, "acme-data", { versioning_configuration: [{ status: "Suspended" }] });
  upload(cloud, "acme-data");
  upload(cloud, "acme-data", { content: "b" });
  expect(findObject(cloud.aws, "acme-data", "a")?.versions.map(({ id }) => id)).toEqual(["null"]);
});

test("an object from before the bucket was versioned is read with the version null, and goes with it", () => {
  const cloud = withBucket();
  const state = cloud.create(type, config);
  versioned(cloud, "acme-data");
  const read = cloud.read(type, state);
  expect(read?.version_id).toBe("null");
  cloud.delete(type, read ?? state);
  expect(findObject(cloud.aws, "acme-data", "a")).toBeUndefined();
});

test("a checksum is shown for the algorithm that was asked for", () => {
  const state = withBucket().create(type, { ...config, checksum_algorithm: "CRC32" });
  expect(state).toMatchObject({ checksum_crc32: "6Le+Qw==", checksum_sha256: "" });
});

test.each(["./a//b", "/a/b", "a/b"])("the key %s is sent as a/b", (key) => {
  expect(withBucket().create(type, { ...config, key }).id).toBe("acme-data/a/b");
});

test("a bucket gives its retention to objects that ask for none, and compliance outlasts force", () => {
  const rule = [{ default_retention: [{ mode: "COMPLIANCE", days: 10 }] }];
  const cloud = withBucket({
    force_destroy: true,
    object_lock_configuration: [{ object_lock_enabled: "Enabled", rule }],
  });
  const state = cloud.create(type, { ...config, force_destroy: true });
  expect(state).toMatchObject({
    object_lock_mode: "COMPLIANCE",
    object_lock_retain_until_date: "2026-12-04T08:00:00Z",
  });
  expect(() => cloud.delete(type, state)).toThrow("Access Denied because object protected by object lock.");
  cloud.world.advanceTo(new Date("2026-12-05T00:00:00Z"));
  expect(() => cloud.delete(type, state)).not.toThrow();
});

test("governance gives way to force, and a retention can be taken back", () => {
  const cloud = testCloud();
  locked(cloud);
  const retained = {
    ...config,
    object_lock_mode: "GOVERNANCE",
    object_lock_retain_until_date: "2027-01-01T00:00:00Z",
  };
  const state = cloud.create(type, { ...retained, force_destroy: true });
  expect(cloud.read(type, state)).toEqual(state);
  const released = cloud.update(state, type, config);
  expect(released).toMatchObject({ object_lock_mode: null, version_id: state.version_id ?? null });
  expect(() => cloud.delete(type, released)).not.toThrow();
});

test.each(["acme-data/a", "s3://acme-data/a"])("%s imports an object", (id) => {
  const cloud = withBucket();
  cloud.create(type, config);
  expect(cloud.import(type, id)).toMatchObject({ bucket: "acme-data", key: "a" });
});

test("a bucket alone imports none", () => {
  expect(() => withBucket().import(type, "acme-data")).toThrow("unexpected format for import ID");
});
