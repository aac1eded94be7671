import { describe, expect, test } from "vitest";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, otherAccount, role, trust, userWhoMay, userWith } from "../../testing/identities.ts";
import { updateTrustPolicy } from "../iam/role.ts";
import { assumeRole } from "./credentials.ts";

const actor = { stack: "test", run: "test" };
const root = { AWS: "arn:aws:iam::123456789012:root" };

describe("the trust policy of a role", () => {
  const assume = (cloud: TestCloud, caller: TestCloud, more: object = {}) =>
    assumeRole(cloud.world, {
      roleArn: "arn:aws:iam::123456789012:role/target",
      sessionName: "run-1",
      caller: caller.aws.principal,
      actor,
      ...more,
    });

  test("that names somebody of the account is enough; one that names the account is not", () => {
    const cloud = testCloud();
    const ann = userWith(cloud, [], { name: "ann" });
    role(cloud, "target", { assume_role_policy: trust({ AWS: ann.aws.principal.arn }) });
    expect(() => assume(cloud, ann)).not.toThrow();
    updateTrustPolicy(cloud.aws, "target", trust(root));
    expect(() => assume(cloud, ann)).toThrow("is not authorized to perform: sts:AssumeRole");
    expect(() => assume(cloud, userWhoMay(cloud, ["sts:AssumeRole"]))).not.toThrow();
  });

  test("needs the caller's own policies beside it when it names somebody of another account", () => {
    const cloud = testCloud();
    const other = otherAccount(cloud);
    const ann = userWith(other, [], { name: "ann" });
    const bob = userWith(other, [allow({ Action: "sts:AssumeRole" })], { name: "bob" });
    const both = [ann, bob].map(({ aws }) => aws.principal.arn);
    role(cloud, "target", { assume_role_policy: trust({ AWS: both }) });
    expect(() => assume(cloud, bob)).not.toThrow();
    expect(() => assume(cloud, ann)).toThrow("sts:AssumeRole");
  });

  test("can ask for an external id and for the name of the session", () => {
    const cloud = testCloud();
    const Condition = { StringEquals: { "sts:ExternalId": "acme" }, StringLike: { "sts:RoleSessionName": "run-*" } };
    role(cloud, "target", { assume_role_policy: trust(root, { Condition }) });
    const admin = userWith(cloud, [allow()]);
    expect(() => assume(cloud, admin, { externalId: "acme" })).not.toThrow();
    expect(() => assume(cloud, admin, { externalId: "other" })).toThrow("sts:AssumeRole");
    expect(() => assume(cloud, admin)).toThrow("sts:AssumeRole");
    expect(() => assume(cloud, admin, { externalId: "acme", sessionName: "by-hand" })).toThrow("sts:AssumeRole");
  });

  test("does not know a role that was made again under the name it trusts", () => {
    const cloud = testCloud();
    const first = role(cloud, "worker");
    const arn = String(first.arn);
    const state = role(cloud, "target", { assume_role_policy: trust({ AWS: arn }) });
    cloud.delete("aws_iam_role", first);
    role(cloud, "worker");
    const shown = cloud.read("aws_iam_role", state)?.assume_role_policy;
    expect(shown).toContain(String(first.unique_id));
    expect(shown).not.toContain(arn);
  });

  test("does not help the root user", () => {
    const cloud = testCloud();
    role(cloud, "target", { assume_role_policy: trust(root) });
    expect(() => assume(cloud, cloud)).toThrow("Roles may not be assumed by root accounts.");
  });
});
