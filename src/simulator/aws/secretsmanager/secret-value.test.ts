import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, policyOf, userWith } from "../../testing/identities.ts";
import { recordedWorld } from "../../testing/recording.ts";
import { getSecretValue, putSecretValue } from "./secret-value.ts";

const type = "aws_secretsmanager_secret_version";

/** A cloud with a secret that has no value yet. */
function withSecret(more: Values = {}, cloud = testCloud()): { cloud: TestCloud; secret_id: string } {
  return { cloud, secret_id: String(cloud.create("aws_secretsmanager_secret", { name: "database", ...more }).id) };
}

describe("a version", () => {
  test("is the current one, until another takes its place and it becomes the previous", () => {
    const { cloud, secret_id } = withSecret();
    const first = cloud.create(type, { secret_id, secret_string: "first" });
    expect(first).toMatchObject({ version_stages: ["AWSCURRENT"], secret_arn: secret_id });
    expect(first.version_id).toMatch(/^terraform-\d{18}[0-9a-f]{8}$/);
    const second = cloud.create(type, { secret_id, secret_string: "second" });
    const stages = (state: Values) => cloud.read(type, state)?.version_stages;
    expect([stages(first), stages(second)]).toEqual([["AWSPREVIOUS"], ["AWSCURRENT"]]);
    const third = cloud.create(type, { secret_id, secret_string: "third" });
    expect(stages(third)).toEqual(["AWSCURRENT"]);
    expect(cloud.read(type, first)).toBeNull();
  });

  test("is replaced for another value and updated for other stages", () => {
    const { cloud, secret_id } = withSecret();
    const state = cloud.create(type, { secret_id, secret_string: "first" });
    expect(cloud.plan(type, state, { secret_id, secret_string: "second" }).replace).toEqual(["secret_string"]);
    const staged = { secret_id, secret_string: "first", version_stages: ["AWSCURRENT", "BLUE"] };
    expect(cloud.plan(type, state, staged).action).toBe("update");
    expect(cloud.update(state, type, staged).version_stages).toEqual(["AWSCURRENT", "BLUE"]);
    expect(cloud.data(type, { secret_id, version_stage: "BLUE" }).secret_string).toBe("first");
  });

  test("keeps the current value when it goes, and gives its other stages away", () => {
    const { cloud, secret_id } = withSecret();
    const stages = ["AWSCURRENT", "BLUE"];
    cloud.delete(type, cloud.create(type, { secret_id, secret_string: "first", version_stages: stages }));
    expect(getSecretValue(cloud.aws, secret_id).value).toBe("first");
    expect(() => getSecretValue(cloud.aws, secret_id, { stage: "BLUE" })).toThrow(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: BLUE",
    );
  });

  test("holds bytes as well as texts", () => {
    const { cloud, secret_id } = withSecret();
    const secret_binary = Buffer.from([0, 255, 10]).toString("base64");
    const state = cloud.create(type, { secret_id, secret_binary });
    expect(cloud.read(type, state)?.secret_binary).toBe(secret_binary);
    expect(cloud.data(type, { secret_id })).toMatchObject({ secret_binary: "\u0000\u00ff\n", secret_string: "" });
  });

  test("is imported by secret and version", () => {
    const { cloud, secret_id } = withSecret();
    const state = cloud.create(type, { secret_id, secret_string: "first" });
    expect(cloud.import(type, `${secret_id}|${String(state.version_id)}`).secret_string).toBe("first");
    expect(() => cloud.import(type, secret_id)).toThrow();
  });
});

describe("a write-only value", () => {
  const writeOnly = (secret_id: string, value: string, version: number) => ({
    secret_id,
    secret_string_wo: value,
    secret_string_wo_version: version,
  });

  test("reaches the secret and never the state", () => {
    const { cloud, secret_id } = withSecret();
    const state = cloud.create(type, writeOnly(secret_id, "correct horse", 1));
    expect(getSecretValue(cloud.aws, secret_id).value).toBe("correct horse");
    for (const shown of [state, cloud.read(type, state)]) {
      expect(shown).toMatchObject({ has_secret_string_wo: true, secret_string: null });
      expect(JSON.stringify(shown)).not.toContain("correct horse");
    }
  });

  test("is written again when its number changes, and not otherwise", () => {
    const { cloud, secret_id } = withSecret();
    const state = cloud.create(type, writeOnly(secret_id, "correct horse", 1));
    expect(cloud.plan(type, state, writeOnly(secret_id, "battery staple", 1)).action).toBe("none");
    const next = writeOnly(secret_id, "battery staple", 2);
    expect(cloud.plan(type, state, next).replace).toEqual(["secret_string_wo_version"]);
    cloud.update(state, type, next);
    expect(getSecretValue(cloud.aws, secret_id).value).toBe("battery staple");
  });

  test("needs a number, and goes with no other value", () => {
    const { cloud, secret_id } = withSecret();
    expect(() => cloud.create(type, { secret_id, secret_string_wo: "a" })).toThrow("secret_string_wo_version");
    expect(() => cloud.create(type, { ...writeOnly(secret_id, "a", 1), secret_string: "b" })).toThrow("secret_string");
  });
});

describe("a value is read", () => {
  test("by its version, its stage, or as the current one, as data or for the moment only", () => {
    const { cloud, secret_id } = withSecret();
    const first = cloud.create(type, { secret_id, secret_string: "first" });
    cloud.create(type, { secret_id, secret_string: "second" });
    expect(cloud.data(type, { secret_id })).toMatchObject({ id: `${secret_id}|AWSCURRENT`, secret_string: "second" });
    expect(cloud.data(type, { secret_id, version_stage: "AWSPREVIOUS" }).secret_string).toBe("first");
    expect(cloud.open(type, { secret_id, version_id: String(first.version_id) }).secret_string).toBe("first");
    expect(cloud.open(type, { secret_id: "database" })).toMatchObject({ arn: secret_id, secret_string: "second" });
  });

  test("with the key of the secret, which the caller must be able to use through Secrets Manager", () => {
    const cloud = testCloud();
    const key = cloud.create("aws_kms_key", {});
    const { secret_id } = withSecret({ kms_key_id: String(key.arn) }, cloud);
    putSecretValue(cloud.aws, secret_id, { id: "v1", kind: "string", value: "a" });
    const reader = (name: string, action: readonly string[]) =>
      userWith(cloud, [allow({ Action: ["secretsmanager:GetSecretValue", ...action] })], { name });
    expect(getSecretValue(reader("ann", ["kms:Decrypt"]).aws, secret_id).value).toBe("a");
    expect(() => getSecretValue(reader("bob", []).aws, secret_id)).toThrow("Access to KMS is not allowed");
  });

  test("in the context of its secret, by which a key policy can tell secrets apart", () => {
    const cloud = testCloud();
    const { secret_id } = withSecret({}, cloud);
    const Condition = { StringLike: { "kms:EncryptionContext:SecretARN": "*:secret:database-*" } };
    const root = { AWS: "arn:aws:iam::123456789012:root" };
    const policy = policyOf(
      allow({ Principal: root, NotAction: ["kms:Decrypt", "kms:Generate*"] }),
      allow({ Principal: root, Action: ["kms:Decrypt", "kms:Generate*"], Condition }),
    );
    const kms_key_id = String(cloud.create("aws_kms_key", { policy }).arn);
    cloud.update(cloud.import("aws_secretsmanager_secret", secret_id), "aws_secretsmanager_secret", {
      name: "database",
      kms_key_id,
    });
    const other = cloud.create("aws_secretsmanager_secret", { name: "cache", kms_key_id });
    expect(() => cloud.create(type, { secret_id, secret_string: "a" })).not.toThrow();
    expect(() => cloud.create(type, { secret_id: String(other.id), secret_string: "a" })).toThrow("Access to KMS");
  });
});

test("no value is in the journal or in what the world writes", () => {
  const { world, journal, written } = recordedWorld();
  const { cloud, secret_id } = withSecret({}, testCloud({ world }));
  const values = ["correct horse", "battery staple", "hunter2 hunter2"];
  cloud.create(type, { secret_id, secret_string: values[0] ?? "" });
  cloud.create(type, { secret_id, secret_string_wo: values[1] ?? "", secret_string_wo_version: 1 });
  cloud.create(type, { secret_id, secret_binary: Buffer.from(values[2] ?? "").toString("base64") });
  cloud.data(type, { secret_id });
  expect(journal.map(({ action }) => action)).toContain("secretsmanager:GetSecretValue");
  for (const value of values) {
    expect(written()).not.toContain(value);
    expect(written()).not.toContain(Buffer.from(value).toString("base64"));
  }
});
