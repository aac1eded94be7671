import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { World } from "../../world/world.ts";
import { findKey } from "./find-key.ts";
import { setKeyEnabled, useKey } from "./key.ts";
import { defaultKeyPolicy } from "./key-policy.ts";

function key(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_kms_key", config);
}

function pass(cloud: TestCloud, days: number): void {
  cloud.world.advanceTo(new Date(cloud.world.now.getTime() + days * 86_400_000));
}

function alias(cloud: TestCloud, target: Values, name = "alias/data"): Values {
  return cloud.create("aws_kms_alias", { name, target_key_id: String(target.key_id) });
}

const decrypt = ({ aws }: TestCloud, { arn }: Values) => useKey(aws, String(arn), { operation: "Decrypt", via: "s3" });

describe("a key", () => {
  test("has an id of its own each time, and the policy by which the account decides", () => {
    const cloud = testCloud();
    const first = key(cloud, { description: "data" });
    expect(first).toMatchObject({
      arn: `arn:aws:kms:us-east-1:123456789012:key/${String(first.key_id)}`,
      policy: defaultKeyPolicy(cloud.aws),
      is_enabled: true,
      rotation_period_in_days: 0,
    });
    expect(first.key_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(key(cloud, { description: "data" }).key_id).not.toBe(first.key_id);
    expect(key(cloud, { multi_region: true }).key_id).toMatch(/^mrk-[0-9a-f]{32}$/);
  });

  test("has the same id in worlds of one seed, and another in those of another", () => {
    const made = (seed: string) => key(testCloud({ world: World.inMemory(seed) }), { description: "data" }).key_id;
    expect(made("a")).toBe(made("a"));
    expect(made("b")).not.toBe(made("a"));
  });

  test("is read as it was made, and planning it again changes nothing", () => {
    const cloud = testCloud();
    const config = { description: "data", enable_key_rotation: true, tags: { team: "a" } };
    const state = key(cloud, config);
    expect(state.rotation_period_in_days).toBe(365);
    expect(cloud.read("aws_kms_key", state)).toEqual(state);
    expect(cloud.plan("aws_kms_key", state, config).action).toBe("none");
    expect(cloud.import("aws_kms_key", String(state.id))).toMatchObject({ description: "data", tags: { team: "a" } });
  });

  test("changes in place but for what it is made of", () => {
    const cloud = testCloud();
    const state = key(cloud, { description: "data", tags: { team: "a" } });
    const config = {
      description: "more data",
      enable_key_rotation: true,
      rotation_period_in_days: 90,
      is_enabled: false,
      tags: { owner: "b" },
    };
    const updated = cloud.update(state, "aws_kms_key", { ...config, is_enabled: true });
    expect(updated).toMatchObject({ id: state.id ?? null, rotation_period_in_days: 90, tags_all: { owner: "b" } });
    const disabled = cloud.update(updated, "aws_kms_key", config);
    expect(findKey(cloud.aws, String(state.id))?.enabled).toBe(false);
    expect(cloud.update(disabled, "aws_kms_key", { ...config, is_enabled: true }).is_enabled).toBe(true);
    const signing = { ...config, customer_master_key_spec: "RSA_2048", key_usage: "SIGN_VERIFY" };
    expect(cloud.plan("aws_kms_key", updated, signing).replace).toEqual(["customer_master_key_spec", "key_usage"]);
  });

  test("whose rotation is refused is there all the same, tainted", () => {
    const cloud = testCloud();
    const config = {
      customer_master_key_spec: "HMAC_256",
      key_usage: "GENERATE_VERIFY_MAC",
      enable_key_rotation: true,
    };
    expect(() => key(cloud, config)).toThrow("UnsupportedOperationException");
    expect(cloud.world.table("aws/123456789012/us-east-1/kms/key").size).toBe(1);
  });
});

describe("a key that is deleted", () => {
  test("waits for its date, can no longer be used, and counts as gone for the provider", () => {
    const cloud = testCloud();
    const state = key(cloud, { deletion_window_in_days: 7 });
    cloud.delete("aws_kms_key", state);
    expect(cloud.read("aws_kms_key", state)).toBeNull();
    expect(cloud.data("aws_kms_key", { key_id: state.key_id ?? null })).toMatchObject({
      key_state: "PendingDeletion",
      deletion_date: "2026-12-01T08:00:00Z",
    });
    expect(() => decrypt(cloud, state)).toThrow(`KMSInvalidStateException: ${String(state.arn)} is pending deletion.`);
    expect(() => cloud.delete("aws_kms_key", state)).not.toThrow();
  });

  test("keeps its alias until then, so that the name is not free before", () => {
    const cloud = testCloud();
    const state = key(cloud, { deletion_window_in_days: 7 });
    alias(cloud, state);
    cloud.delete("aws_kms_key", state);
    pass(cloud, 6);
    expect(() => alias(cloud, key(cloud))).toThrow("An alias with the name");
    pass(cloud, 1);
    expect(() => alias(cloud, key(cloud))).not.toThrow();
    expect(() => cloud.data("aws_kms_key", { key_id: state.key_id ?? null })).toThrow("NotFoundException");
  });

  test("gives its alias to another key", () => {
    const cloud = testCloud();
    const old = key(cloud);
    const state = alias(cloud, old);
    cloud.delete("aws_kms_key", old);
    const target = key(cloud);
    const moved = cloud.update(state, "aws_kms_alias", { name: "alias/data", target_key_id: String(target.key_id) });
    expect(moved.target_key_arn).toBe(target.arn);
    expect(cloud.data("aws_kms_key", { key_id: "alias/data" }).arn).toBe(target.arn);
  });
});

test("a disabled key is of no use until it is enabled again", () => {
  const cloud = testCloud();
  const state = key(cloud, { is_enabled: false });
  expect(() => decrypt(cloud, state)).toThrow(`DisabledException: ${String(state.arn)} is disabled.`);
  setKeyEnabled(cloud.aws, String(state.key_id), true);
  expect(() => decrypt(cloud, state)).not.toThrow();
});
