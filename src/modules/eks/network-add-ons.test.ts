import { describe, expect, test } from "vitest";
import { policyOf } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import type { EksClusterProps } from "./cluster.ts";
import { cluster } from "./testing/cluster.ts";

describe("add-ons", () => {
  // Defects 75 and 87: versions followed whatever was newest on the day of the plan.
  test("have the pinned versions, take the place of what was there and outlive their declaration", () => {
    const addOns = cluster().resources("aws_eks_addon");
    expect(Object.entries(addOns).map(([, { addon_name, addon_version }]) => [addon_name, addon_version])).toEqual([
      ["vpc-cni", "v1.22.4-eksbuild.3"],
      ["kube-proxy", "v1.35.3-eksbuild.21"],
      ["eks-pod-identity-agent", "v1.3.10-eksbuild.3"],
    ]);
    for (const body of Object.values(addOns)) {
      expect(body).toMatchObject({
        resolve_conflicts_on_create: "OVERWRITE",
        resolve_conflicts_on_update: "PRESERVE",
        preserve: true,
      });
    }
  });

  test("without a pinned version are refused by name, with the two places for one", () => {
    const { "kube-proxy": _unpinned, ...addOnVersions } = { "vpc-cni": "v1.22.4-eksbuild.3", "kube-proxy": "" };
    expect(() => cluster({ addOnVersions })).toThrow(/ES0203[\s\S]*kube-proxy[\s\S]*catalogue, or to cluster.addOns/);
  });

  test("set the VPC CNI to prefixes, interfaces for pods, and network policies with their log", () => {
    const settings = (change: Partial<EksClusterProps> = {}) =>
      JSON.parse(String(cluster(change).resource("aws_eks_addon.vpc_cni").configuration_values));
    expect(settings()).toEqual({
      enableNetworkPolicy: "true",
      nodeAgent: { enablePolicyEventLogs: "true", enableCloudWatchLogs: "true" },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
      env: {
        ENABLE_PREFIX_DELEGATION: "true",
        ENABLE_POD_ENI: "true",
        POD_SECURITY_GROUP_ENFORCING_MODE: "standard",
      },
    });
    expect(settings({ podSecurityGroups: "strict" }).env.POD_SECURITY_GROUP_ENFORCING_MODE).toBe("strict");
  });

  // Defect 6: the VPC CNI lived on the credentials of the nodes.
  test("give the VPC CNI a role of its own", () => {
    const module = cluster();
    const { service_account_role_arn, depends_on } = module.resource("aws_eks_addon.vpc_cni");
    expect(service_account_role_arn).toBe(expression("aws_iam_role.vpc_cni.arn"));
    expect(depends_on).toEqual([
      "aws_iam_role_policy_attachment.vpc_cni_interfaces",
      "aws_iam_role_policy.vpc_cni_policy_logs",
    ]);
    expect(module.resource("aws_iam_role_policy_attachment.vpc_cni_interfaces").policy_arn).toBe(
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    );
  });

  // Defect 1: a trust without a condition let every workload of the cluster in.
  test("trust one service account with that role, for the audience of STS", () => {
    const [trust] = policyOf(cluster().resource("aws_iam_role.vpc_cni").assume_role_policy).Statement;
    const issuer = expression('replace(aws_eks_cluster.cluster.identity[0].oidc[0].issuer, "https://", "")');
    expect(trust).toEqual({
      Effect: "Allow",
      Principal: { Federated: expression("aws_iam_openid_connect_provider.cluster.arn") },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: "system:serviceaccount:kube-system:aws-node",
        },
      },
    });
  });

  // Defect 7: rights to write logs on every resource of the account.
  test("write the log of network policies to the cluster's group alone", () => {
    const statements = policyOf(cluster().resource("aws_iam_role_policy.vpc_cni_policy_logs").policy).Statement;
    expect(statements.find(({ Sid }) => Sid === "WriteNetworkPolicyLogs")?.Resource).toEqual([
      expression("aws_cloudwatch_log_group.cluster.arn"),
      `${expression("aws_cloudwatch_log_group.cluster.arn")}:*`,
    ]);
  });
});
