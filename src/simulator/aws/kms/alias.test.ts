import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, userWith } from "../../testing/identities.ts";

function key(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_kms_key", config);
}

function alias(cloud: TestCloud, target: Values): Values {
  return cloud.create("aws_kms_alias", { name: "alias/data", target_key_id: String(target.key_id) });
}

describe("an alias", () => {
  test("takes the id and the ARN of its key for the same", () => {
    const cloud = testCloud();
    const target = key(cloud);
    const byArn = { name: "alias/data", target_key_id: String(target.arn) };
    const state = cloud.create("aws_kms_alias", byArn);
    expect(cloud.plan("aws_kms_alias", cloud.read("aws_kms_alias", state), byArn).action).toBe("none");
    expect(cloud.import("aws_kms_alias", "alias/data").target_key_id).toBe(target.key_id);
    cloud.delete("aws_kms_alias", state);
    expect(cloud.read("aws_kms_alias", state)).toBeNull();
  });

  test("of AWS comes with its key when it is first asked for, and belongs to the account", () => {
    const cloud = testCloud();
    const { arn, key_manager } = cloud.data("aws_kms_key", { key_id: "alias/aws/s3" });
    expect(key_manager).toBe("AWS");
    expect(cloud.data("aws_kms_key", { key_id: "alias/aws/s3" }).arn).toBe(arn);
    expect(cloud.world.ledger()).toEqual([]);
  });
});

test("moving an alias needs rights on the alias and on both keys", () => {
  const cloud = testCloud();
  const [from, to] = [key(cloud), key(cloud)];
  const state = alias(cloud, from);
  const onlyTo = allow({ Action: "kms:UpdateAlias", Resource: [String(to.arn), "arn:aws:kms:*:*:alias/*"] });
  const config = { name: "alias/data", target_key_id: String(to.key_id) };
  expect(() => userWith(cloud, [onlyTo]).update(state, "aws_kms_alias", config)).toThrow(
    `not authorized to perform: kms:UpdateAlias on resource: ${String(from.arn)}`,
  );
  const free = userWith(cloud, [allow({ Action: "kms:UpdateAlias" })], { name: "free" });
  expect(() => free.update(state, "aws_kms_alias", config)).not.toThrow();
});
