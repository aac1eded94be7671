import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { userWith } from "../../testing/identities.ts";
import { removeGrant } from "./grant.ts";
import { useKey } from "./key.ts";

function key(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create("aws_kms_key", config);
}

const decrypt = ({ aws }: TestCloud, { arn }: Values) =>
  useKey(aws, String(arn), { operation: "Decrypt", via: "s3", encryptionContext: { app: "a" } });

describe("a grant", () => {
  const granted = (cloud: TestCloud, state: Values, principal: string, more: Values = {}) =>
    cloud.create("aws_kms_grant", {
      key_id: state.key_id ?? null,
      grantee_principal: principal,
      operations: ["Decrypt"],
      ...more,
    });

  test("lets its grantee use the key for what it lists, until it is revoked", () => {
    const cloud = testCloud();
    const user = userWith(cloud, []);
    const state = key(cloud);
    expect(() => decrypt(user, state)).toThrow("AccessDeniedException");
    const grant = granted(cloud, state, user.aws.principal.arn);
    expect(() => decrypt(user, state)).not.toThrow();
    const encrypt = { operation: "Encrypt", via: "s3" };
    expect(() => useKey(user.aws, String(state.arn), encrypt)).toThrow("AccessDeniedException");
    expect(cloud.import("aws_kms_grant", String(grant.id))).toMatchObject({ grant_id: grant.grant_id ?? null });
    cloud.delete("aws_kms_grant", grant);
    expect(() => decrypt(user, state)).toThrow("AccessDeniedException");
    expect(cloud.read("aws_kms_grant", grant)).toBeNull();
  });

  test("counts in the encryption context that it asks for", () => {
    const cloud = testCloud();
    const user = userWith(cloud, []);
    const holds = (constraints: Values) => {
      const state = key(cloud);
      granted(cloud, state, user.aws.principal.arn, { constraints: [constraints] });
      return () => decrypt(user, state);
    };
    expect(holds({ encryption_context_equals: { app: "a" } })).not.toThrow();
    expect(holds({ encryption_context_subset: { app: "a" } })).not.toThrow();
    expect(holds({ encryption_context_equals: { app: "a", stage: "b" } })).toThrow("AccessDeniedException");
    expect(holds({ encryption_context_subset: { app: "b" } })).toThrow("AccessDeniedException");
    const both = { encryption_context_equals: { app: "a" }, encryption_context_subset: { app: "a" } };
    expect(() => holds(both)).toThrow("not both");
  });

  test("that somebody else revoked is gone from the state", () => {
    const cloud = testCloud();
    const state = key(cloud);
    const grant = granted(cloud, state, "logs.amazonaws.com");
    removeGrant(cloud.aws, String(state.key_id), String(grant.grant_id), "RevokeGrant");
    expect(cloud.read("aws_kms_grant", grant)).toBeNull();
  });
});
