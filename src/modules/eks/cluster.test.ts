import { describe, expect, test } from "vitest";
import { policyOf, record } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { account, boundary, cluster, entries, entry, policyArn } from "./testing/cluster.ts";

describe("the API", () => {
  // Defect 11: the public endpoint was open to everybody.
  test("is opened to named networks only, and to the VPC", () => {
    expect(cluster().resource("aws_eks_cluster.cluster").vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ["52.0.0.1/32"],
    });
  });

  test("stays private when no network is named", () => {
    const { vpc_config: settings } = cluster({ apiNetworks: [] }).resource("aws_eks_cluster.cluster");
    expect(settings).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    expect(record(settings).public_access_cidrs).toBeUndefined();
  });
});

describe("the control plane", () => {
  test("runs the declared version in the declared subnets, with standard support", () => {
    expect(cluster().resource("aws_eks_cluster.cluster")).toMatchObject({
      version: "1.35",
      vpc_config: { subnet_ids: ["subnet-1", "subnet-2"] },
      upgrade_policy: { support_type: "STANDARD" },
      bootstrap_self_managed_addons: false,
    });
  });

  // Defects 4 and 5: policies of nodes and pods hung on the cluster's role, one of them twice.
  test("has the two policies that it needs, each attached once, and nothing of nodes or pods", () => {
    const attached = Object.entries(cluster().resources("aws_iam_role_policy_attachment"))
      .filter(([, { role }]) => role === expression("aws_iam_role.cluster.name"))
      .map(([, body]) => body.policy_arn);
    expect(attached.sort()).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",
    ]);
  });

  test("goes before its policies and after its log group, so that EKS can clear up behind it", () => {
    expect(cluster().resource("aws_eks_cluster.cluster").depends_on).toEqual([
      "aws_iam_role_policy_attachment.cluster_policy",
      "aws_iam_role_policy_attachment.cluster_vpc_resources",
      "aws_cloudwatch_log_group.cluster",
    ]);
  });

  // Defect 34: the group had no key, and two of five log types were off.
  test("logs what it is told to an encrypted group that keeps it as long as it is told", () => {
    const module = cluster();
    expect(module.resource("aws_eks_cluster.cluster").enabled_cluster_log_types).toEqual(["api", "audit"]);
    expect(module.resource("aws_cloudwatch_log_group.cluster")).toEqual({
      name: "/aws/eks/k8/cluster",
      retention_in_days: 90,
      kms_key_id: "arn:aws:kms:us-east-1:111111111111:key/1",
    });
  });

  test("encrypts Secrets with a key of its own, which rotates and which its role alone may use", () => {
    const module = cluster();
    expect(module.resource("aws_eks_cluster.cluster").encryption_config).toEqual({
      provider: { key_arn: expression("aws_kms_key.cluster_secrets.arn") },
      resources: ["secrets"],
    });
    const { enable_key_rotation, policy } = module.resource("aws_kms_key.cluster_secrets");
    expect(enable_key_rotation).toBe(true);
    expect(policyOf(policy).Statement.map(({ Principal }) => Principal)).toEqual([
      { AWS: `arn:aws:iam::${account}:root` },
      { AWS: expression("aws_iam_role.cluster.arn") },
    ]);
  });
});

describe("access", () => {
  // Defects 13 and 120: entries were keyed by the index of a list that came from the account.
  test("is keyed by the names in the configuration, so that a new entry touches no other", () => {
    const before = cluster();
    const after = cluster({ access: [entry("a-first", { policyArns: [policyArn("View")] }), ...entries] });
    for (const type of ["aws_eks_access_entry", "aws_eks_access_policy_association"]) {
      expect(after.resources(type)).toMatchObject(before.resources(type));
    }
    expect(Object.keys(after.resources("aws_eks_access_entry"))).toEqual(["a_first", "ci", "developers"]);
  });

  // Defect 14: whoever ran the plan became the administrator.
  test("is given to nobody for having made the cluster", () => {
    expect(cluster().resource("aws_eks_cluster.cluster").access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  // Defect 12: every developer could edit everything everywhere.
  test("reaches as far as is declared: the whole cluster, or some namespaces", () => {
    const associations = cluster().resources("aws_eks_access_policy_association");
    expect(associations.ci_cluster_admin).toMatchObject({ access_scope: { type: "cluster" } });
    expect(associations.developers_edit).toMatchObject({
      access_scope: { type: "namespace", namespaces: ["airflow"] },
    });
    expect(Object.keys(associations)).toEqual(["ci_cluster_admin", "developers_admin_view", "developers_edit"]);
  });
});

test("IAM trusts the cluster's tokens for STS", () => {
  expect(cluster().resource("aws_iam_openid_connect_provider.cluster")).toMatchObject({
    url: expression("aws_eks_cluster.cluster.identity[0].oidc[0].issuer"),
    client_id_list: ["sts.amazonaws.com"],
    tags: { Name: "k8-eks-irsa" },
  });
});

// Defect 8: CI could make a role that may do anything.
test("every role bears the boundary without which CI may make none", () => {
  const roles = Object.values(cluster().resources("aws_iam_role"));
  expect(roles.map(({ permissions_boundary }) => permissions_boundary)).toEqual([boundary, boundary]);
});

// Defect 46: nothing was protected from being destroyed.
test("the cluster and its key are guarded against their destruction where that is asked for, and nowhere else", () => {
  const guarded = cluster({ protect: true });
  expect(guarded.resource("aws_eks_cluster.cluster")).toMatchObject({
    deletion_protection: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(guarded.resource("aws_kms_key.cluster_secrets").lifecycle).toEqual({ prevent_destroy: true });
  const open = cluster({ protect: false });
  expect(open.resource("aws_eks_cluster.cluster")).toMatchObject({ deletion_protection: false });
  expect(open.resource("aws_eks_cluster.cluster").lifecycle).toBeUndefined();
});
