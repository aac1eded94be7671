import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, policyOf, role, userWith } from "../../testing/identities.ts";
import { defaultKeyPolicy } from "./key-policy.ts";

const root = { AWS: "arn:aws:iam::123456789012:root" };

function key(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_kms_key", config);
}

describe("a key policy", () => {
  const lockedTo = (principal: string) => policyOf(allow({ Principal: { AWS: principal }, Action: "kms:*" }));

  test("must let its maker change it again, by name or by account", () => {
    const cloud = testCloud();
    const user = userWith(cloud, [allow()]);
    expect(() => key(user, { policy: lockedTo(user.aws.principal.arn) })).not.toThrow();
    expect(() => key(user, { policy: lockedTo(root.AWS) })).not.toThrow();
    const { arn } = role(cloud, "other");
    expect(() => key(user, { policy: lockedTo(String(arn)) })).toThrow(
      "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.",
    );
  });

  test("that denies its maker, or lets it in under a condition that it does not meet, locks it out", () => {
    const cloud = testCloud();
    const conditional = (name: string) =>
      policyOf(
        allow({
          Principal: { AWS: "*" },
          Action: "kms:*",
          Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::*:user/${name}` } },
        }),
      );
    const user = userWith(cloud, [allow()]);
    expect(() => key(user, { policy: conditional("builder") })).not.toThrow();
    expect(() => key(user, { policy: conditional("ann") })).toThrow("will not allow you to update");
  });

  test("of a key that is there may name this very key as its resource, and no other", () => {
    const cloud = testCloud();
    const state = key(cloud);
    const naming = (resource: string) => policyOf(allow({ Principal: root, Action: "kms:*", Resource: resource }));
    expect(() => cloud.update(state, "aws_kms_key", { policy: naming(String(state.arn)) })).not.toThrow();
    expect(() => cloud.update(state, "aws_kms_key", { policy: naming(String(key(cloud).arn)) })).toThrow(
      "will not allow you to update",
    );
  });

  test("may lock its maker out when the maker insists", () => {
    const cloud = testCloud();
    const { arn } = role(cloud, "other");
    const state = key(cloud, { policy: lockedTo(String(arn)), bypass_policy_lockout_safety_check: true });
    expect(() => cloud.read("aws_kms_key", state)).toThrow("AccessDeniedException");
  });

  test("declared beside its key is put back to the default when it goes", () => {
    const cloud = testCloud();
    const state = key(cloud);
    const policy = policyOf(allow({ Sid: "Own", Principal: root, Action: "kms:*" }));
    const declared = cloud.create("aws_kms_key_policy", { key_id: state.key_id ?? null, policy });
    expect(cloud.read("aws_kms_key", state)?.policy).toBe(policy);
    cloud.delete("aws_kms_key_policy", declared);
    expect(cloud.read("aws_kms_key", state)?.policy).toBe(defaultKeyPolicy(cloud.aws));
  });

  test("that means the same but reads otherwise is no change", () => {
    const cloud = testCloud();
    const written = (Action: unknown) => policyOf(allow({ Principal: root, Action }));
    const state = key(cloud, { policy: written("kms:*") });
    expect(cloud.plan("aws_kms_key", state, { policy: written(["kms:*"]) }).action).toBe("none");
    expect(cloud.plan("aws_kms_key", state, { policy: written(["kms:*", "kms:Get*"]) }).action).toBe("update");
  });
});
