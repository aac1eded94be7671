import { expect, test } from "vitest";
import type { Environment } from "./environment.ts";
import { configurationOf, type Declaration, soundDeclaration } from "./testing/declaration.ts";

function resolved(declaration: Declaration): readonly Environment[] {
  return configurationOf(declaration).environments;
}

test("environments come in the order of promotion, others before production", () => {
  const { development, staging, production, ...rest } = soundDeclaration();
  Object.assign(staging, { name: "preview" });
  const shuffled = { ...rest, development: production, staging: development, production: staging };
  expect(resolved(shuffled).map(({ name }) => name)).toEqual(["development", "preview", "production"]);
});

test("a subnet is keyed and named by its role and zone", () => {
  const [development] = resolved(soundDeclaration());
  expect(development?.subnets[0]).toEqual({
    key: "public-us-east-1a",
    name: "net-development-public-us-east-1a",
    role: "public",
    zone: "us-east-1a",
    cidr: "10.1.0.0/24",
  });
  expect(development?.subnets).toHaveLength(8);
});

// Defect 13: access entries followed what an account happened to hold, by the index of a list.
test("an access entry names the whole role of the permission set, path included", () => {
  const [development] = resolved(soundDeclaration());
  expect(development?.access.at(-1)).toEqual({
    key: "administrators",
    principalArn: `arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_${"a".repeat(16)}`,
    policyArns: ["arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"],
    namespaces: [],
  });
});

// Defect 14: the administrator was whoever ran the plan.
test("the role that applies administers the cluster by an entry of its own, and the role that plans may look", () => {
  const [development] = resolved(soundDeclaration());
  expect(development?.access.slice(0, 2)).toMatchObject([
    { key: "ci", principalArn: "arn:aws:iam::111111111111:role/ci-apply" },
    {
      key: "ci-plan",
      principalArn: "arn:aws:iam::111111111111:role/spacelift-plan-role",
      policyArns: ["arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy"],
    },
  ]);
});

test("the API is reached from the named networks and from Spacelift's workers, and from everywhere for a reason only", () => {
  const declaration = soundDeclaration();
  declaration.staging.cluster.api = {};
  declaration.production.cluster.api = { openBecause: "A workshop without a VPN, for a day" };
  const workers = { name: "spacelift", cidr: "34.240.10.10/32" };
  expect(resolved(declaration).map(({ apiNetworks }) => apiNetworks)).toEqual([
    [{ name: "vpn", cidr: "52.0.0.1/32" }, workers],
    [workers],
    [{ name: "internet", cidr: "0.0.0.0/0" }],
  ]);
});

test("an environment's own versions come before the catalogue's", () => {
  const declaration = soundDeclaration();
  Object.assign(declaration.development.cluster, { version: "1.36", addOns: { "vpc-cni": "v1.23.1-eksbuild.1" } });
  declaration.development.spacelift.openTofu = "1.13.2";
  const [development, staging] = resolved(declaration);
  expect(development).toMatchObject({
    kubernetesVersion: "1.36",
    openTofuVersion: "1.13.2",
    addOnVersions: { "vpc-cni": "v1.23.1-eksbuild.1", "kube-proxy": expect.stringContaining("v1.36.") },
  });
  expect(staging).toMatchObject({ kubernetesVersion: "1.35", openTofuVersion: "1.12.6" });
});

// Defect 108: nothing said who pays.
test("the tags of an environment say who pays, who answers, and where it is declared", () => {
  const [development] = resolved(soundDeclaration());
  expect(development?.tags).toEqual({
    CostCenter: "Platform / 000000",
    Environment: "development",
    Owner: "platform",
    Repository: "Example/eks-stack",
  });
});
