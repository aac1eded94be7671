import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import type { TestCloud } from "../../testing/cloud.ts";
import { changeCluster, cloudWithCluster, roleFor, userWith } from "../../testing/cluster.ts";
import { eks } from "./records.ts";

const type = "aws_eks_access_entry";
const association = "aws_eks_access_policy_association";

describe("an access entry", () => {
  test("of a role names its sessions, and reads as it was made", () => {
    const cloud = cloudWithCluster();
    const state = admit(cloud, { kubernetes_groups: ["viewers"], tags: { team: "data" } });
    expect(state).toMatchObject({
      id: "test:arn:aws:iam::123456789012:role/admin",
      type: "STANDARD",
      user_name: "arn:aws:sts::123456789012:assumed-role/admin/{{SessionName}}",
      kubernetes_groups: ["viewers"],
    });
    expect(state.access_entry_arn).toMatch(
      /^arn:aws:eks:us-east-1:123456789012:access-entry\/test\/role\/123456789012\/admin\/[0-9a-f-]{36}$/,
    );
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.import(type, String(state.id))).toEqual(state);
    expect(() => cloud.import(type, "test")).toThrow("unexpected format");
  });

  test("of a user has the user's ARN for a name", () => {
    const cloud = cloudWithCluster();
    const principal_arn = String(cloud.create("aws_iam_user", { name: "operator", path: "/staff/" }).arn);
    expect(admit(cloud, { principal_arn })).toMatchObject({
      user_name: "arn:aws:iam::123456789012:user/staff/operator",
      access_entry_arn: expect.stringContaining("/user/123456789012/operator/"),
    });
  });

  test.each([
    ["EC2_LINUX", "system:node:{{EC2PrivateDNSName}}", ["system:nodes"]],
    ["EC2_WINDOWS", "system:node:{{EC2PrivateDNSName}}", ["system:nodes", "eks:kube-proxy-windows"]],
    ["HYBRID_LINUX", "system:node:{{SessionName}}", ["system:nodes"]],
  ])("of type %s has the name and the groups of nodes", (kind, user_name, kubernetes_groups) => {
    expect(admit(cloudWithCluster(), { type: kind })).toMatchObject({ user_name, kubernetes_groups });
  });

  test("of a node cannot be a user, nor have a name of its own", () => {
    const cloud = cloudWithCluster();
    const principal_arn = String(cloud.create("aws_iam_user", { name: "operator" }).arn);
    expect(() => admit(cloud, { principal_arn, type: "EC2_LINUX" })).toThrow("must be IAM role");
    expect(() => admit(cloud, { type: "EC2_LINUX", user_name: "node" })).toThrow("setting username is not allowed");
  });

  test("gets other groups in place, and another type by replacement", () => {
    const cloud = cloudWithCluster();
    const state = admit(cloud, { kubernetes_groups: ["viewers"] });
    const changed = config(cloud, { kubernetes_groups: ["editors"], user_name: "operator" });
    expect(cloud.plan(type, state, changed).action).toBe("update");
    expect(cloud.update(state, type, changed)).toMatchObject({
      access_entry_arn: state.access_entry_arn,
      kubernetes_groups: ["editors"],
      user_name: "operator",
    });
    expect(() => cloud.update(state, type, config(cloud, { kubernetes_groups: ["eks:k8s"] }))).toThrow(
      "cannot start with eks:",
    );
    expect(cloud.plan(type, state, config(cloud, { type: "EC2_LINUX" })).action).toBe("replace");
  });

  test("goes once, and with the cluster", () => {
    const cloud = cloudWithCluster();
    const state = admit(cloud);
    cloud.delete(type, state);
    expect(cloud.read(type, state)).toBeNull();
    cloud.delete(type, state);
    admit(cloud);
    cloud.delete("aws_eks_cluster", { id: "test" });
    expect(eks.accessEntries(cloud.aws).size).toBe(0);
    expect(cloud.read(type, state)).toBeNull();
  });

  test("that EKS made for the role of nodes must be imported", () => {
    const cloud = cloudWithCluster();
    const node_role_arn = roleFor(cloud, "node", "ec2.amazonaws.com");
    cloud.create("aws_eks_node_group", {
      cluster_name: "test",
      node_group_name: "pool",
      node_role_arn,
      subnet_ids: eks.clusters(cloud.aws).get("test")?.network.subnetIds ?? [],
      scaling_config: [{ desired_size: 0, min_size: 0, max_size: 1 }],
    });
    const principal_arn = node_role_arn;
    expect(() => admit(cloud, { principal_arn, type: "EC2_LINUX" })).toThrow("already in use on this cluster");
    expect(cloud.import(type, `test:${principal_arn}`)).toMatchObject({ type: "EC2_LINUX" });
  });

  test("is one of 3,000 at most", () => {
    const cloud = cloudWithCluster();
    admit(cloud);
    const entries = eks.accessEntries(cloud.aws);
    const [made] = entries.rows();
    for (let number = 1; made && number < 2_999; number += 1) entries.put(`test:${number}`, made);
    admit(cloud, { principal_arn: roleFor(cloud, "last", "ec2.amazonaws.com") });
    const principal_arn = roleFor(cloud, "one-too-many", "ec2.amazonaws.com");
    expect(() => admit(cloud, { principal_arn })).toThrow("ResourceLimitExceededException");
  });
});

describe("an access policy", () => {
  test("holds in the whole cluster or in namespaces, which need not exist", () => {
    const cloud = cloudWithCluster();
    admit(cloud);
    const state = associate(cloud, "AmazonEKSClusterAdminPolicy");
    expect(state.id).toBe(
      "test#arn:aws:iam::123456789012:role/admin#arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    );
    expect(state.associated_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000 UTC$/);
    expect(cloud.read(association, state)).toEqual(state);
    const scoped = associate(cloud, "AmazonEKSViewPolicy", { type: "namespace", namespaces: ["web", "not-there"] });
    expect(cloud.read(association, scoped)).toEqual(scoped);
    expect(cloud.import(association, String(scoped.id))).toEqual(scoped);
    expect(() => cloud.import(association, "test:admin")).toThrow("unexpected format");
  });

  test("has namespaces only where they are its scope", () => {
    const cloud = cloudWithCluster();
    admit(cloud);
    const withScope = (scope: Values) => () => associate(cloud, "AmazonEKSViewPolicy", scope);
    expect(withScope({ type: "cluster", namespaces: ["web"] })).toThrow("should not include namespaces");
    expect(withScope({ type: "pod" })).toThrow("must be cluster or namespace");
  });

  test("that is asked for again gets the new scope", () => {
    const cloud = cloudWithCluster();
    admit(cloud);
    const first = associate(cloud, "AmazonEKSViewPolicy");
    associate(cloud, "AmazonEKSViewPolicy", { type: "namespace", namespaces: ["web"] });
    expect(cloud.read(association, first)?.access_scope).toEqual([{ type: "namespace", namespaces: ["web"] }]);
    expect(eks.accessEntries(cloud.aws).rows()[0]?.policies).toHaveLength(1);
  });

  test("goes alone, and with its entry", () => {
    const cloud = cloudWithCluster();
    const entry = admit(cloud);
    const view = associate(cloud, "AmazonEKSViewPolicy");
    const edit = associate(cloud, "AmazonEKSEditPolicy");
    cloud.delete(association, view);
    expect([cloud.read(association, view), cloud.read(association, edit)]).toEqual([null, edit]);
    cloud.delete(association, view);
    cloud.delete(type, entry);
    expect(cloud.read(association, edit)).toBeNull();
    cloud.delete(association, edit);
  });
});

describe("who gives access", () => {
  test("must be allowed to make entries, and to pass the roles of nodes", () => {
    const withRights = (...rights: string[]) => {
      const cloud = cloudWithCluster();
      const wanted = config(cloud, { type: "EC2_LINUX" });
      return userWith(cloud, rights).create(type, wanted);
    };
    expect(() => withRights("iam:PassRole")).toThrow(/AccessDenied.*eks:CreateAccessEntry/);
    expect(() => withRights("eks:CreateAccessEntry")).toThrow(/CreateAccessEntry.*AccessDenied.*iam:PassRole/);
    expect(withRights("eks:CreateAccessEntry", "iam:PassRole").type).toBe("EC2_LINUX");
  });

  test("can give none in a cluster that keeps to its ConfigMap", () => {
    const cloud = cloudWithCluster();
    const state = admit(cloud);
    changeCluster(cloud, { authenticationMode: "CONFIG_MAP" });
    expect(() => cloud.read(type, state)).toThrow("must be set to one of [API, API_AND_CONFIG_MAP]");
  });
});

function config(cloud: TestCloud, changes: Values = {}): Values {
  return { cluster_name: "test", principal_arn: roleFor(cloud, "admin", "ec2.amazonaws.com"), ...changes };
}

function admit(cloud: TestCloud, changes: Values = {}): Values {
  return cloud.create(type, config(cloud, changes));
}

function associate(cloud: TestCloud, policy: string, scope: Values = { type: "cluster" }): Values {
  return cloud.create(association, {
    ...config(cloud),
    policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
    access_scope: [scope],
  });
}
