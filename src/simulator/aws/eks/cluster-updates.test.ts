import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { userWith } from "../../testing/cluster.ts";
import { type ControlPlaneBench, controlPlaneBench, encryptedWith } from "../../testing/control-plane.ts";
import { revokeRules } from "../ec2/api/security-group-rules.ts";
import type { NetworkInterface } from "../ec2/records.ts";
import { ec2 } from "../ec2/tables.ts";
import { findLogGroup } from "../logs/log-group.ts";

const type = "aws_eks_cluster";

describe("an upgrade", () => {
  test("of one minor version happens in place and takes eight minutes", () => {
    const bench = controlPlaneBench();
    const state = bench.create({ version: "1.35" });
    expect(bench.cloud.plan(type, state, bench.config({ version: "1.36" })).action).toBe("update");
    const upgraded = bench.update(state, { version: "1.36" });
    expect(upgraded).toMatchObject({ version: "1.36", endpoint: state.endpoint, platform_version: "eks.6" });
    expect(secondsOfLast(bench)).toBe(480);
  });

  test("does not happen when the version leaves the configuration", () => {
    const bench = controlPlaneBench();
    const state = bench.create({ version: "1.34" });
    expect(bench.cloud.plan(type, state, bench.config()).action).toBe("none");
  });

  test("that finds no addresses ends as failed, and the cluster stays as it is", () => {
    const bench = controlPlaneBench();
    const state = bench.create({ version: "1.35" });
    for (const id of bench.subnetIds) bench.occupy(id, 6);
    expect(() => bench.update(state, { version: "1.36" })).toThrow(
      /version update \([0-9a-f-]{36}\): unexpected state 'Failed'.*InsufficientFreeAddresses/,
    );
    expect(bench.cloud.read(type, state)).toEqual(state);
  });

  test("can be taken back within seven days, and not later", () => {
    const bench = controlPlaneBench();
    const upgrade = () => bench.update(bench.create({ version: "1.35" }), { version: "1.36" });
    const rolledBack = bench.update(upgrade(), { version: "1.35" });
    expect(rolledBack.version).toBe("1.35");
    bench.cloud.delete(type, rolledBack);
    const upgraded = upgrade();
    bench.cloud.world.advanceTo(new Date(bench.cloud.world.now.getTime() + 8 * 86_400_000));
    expect(() => bench.update(upgraded, { version: "1.35" })).toThrow("within 7 days");
  });
});

describe("an update", () => {
  test("of several kinds is one after the other", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    const changed = bench.update(state, {
      ...bench.placed({ endpoint_private_access: true }),
      enabled_cluster_log_types: ["api", "audit"],
      deletion_protection: true,
      upgrade_policy: [{ support_type: "STANDARD" }],
      zonal_shift_config: [{ enabled: true }],
      control_plane_scaling_config: [{ tier: "tier-xl" }],
    });
    expect(changed).toMatchObject({
      vpc_config: [{ endpoint_private_access: true, endpoint_public_access: true }],
      enabled_cluster_log_types: ["api", "audit"],
      deletion_protection: true,
      upgrade_policy: [{ support_type: "STANDARD" }],
      zonal_shift_config: [{ enabled: true }],
      control_plane_scaling_config: [{ tier: "tier-xl" }],
    });
    expect(bench.cloud.read(type, changed)).toEqual(changed);
    expect(secondsOfLast(bench)).toBe(6 * 120);
  });

  test("that switches logging on makes the log group", () => {
    const bench = controlPlaneBench();
    bench.update(bench.create(), { enabled_cluster_log_types: ["audit"] });
    expect(findLogGroup(bench.cloud.aws, "/aws/eks/test/cluster")).toBeDefined();
  });

  test("of groups gives the interfaces other ones", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    const before = interfaces(bench);
    const nodes = bench.network.group();
    bench.update(state, bench.placed({ security_group_ids: [nodes] }));
    const after = interfaces(bench);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.map(({ securityGroupIds }) => securityGroupIds[1])).toEqual([nodes, nodes]);
  });

  test("of subnets moves the interfaces, and the old subnets can go", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    const subnet_ids = [
      bench.network.subnet("10.0.2.0/28", "us-east-1a"),
      bench.network.subnet("10.0.2.16/28", "us-east-1b"),
    ];
    const moved = bench.update(state, bench.placed({ subnet_ids }));
    expect(interfaces(bench).map(({ subnetId }) => subnetId)).toEqual(subnet_ids);
    for (const id of bench.subnetIds) bench.cloud.delete("aws_subnet", { id });
    bench.cloud.delete(type, moved);
    expect(interfaces(bench)).toEqual([]);
  });

  test("brings back rules of the cluster's group that somebody took away", () => {
    const bench = controlPlaneBench();
    const state = bench.create();
    const group = () => ec2.securityGroups(bench.cloud.aws).find(({ name }) => name.startsWith("eks-cluster-sg-"));
    const { id = "", rules = [] } = group() ?? {};
    for (const rule of rules) revokeRules(bench.cloud.aws, id, rule.direction, [rule.id]);
    expect(group()?.rules).toEqual([]);
    bench.update(state, { deletion_protection: true });
    const directions = group()?.rules.map(({ direction, protocol }) => `${direction} ${protocol}`);
    expect(directions).toEqual(["ingress -1", "egress -1"]);
  });

  test("with a key encrypts what is there, which takes a quarter of an hour", () => {
    const bench = controlPlaneBench();
    const encrypted = bench.update(bench.create(), encryptedWith(bench.cloud.create("aws_kms_key", {}).arn));
    expect(encrypted.encryption_config).toHaveLength(1);
    expect(secondsOfLast(bench)).toBe(900);
  });

  test("of remote networks is shown, and taken back with the block", () => {
    const bench = controlPlaneBench();
    const remote = {
      remote_node_networks: [{ cidrs: ["10.200.0.0/16"] }],
      remote_pod_networks: [{ cidrs: ["10.201.0.0/16"] }],
    };
    const hybrid = bench.update(bench.create(), { remote_network_config: [remote] });
    expect(hybrid.remote_network_config).toMatchObject([remote]);
    expect(bench.update(hybrid).remote_network_config).toEqual([]);
  });

  test("that only moves CIDRs about in their set is none", () => {
    const bench = controlPlaneBench();
    const state = bench.create(bench.placed({ public_access_cidrs: ["52.0.0.0/24", "52.0.1.0/24"] }));
    const other = bench.placed({ public_access_cidrs: ["52.0.1.0/24", "52.0.0.0/24"] });
    expect(bench.cloud.plan(type, state, bench.config(other)).action).toBe("none");
  });
});

describe("who changes a cluster", () => {
  const cases: readonly (readonly [right: string, changes: Values])[] = [
    ["eks:UpdateClusterVersion", { version: "1.36" }],
    ["eks:UpdateClusterConfig", { version: "1.35", deletion_protection: true }],
    ["eks:TagResource", { version: "1.35", tags: { team: "web", stage: "test" } }],
    ["eks:UntagResource", { version: "1.35", tags: {} }],
  ];

  test.each(cases)("needs %s", (right, changes) => {
    const others = ["eks:DescribeCluster", "eks:DescribeUpdate"];
    const update = (rights: readonly string[]) => {
      const bench = controlPlaneBench();
      const state = bench.create({ version: "1.35", tags: { team: "data" } });
      const config = bench.config({ tags: { team: "data" }, ...changes });
      return userWith(bench.cloud, rights).update(state, type, config);
    };
    expect(() => update(others)).toThrow(new RegExp(`AccessDenied.*${right}`));
    expect(update([...others, right])).toMatchObject(changes);
  });
});

function secondsOfLast({ cloud }: ControlPlaneBench): number | undefined {
  return cloud.provider.operations.at(-1)?.seconds;
}

function interfaces({ cloud, network }: ControlPlaneBench): readonly NetworkInterface[] {
  return ec2.networkInterfaces(cloud.aws).filter(({ vpcId }) => vpcId === network.vpcId);
}
