import { describe, expect, test } from "vitest";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, deny, otherAccount, policyOf, userWhoMay, userWith } from "../../testing/identities.ts";
import { useKey } from "../kms/key.ts";
import { getSecretValue } from "../secretsmanager/secret-value.ts";

const root = { AWS: "arn:aws:iam::123456789012:root" };

describe("the policy of a secret", () => {
  const secretWith = (cloud: TestCloud, ...statements: readonly object[]) => {
    const policy = statements.length === 0 ? {} : { policy: policyOf(...statements) };
    const { arn } = cloud.create("aws_secretsmanager_secret", { name: "database", ...policy });
    cloud.create("aws_secretsmanager_secret_version", { secret_id: String(arn), secret_string: "correct horse" });
    return String(arn);
  };
  const read = { Action: "secretsmanager:GetSecretValue" };
  const value = ({ aws }: TestCloud, arn: string) => getSecretValue(aws, arn).value;

  test("lets in whom it names, without a policy of their own", () => {
    const cloud = testCloud();
    const user = userWith(cloud, []);
    const arn = secretWith(cloud, allow({ ...read, Principal: { AWS: user.aws.principal.arn } }));
    expect(value(user, arn)).toBe("correct horse");
  });

  test("keeps out whom it denies, whatever they may otherwise", () => {
    const cloud = testCloud();
    const user = userWith(cloud, [allow()]);
    const arn = secretWith(cloud, deny({ ...read, Principal: { AWS: user.aws.principal.arn } }));
    expect(() => value(user, arn)).toThrow("with an explicit deny in a resource-based policy");
  });

  test("lets in another account as far as that account lets its own people go", () => {
    const cloud = testCloud();
    const other = otherAccount(cloud);
    const free = userWith(other, [allow()], { name: "free" });
    const bound = userWith(other, [], { name: "bound" });
    const arn = secretWith(
      cloud,
      allow({ ...read, Principal: { AWS: [free.aws.principal.arn, bound.aws.principal.arn] } }),
    );
    expect(value(free, arn)).toBe("correct horse");
    expect(() => value(bound, arn)).toThrow("because no identity-based policy allows");
  });

  test("that does not exist lets in nobody of another account", () => {
    const cloud = testCloud();
    const arn = secretWith(cloud);
    expect(() => value(userWith(otherAccount(cloud), [allow()]), arn)).toThrow(
      "because no resource-based policy allows the secretsmanager:GetSecretValue action",
    );
  });
});

describe("the policy of a key", () => {
  const keyWith = (cloud: TestCloud, ...statements: readonly object[]) => {
    const bypass_policy_lockout_safety_check = true;
    const policy = policyOf(...statements);
    return String(cloud.create("aws_kms_key", { policy, bypass_policy_lockout_safety_check }).arn);
  };
  const decrypt = ({ aws }: TestCloud, arn: string) => useKey(aws, arn, { operation: "Decrypt", via: "s3" }).arn;

  test("decides alone: who is not named may not use the key, not even the root user", () => {
    const cloud = testCloud();
    const user = userWith(cloud, []);
    const arn = keyWith(cloud, allow({ Principal: { AWS: user.aws.principal.arn }, Action: "kms:Decrypt" }));
    expect(decrypt(user, arn)).toBe(arn);
    expect(() => decrypt(cloud, arn)).toThrow("because no resource-based policy allows the kms:Decrypt action");
  });

  test("that names the account leaves it to the account's own policies", () => {
    const cloud = testCloud();
    const arn = keyWith(cloud, allow({ Principal: root, Action: "kms:*" }));
    expect(decrypt(userWhoMay(cloud, ["kms:Decrypt"]), arn)).toBe(arn);
    const outsider = userWith(cloud, [], { name: "outsider" });
    expect(() => decrypt(outsider, arn)).toThrow("because no identity-based policy allows");
  });

  test("that names another account lets its people in as far as that account does", () => {
    const cloud = testCloud();
    const other = otherAccount(cloud);
    const arn = keyWith(cloud, allow({ Principal: { AWS: "210987654321" }, Action: "kms:Decrypt" }));
    expect(decrypt(userWhoMay(other, ["kms:Decrypt"]), arn)).toBe(arn);
    expect(() => decrypt(userWith(other, [], { name: "outsider" }), arn)).toThrow("no identity-based policy");
  });

  test("can ask through which service, and in what context, the key is used", () => {
    const cloud = testCloud();
    const Condition = {
      StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:EncryptionContext:app": "a" },
    };
    const arn = keyWith(cloud, allow({ Principal: root, Action: "kms:*", Condition }));
    const use = (via: string, app: string) =>
      useKey(cloud.aws, arn, { operation: "Decrypt", via, encryptionContext: { app } });
    expect(() => use("s3", "a")).not.toThrow();
    expect(() => use("s3", "b")).toThrow("AccessDeniedException");
    expect(() => use("secretsmanager", "a")).toThrow("AccessDeniedException");
  });
});
