import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, deny, policyOf, role, userWith } from "../../testing/identities.ts";
import { World } from "../../world/world.ts";
import { deleteSecret, findSecret } from "./secret.ts";

const everybody = { Principal: "*", Action: "secretsmanager:GetSecretValue" };

function secret(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_secretsmanager_secret", { name: "database", ...config });
}

function pass(cloud: TestCloud, days: number): void {
  cloud.world.advanceTo(new Date(cloud.world.now.getTime() + days * 86_400_000));
}

describe("a secret", () => {
  test("has six characters behind its name in the ARN, others each time it is made", () => {
    const cloud = testCloud();
    const state = secret(cloud, { recovery_window_in_days: 0 });
    expect(state.arn).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:database-[A-Za-z0-9]{6}$/);
    expect(state.id).toBe(state.arn);
    cloud.delete("aws_secretsmanager_secret", state);
    expect(secret(cloud).arn).not.toBe(state.arn);
  });

  test("has the same ARN in worlds of one seed, and another in those of another", () => {
    const arn = (seed: string) => secret(testCloud({ world: World.inMemory(seed) })).arn;
    expect(arn("a")).toBe(arn("a"));
    expect(arn("b")).not.toBe(arn("a"));
  });

  test("is read as it was made, and planning it again changes nothing", () => {
    const cloud = testCloud();
    const config = { name: "database", description: "main", tags: { team: "a" }, policy: policyOf(deny(everybody)) };
    const state = secret(cloud, config);
    expect(cloud.read("aws_secretsmanager_secret", state)).toEqual(state);
    expect(cloud.plan("aws_secretsmanager_secret", state, config).action).toBe("none");
    expect(cloud.import("aws_secretsmanager_secret", String(state.arn))).toMatchObject({
      name: "database",
      recovery_window_in_days: 30,
    });
  });

  test("changes in place but for its name", () => {
    const cloud = testCloud();
    const state = secret(cloud, { tags: { team: "a" } });
    const changed = { name: "database", description: "main", tags: { owner: "b" }, policy: policyOf(deny(everybody)) };
    const updated = cloud.update(state, "aws_secretsmanager_secret", changed);
    expect(updated).toMatchObject({ arn: state.arn ?? null, description: "main", tags_all: { owner: "b" } });
    const without = cloud.update(updated, "aws_secretsmanager_secret", { ...changed, policy: "{}" });
    const read = cloud.read("aws_secretsmanager_secret", without);
    expect(read?.policy).toBe("");
    expect(cloud.plan("aws_secretsmanager_secret", read, { ...changed, policy: "{}" }).action).toBe("none");
    expect(cloud.plan("aws_secretsmanager_secret", updated, { name: "other" }).replace).toEqual(["name"]);
  });

  test("has its replicas, which go before it does", () => {
    const cloud = testCloud();
    const state = secret(cloud, { replica: [{ region: "eu-west-1" }] });
    expect(state.replica).toEqual([
      {
        region: "eu-west-1",
        kms_key_id: "alias/aws/secretsmanager",
        status: "InSync",
        status_message: "",
        last_accessed_date: "",
      },
    ]);
    const moved = { name: "database", replica: [{ region: "eu-west-2" }] };
    const updated = cloud.update(state, "aws_secretsmanager_secret", moved);
    expect(updated.replica).toMatchObject([{ region: "eu-west-2" }]);
    expect(cloud.plan("aws_secretsmanager_secret", updated, moved).action).toBe("none");
    expect(() => cloud.delete("aws_secretsmanager_secret", updated)).not.toThrow();
  });
});

describe("a secret that is deleted", () => {
  test("waits for the end of its window, and its name with it", () => {
    const cloud = testCloud();
    const state = secret(cloud, { recovery_window_in_days: 7 });
    cloud.delete("aws_secretsmanager_secret", state);
    expect(findSecret(cloud.aws, "database")?.deletionDate).toBe("2026-12-01T08:00:00.000Z");
    expect(cloud.read("aws_secretsmanager_secret", state)).toBeNull();
    pass(cloud, 6);
    expect(() => secret(cloud)).toThrow(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    pass(cloud, 1);
    expect(() => secret(cloud)).not.toThrow();
  });

  test("waits thirty days when nothing is said, and not at all for a window of none", () => {
    const cloud = testCloud();
    cloud.delete("aws_secretsmanager_secret", secret(cloud));
    expect(findSecret(cloud.aws, "database")?.deletionDate).toBe("2026-12-24T08:00:00.000Z");
    cloud.delete("aws_secretsmanager_secret", secret(cloud, { name: "cache", recovery_window_in_days: 0 }));
    expect(findSecret(cloud.aws, "cache")).toBeUndefined();
    expect(() => secret(cloud, { name: "other", recovery_window_in_days: 3 })).toThrow("recovery_window_in_days");
  });

  test("gives its value no more, and is not found by name", () => {
    const cloud = testCloud();
    const state = secret(cloud);
    cloud.create("aws_secretsmanager_secret_version", { secret_id: String(state.id), secret_string: "a" });
    cloud.delete("aws_secretsmanager_secret", state);
    const read = () => cloud.data("aws_secretsmanager_secret_version", { secret_id: String(state.id) });
    expect(read).toThrow(
      "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    );
    expect(() => cloud.data("aws_secretsmanager_secret", { name: "database" })).toThrow("couldn't find resource");
  });

  test("by somebody else is gone from the state, and its deletion is no error", () => {
    const cloud = testCloud();
    const state = secret(cloud);
    deleteSecret(cloud.aws, "database", 0);
    expect(cloud.read("aws_secretsmanager_secret", state)).toBeNull();
    expect(() => cloud.delete("aws_secretsmanager_secret", state)).not.toThrow();
  });
});

describe("the policy of a secret", () => {
  test("declared beside it is read, changed and taken away", () => {
    const cloud = testCloud();
    const secret_arn = String(secret(cloud).arn);
    const config = (statement: object) => ({ secret_arn, policy: policyOf(statement) });
    const state = cloud.create("aws_secretsmanager_secret_policy", config(deny(everybody)));
    expect(cloud.import("aws_secretsmanager_secret_policy", secret_arn).policy).toBe(policyOf(deny(everybody)));
    const changed = config(allow(everybody));
    expect(cloud.update(state, "aws_secretsmanager_secret_policy", changed).policy).toBe(changed.policy);
    cloud.delete("aws_secretsmanager_secret_policy", state);
    expect(cloud.read("aws_secretsmanager_secret_policy", state)?.policy).toBe("");
  });

  test("shows the dead id of a role that was deleted", () => {
    const cloud = testCloud();
    const reader = role(cloud, "reader");
    const policy = policyOf(allow({ ...everybody, Principal: { AWS: String(reader.arn) } }));
    const state = secret(cloud, { policy });
    cloud.delete("aws_iam_role", reader);
    expect(cloud.read("aws_secretsmanager_secret", state)?.policy).toContain(String(reader.unique_id));
  });

  test("that is no policy is refused, and the secret is there without it, tainted", () => {
    const cloud = testCloud();
    expect(() => secret(cloud, { policy: '{"Statement":[]}' })).toThrow("MalformedPolicyDocumentException");
    expect(findSecret(cloud.aws, "database")?.policy).toBeNull();
  });
});

describe("a secret is found", () => {
  test("by its name, its ARN, and its ARN without the last characters", () => {
    const cloud = testCloud();
    const { arn } = secret(cloud, { name: "app/database" });
    for (const reference of ["app/database", String(arn), String(arn).slice(0, -7)]) {
      expect(findSecret(cloud.aws, reference)?.name).toBe("app/database");
    }
    expect(cloud.data("aws_secretsmanager_secret", { name: "app/database" }).arn).toBe(arn);
    expect(cloud.data("aws_secretsmanager_secret", { arn: String(arn) }).name).toBe("app/database");
  });

  test("only by who may look at it", () => {
    const cloud = testCloud();
    const { arn } = secret(cloud);
    expect(() => userWith(cloud, []).data("aws_secretsmanager_secret", { arn: String(arn) })).toThrow(
      `is not authorized to perform: secretsmanager:DescribeSecret on resource: ${String(arn)}`,
    );
  });
});
