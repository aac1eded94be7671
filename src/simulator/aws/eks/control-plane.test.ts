import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type ControlPlaneBench, controlPlaneBench, encryptedWith } from "../../testing/control-plane.ts";
import { deleteNetworkInterface } from "../ec2/api/network-interfaces.ts";
import { setQuota } from "../ec2/facts/quotas.ts";
import { ec2 } from "../ec2/tables.ts";
import { type Grant, kmsTables } from "../kms/records.ts";
import { eks } from "./records.ts";

const type = "aws_eks_cluster";

describe("what a cluster makes in the network", () => {
  test("is a security group of its own, open within itself and outwards", () => {
    const bench = controlPlaneBench();
    const group = groupOf(bench, bench.create());
    expect(group).toMatchObject({
      name: expect.stringMatching(/^eks-cluster-sg-test-\d+$/),
      vpcId: bench.network.vpcId,
      tags: { Name: group?.name, "kubernetes.io/cluster/test": "owned", "aws:eks:cluster-name": "test" },
    });
    expect(
      group?.rules.map((rule) => [rule.direction, rule.protocol, rule.referencedSecurityGroupId ?? rule.cidrIpv4]),
    ).toEqual([
      ["egress", "-1", "0.0.0.0/0"],
      ["ingress", "-1", group?.id],
    ]);
  });

  test("are interfaces in two zones, with its group and the given ones, that nobody but EKS may remove", () => {
    const bench = controlPlaneBench();
    const nodes = bench.network.group();
    const group = groupOf(bench, bench.create(bench.placed({ security_group_ids: [nodes] })));
    const interfaces = ec2.networkInterfaces(bench.cloud.aws).rows();
    expect(interfaces.map(({ subnetId }) => subnetId)).toEqual(bench.subnetIds);
    for (const held of interfaces) {
      expect(held).toMatchObject({ description: "Amazon EKS test", requesterId: "amazon-eks" });
      expect(held.securityGroupIds).toEqual([group?.id, nodes]);
      expect(() => deleteNetworkInterface(bench.cloud.aws, held.id)).toThrow("AuthFailure");
    }
  });

  test("goes with it, and the network can go too", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    expect(() => bench.cloud.delete("aws_vpc", bench.network.vpc)).toThrow("DependencyViolation");
    bench.cloud.delete(type, state);
    expect(ec2.networkInterfaces(bench.cloud.aws).rows()).toEqual([]);
    expect(groupOf(bench, state)).toBeUndefined();
    expect(bench.cloud.read(type, state)).toBeNull();
    bench.cloud.delete(type, state);
  });

  test("stays behind when the role has lost its policy before", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    const policy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
    bench.cloud.delete("aws_iam_role_policy_attachment", {
      id: `cluster/${policy}`,
      role: "cluster",
      policy_arn: policy,
    });
    bench.cloud.delete(type, state);
    expect(ec2.networkInterfaces(bench.cloud.aws).size).toBe(2);
    expect(groupOf(bench, state)).toBeDefined();
  });

  test("leaves the group behind that a node of somebody else still uses", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    const group = groupOf(bench, state);
    const from = { security_group_id: bench.network.group(), referenced_security_group_id: group?.id ?? "" };
    bench.cloud.create("aws_vpc_security_group_ingress_rule", { ...from, ip_protocol: "-1" });
    bench.cloud.delete(type, state);
    expect(groupOf(bench, state)).toEqual(group);
    expect(ec2.networkInterfaces(bench.cloud.aws).rows()).toEqual([]);
  });

  test("is taken back when a quota keeps it from being whole", () => {
    const bench = controlPlaneBench();
    setQuota(bench.cloud.aws, "networkInterfacesPerRegion", 1);
    const { arn } = bench.cloud.create("aws_kms_key", {});
    expect(() => bench.create(encryptedWith(arn))).toThrow(/operation error EKS: CreateCluster.*LimitExceeded/);
    expect(eks.clusters(bench.cloud.aws).size).toBe(0);
    expect(grants(bench)).toEqual([]);
    expect(ec2.networkInterfaces(bench.cloud.aws).size).toBe(0);
    expect(
      ec2
        .securityGroups(bench.cloud.aws)
        .rows()
        .map(({ name }) => name),
    ).toEqual(["default"]);
    setQuota(bench.cloud.aws, "networkInterfacesPerRegion", 2);
    bench.create(encryptedWith(arn));
  });
});

describe("the key of a cluster", () => {
  test("is granted to EKS for this cluster alone, until the cluster goes", () => {
    const bench = controlPlaneBench();
    const { arn, key_id } = bench.cloud.create("aws_kms_key", {});
    const state = bench.create(encryptedWith(arn));
    expect(grants(bench)).toMatchObject([
      { keyId: key_id, name: "test", encryptionContextEquals: { "aws:eks:cluster": "test" } },
    ]);
    bench.cloud.delete(type, state);
    expect(grants(bench)).toEqual([]);
  });

  test("must lie in the cluster's Region and exist", () => {
    const bench = controlPlaneBench();
    const arn = (region: string) => `arn:aws:kms:${region}:123456789012:key/12345678-1234-4123-8123-123456789012`;
    expect(() => bench.create(encryptedWith(arn("eu-west-1")))).toThrow("scoped to invalid aws region");
    expect(() => bench.create(encryptedWith(arn("us-east-1")))).toThrow("does not exist");
  });

  test("cannot be taken away without another cluster", () => {
    const bench = controlPlaneBench();
    const state = bench.create(encryptedWith(bench.cloud.create("aws_kms_key", {}).arn));
    expect(bench.cloud.plan(type, state, bench.config()).action).toBe("replace");
  });
});

function groupOf(bench: ControlPlaneBench, state: Values) {
  const [network] = state.vpc_config as readonly { cluster_security_group_id: string }[];
  return ec2.securityGroups(bench.cloud.aws).get(network?.cluster_security_group_id ?? "");
}

function grants({ cloud }: ControlPlaneBench): readonly Grant[] {
  return cloud.aws.table<Grant>(kmsTables.grant).rows();
}
