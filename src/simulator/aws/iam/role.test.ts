import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { testCloud } from "../../testing/cloud.ts";
import { allow, deny, managedPolicy, policyOf, role, ssoRole, trust } from "../../testing/identities.ts";
import { attachRolePolicy, detachRolePolicy, findRole, putRolePolicy } from "./role.ts";

const ec2 = { name: "reader", assume_role_policy: trust("ec2.amazonaws.com") };
const inline = (name: string, ...statements: readonly object[]) => ({ name, policy: policyOf(...statements) });
const worker = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
const registry = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

describe("a role", () => {
  test("is read as it was made, and planning it again changes nothing", () => {
    const cloud = testCloud({ defaultTags: { owner: "platform" } });
    const config = { ...ec2, description: "reads", max_session_duration: 7_200, tags: { team: "data" } };
    const state = cloud.create("aws_iam_role", config);
    expect(state).toMatchObject({ id: "reader", tags_all: { owner: "platform", team: "data" } });
    expect(cloud.read("aws_iam_role", state)).toEqual(state);
    expect(cloud.plan("aws_iam_role", state, config).action).toBe("none");
  });

  test("changes in place but for its name and path", () => {
    const cloud = testCloud();
    const state = role(cloud, "reader");
    const changed = { ...ec2, description: "reads", max_session_duration: 7_200, tags: { team: "data" } };
    const updated = cloud.update(state, "aws_iam_role", changed);
    expect(updated).toMatchObject({ unique_id: state.unique_id, description: "reads", max_session_duration: 7_200 });
    expect(cloud.plan("aws_iam_role", updated, { ...changed, path: "/platform/" }).replace).toEqual(["path"]);
  });

  test("that is imported shows what it has", () => {
    const cloud = testCloud();
    const state = role(cloud, "reader", { managed_policy_arns: [worker] });
    expect(cloud.import("aws_iam_role", "reader")).toMatchObject({
      arn: state.arn ?? null,
      managed_policy_arns: [worker],
      force_detach_policies: false,
    });
    expect(() => cloud.import("aws_iam_role", "writer")).toThrow("Cannot import non-existent remote object");
  });

  test("that somebody deleted is gone from the state", () => {
    const cloud = testCloud();
    const state = role(cloud, "reader");
    cloud.delete("aws_iam_role", state);
    expect(cloud.read("aws_iam_role", state)).toBeNull();
    expect(() => cloud.delete("aws_iam_role", state)).not.toThrow();
  });

  test("leaves its instance profiles before it goes", () => {
    const cloud = testCloud();
    const state = role(cloud, "reader");
    const profile = cloud.create("aws_iam_instance_profile", { name: "node", role: "reader" });
    cloud.delete("aws_iam_role", state);
    expect(cloud.read("aws_iam_instance_profile", profile)?.role).toBeNull();
  });
});

describe("policies in the role's own block", () => {
  const config = (...policies: readonly Values[]) => ({ ...ec2, inline_policy: policies });

  test("are written, changed and taken away with the role", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_role", config(inline("a", allow()), inline("b", allow())));
    cloud.update(state, "aws_iam_role", config(inline("b", deny()), inline("c", allow())));
    expect(Object.keys(findRole(cloud.aws, "reader")?.inlinePolicies ?? {}).sort()).toEqual(["b", "c"]);
  });

  test("show what somebody else added, and the plan takes it away", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_role", config(inline("a", allow())));
    putRolePolicy(cloud.aws, "reader", "b", policyOf(allow()));
    const read = cloud.read("aws_iam_role", state);
    expect(read?.inline_policy).toHaveLength(2);
    expect(cloud.plan("aws_iam_role", read, config(inline("a", allow()))).action).toBe("update");
  });

  test("left out leave the policies of others alone; an empty block wants none", () => {
    const cloud = testCloud();
    const state = role(cloud, "reader");
    putRolePolicy(cloud.aws, "reader", "b", policyOf(allow()));
    const read = cloud.read("aws_iam_role", state);
    expect(cloud.plan("aws_iam_role", read, ec2).action).toBe("none");
    expect(cloud.plan("aws_iam_role", read, config({})).action).toBe("update");
  });

  test("that mean the same but read otherwise are no change", () => {
    const cloud = testCloud();
    const state = cloud.create("aws_iam_role", config(inline("a", allow({ Action: ["s3:Get*"] }))));
    expect(cloud.plan("aws_iam_role", state, config(inline("a", allow({ Action: "s3:Get*" })))).action).toBe("none");
  });
});

describe("managed policies", () => {
  test("are attached and detached one by one by the role that lists them", () => {
    const cloud = testCloud();
    const state = role(cloud, "reader", { managed_policy_arns: [worker] });
    const updated = cloud.update(state, "aws_iam_role", { ...ec2, managed_policy_arns: [registry] });
    expect(updated.managed_policy_arns).toEqual([registry]);
  });

  test("are attached a second time without a change, and counted by the policy", () => {
    const cloud = testCloud();
    role(cloud, "reader");
    const policy = managedPolicy(cloud, "read");
    const arn = String(policy.arn);
    attachRolePolicy(cloud.aws, "reader", arn);
    attachRolePolicy(cloud.aws, "reader", arn);
    expect(cloud.read("aws_iam_policy", policy)?.attachment_count).toBe(1);
    detachRolePolicy(cloud.aws, "reader", arn);
    expect(cloud.read("aws_iam_policy", policy)?.attachment_count).toBe(0);
  });

  test("of an attachment that somebody else took away are gone from the state", () => {
    const cloud = testCloud();
    role(cloud, "reader");
    const state = cloud.create("aws_iam_role_policy_attachment", { role: "reader", policy_arn: worker });
    expect(cloud.import("aws_iam_role_policy_attachment", `reader/${worker}`)).toEqual(state);
    detachRolePolicy(cloud.aws, "reader", worker);
    expect(cloud.read("aws_iam_role_policy_attachment", state)).toBeNull();
    expect(() => cloud.delete("aws_iam_role_policy_attachment", state)).not.toThrow();
  });
});

test("a policy of a role is read, imported and changed by role and name", () => {
  const cloud = testCloud();
  role(cloud, "reader");
  const config = { role: "reader", ...inline("read", allow({ Action: "s3:Get*" })) };
  const state = cloud.create("aws_iam_role_policy", config);
  expect(state.id).toBe("reader:read");
  expect(cloud.import("aws_iam_role_policy", "reader:read")).toEqual(state);
  expect(() => cloud.import("aws_iam_role_policy", "reader")).toThrow();
  const wider = { ...config, policy: policyOf(allow({ Action: "s3:*" })) };
  expect(cloud.update(state, "aws_iam_role_policy", wider).policy).toBe(wider.policy);
});

test("tags of a service's own role may change, those of Identity Center's roles may not", () => {
  const cloud = testCloud();
  const linked = { aws_service_name: "autoscaling.amazonaws.com" };
  const state = cloud.create("aws_iam_service_linked_role", linked);
  const tagged = cloud.update(state, "aws_iam_service_linked_role", { ...linked, tags: { team: "data" } });
  expect(tagged.tags_all).toEqual({ team: "data" });
  const name = ssoRole(cloud);
  const reserved = cloud.import("aws_iam_role", name);
  const same = { name, path: String(reserved.path), assume_role_policy: String(reserved.assume_role_policy) };
  const changed = { ...same, max_session_duration: 28_800, tags: { team: "data" } };
  expect(() => cloud.update(reserved, "aws_iam_role", changed)).toThrow("UnmodifiableEntity");
});
