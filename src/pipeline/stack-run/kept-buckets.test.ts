import { describe, expect, test } from "vitest";
import { World } from "../../simulator/world/world.ts";
import type { StateInstance } from "../state.ts";
import { bucketsToTakeBack, keptBuckets, keptObjects } from "./kept-buckets.ts";

const keep = { DataRetention: "keep" };

function worldWith(tags: Readonly<Record<string, string>>, objects: readonly string[]): World {
  const world = World.inMemory();
  world.table("aws/partition/s3/bucket").put("backups", { name: "backups", tags });
  for (const key of objects) {
    world.table("aws/partition/s3/object").put(`backups/${key}`, { bucket: "backups", key, versions: [] });
  }
  return world;
}

function instance(type: string, id: string): StateInstance {
  return { address: `${type}.it`, type, mode: "managed", id, values: {}, dependencies: [], tainted: false };
}

const state = [
  instance("aws_s3_bucket", "backups"),
  instance("aws_s3_bucket_policy", "backups"),
  instance("aws_s3_bucket", "other"),
  instance("aws_iam_role", "backups"),
];

describe("a bucket whose data is kept", () => {
  test("is given back with everything that is set on it, and nothing else", () => {
    const kept = keptBuckets(worldWith(keep, ["base", "wal"]), state);
    expect(kept.map(({ address }) => address)).toEqual(["aws_s3_bucket.it", "aws_s3_bucket_policy.it"]);
  });

  test("goes like any other while it is empty", () => {
    expect(keptBuckets(worldWith(keep, []), state)).toEqual([]);
  });

  test("goes with its objects when nothing says that they are kept", () => {
    expect(keptBuckets(worldWith({}, ["base"]), state)).toEqual([]);
    expect(keptObjects(worldWith({}, ["base"]), "backups", { tags: {} })).toBe(0);
  });

  test("is taken back by the next configuration that declares it, once", () => {
    const world = worldWith(keep, ["base"]);
    const configuration = { resource: { aws_s3_bucket: { it: { bucket: "backups" }, new: { bucket: "fresh" } } } };
    expect(bucketsToTakeBack(world, configuration, [])).toEqual([{ to: "aws_s3_bucket.it", id: "backups" }]);
    expect(bucketsToTakeBack(world, configuration, state)).toEqual([]);
  });
});
