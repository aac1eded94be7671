import { describe, expect, test } from "vitest";
import { changeCluster, joinNode, userWith } from "../../testing/cluster.ts";
import { cloudWithNetwork, withLaunchTemplate } from "../../testing/cluster-network.ts";
import {
  instancesIn,
  makeNodeGroup,
  type NodeCloud,
  nodeGroupConfig,
  nodesIn,
  sizes,
  updateNodeGroup,
} from "../../testing/node-groups.ts";
import { refusalOf } from "../../testing/rule-test.ts";
import { ec2 } from "../ec2/tables.ts";
import { iamTables } from "../iam/records.ts";
import { eks } from "./records.ts";

const type = "aws_eks_node_group";

describe("a node group", () => {
  test("starts instances in both zones that join as ready nodes, and reads as it was made", () => {
    const subject = cloudWithNetwork();
    const { cloud } = subject;
    const state = makeNodeGroup(subject, sizes(1, 2, 3));
    expect(state.resources).toMatchObject([{ autoscaling_groups: [{ name: expect.stringMatching(/^eks-default-/) }] }]);
    const zones = instancesIn(subject).map(({ availabilityZone }) => availabilityZone);
    expect(zones.sort()).toEqual(["us-east-1a", "us-east-1b"]);
    expect(nodesIn(subject)).toMatchObject([
      { ready: true, nodeGroup: "default", name: expect.stringMatching(/^ip-10-0-1[67]-\d+\.ec2\.internal$/) },
      { ready: true, version: "1.36" },
    ]);
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.import(type, "test:default")).toEqual(state);
    expect(cloud.provider.operations.at(-1)?.seconds).toBe(120);
  });

  test("has the defaults that EKS chooses", () => {
    expect(makeNodeGroup(cloudWithNetwork())).toMatchObject({
      ami_type: "AL2023_x86_64_STANDARD",
      capacity_type: "ON_DEMAND",
      disk_size: 20,
      instance_types: ["t3.medium"],
      release_version: "1.36.2-20260714",
      status: "ACTIVE",
      version: "1.36",
      update_config: [{ max_unavailable: 1 }],
    });
  });

  test.each([
    ["m7g.large", "AL2023_ARM_64_STANDARD"],
    ["m7gd.large", "AL2023_ARM_64_STANDARD"],
    ["g5.xlarge", "AL2023_x86_64_NVIDIA"],
    ["inf2.xlarge", "AL2023_x86_64_NEURON"],
    ["c6i.large", "AL2023_x86_64_STANDARD"],
  ])("of %s gets images of type %s", (instanceType, imageType) => {
    expect(makeNodeGroup(cloudWithNetwork(), { instance_types: [instanceType] }).ami_type).toBe(imageType);
  });

  test("of Bottlerocket has releases of its own and its data on the second volume", () => {
    const subject = cloudWithNetwork();
    const state = makeNodeGroup(subject, { ami_type: "BOTTLEROCKET_x86_64", disk_size: 80 });
    expect(state.release_version).toMatch(/^1\.62\.0-[0-9a-f]{8}$/);
    const sizes = ec2
      .volumes(subject.cloud.aws)
      .rows()
      .map(({ deviceName, size }) => `${deviceName} ${size}`);
    expect(sizes).toEqual(["/dev/xvda 2", "/dev/xvdb 80"]);
  });

  test("without a name gets one from its prefix", () => {
    const state = makeNodeGroup(cloudWithNetwork(), { node_group_name: null, node_group_name_prefix: "pool-" });
    expect(state.node_group_name).toMatch(/^pool-[0-9a-f]{26}$/);
    expect(state.node_group_name_prefix).toBe("pool-");
  });

  test("without instances is active before anything is right", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { selfManagedAddOns: [] });
    expect(makeNodeGroup(subject, sizes(0, 0, 3)).status).toBe("ACTIVE");
  });

  test("lets its role into the cluster, and takes nodes, instances, interfaces and the role's entry along", () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const before = ec2.networkInterfaces(cloud.aws).size;
    const state = makeNodeGroup(subject, sizes(1, 2, 3));
    expect(eks.accessEntries(cloud.aws).rows()).toMatchObject([
      { type: "EC2_LINUX", principalArn: network.nodeRole, groups: ["system:nodes"] },
    ]);
    cloud.delete(type, state);
    expect([nodesIn(subject), instancesIn(subject), eks.accessEntries(cloud.aws).rows()]).toEqual([[], [], []]);
    expect(cloud.aws.globalTable(iamTables.instanceProfile).size).toBe(0);
    expect(ec2.networkInterfaces(cloud.aws).size).toBe(before);
    expect(cloud.read(type, state)).toBeNull();
    cloud.delete(type, state);
  });

  test("makes the group for remote access, and takes it along", () => {
    const subject = cloudWithNetwork();
    const state = makeNodeGroup(subject, { remote_access: [{ ec2_ssh_key: "admin" }] });
    const group = ec2.securityGroups(subject.cloud.aws).find(({ name }) => name.startsWith("eks-remoteAccess-"));
    expect(state.resources).toMatchObject([{ remote_access_security_group_id: group?.id }]);
    expect(instancesIn(subject)[0]?.securityGroupIds).toContain(group?.id);
    subject.cloud.delete(type, state);
    expect(ec2.securityGroups(subject.cloud.aws).get(group?.id ?? "")).toBeUndefined();
  });
});

describe("CoreDNS", () => {
  const install = ({ cloud }: NodeCloud, configuration_values = "{}") =>
    cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "coredns", configuration_values });

  test("finds its place on the nodes of a group", () => {
    const subject = cloudWithNetwork();
    makeNodeGroup(subject);
    expect(install(subject).id).toBe("test:coredns");
  });

  test("stays away from nodes whose taint it does not tolerate", () => {
    const tainted = () => {
      const subject = cloudWithNetwork();
      makeNodeGroup(subject, { taint: [{ key: "dedicated", value: "spot", effect: "NO_SCHEDULE" }] });
      return subject;
    };
    expect(() => install(tainted())).toThrow("InsufficientNumberOfReplicas");
    const toleration = { key: "dedicated", operator: "Equal", value: "spot", effect: "NoSchedule" };
    install(tainted(), JSON.stringify({ tolerations: [toleration] }));
  });
});

describe("an update", () => {
  test("of labels changes the group in place and touches no instance", () => {
    const subject = cloudWithNetwork();
    const state = makeNodeGroup(subject);
    const before = instancesIn(subject);
    const changed = { labels: { pool: "other" } };
    expect(subject.cloud.plan(type, state, nodeGroupConfig(subject, changed)).action).toBe("update");
    expect(updateNodeGroup(subject, state, changed).labels).toEqual({ pool: "other" });
    expect(instancesIn(subject)).toEqual(before);
  });

  test("of the size starts and stops instances, the oldest first", () => {
    const subject = cloudWithNetwork();
    const state = makeNodeGroup(subject);
    const [oldest] = instancesIn(subject);
    const grown = updateNodeGroup(subject, state, sizes(1, 3, 3));
    expect(nodesIn(subject)).toHaveLength(3);
    updateNodeGroup(subject, grown, sizes(1, 2, 3));
    expect(instancesIn(subject)).toHaveLength(2);
    expect(instancesIn(subject)).not.toContainEqual(oldest);
  });

  test("to sizes that contradict each other is refused in the words of an update", () => {
    const subject = cloudWithNetwork();
    const state = makeNodeGroup(subject);
    expect(() => updateNodeGroup(subject, state, sizes(3, 1, 3))).toThrow(
      "Minimum capacity 3 can't be greater than desired size 1",
    );
  });

  test("to a newer version replaces the instances", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { version: "1.35" });
    const state = makeNodeGroup(subject);
    const before = instancesIn(subject);
    changeCluster(subject.cloud, { version: "1.36" });
    const updated = updateNodeGroup(subject, state, { version: "1.36" });
    expect(updated).toMatchObject({ version: "1.36", release_version: "1.36.2-20260714" });
    expect(instancesIn(subject)).toHaveLength(1);
    expect(instancesIn(subject)).not.toEqual(before);
    expect(nodesIn(subject)).toMatchObject([{ version: "1.36", ready: true }]);
  });

  test("whose new instances do not come up leaves the old ones", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { version: "1.35" });
    const state = makeNodeGroup(subject);
    const before = instancesIn(subject);
    changeCluster(subject.cloud, { version: "1.36", selfManagedAddOns: [] });
    expect(() => updateNodeGroup(subject, state, { version: "1.36" })).toThrow(
      "version update: unexpected state 'Failed', wanted target 'Successful'. last error: i-",
    );
    expect(instancesIn(subject)).toEqual(before);
    expect(subject.cloud.read(type, state)?.version).toBe("1.35");
  });
});

test("a group with more virtual processors than the account may have fails with what EC2 answered", () => {
  const subject = cloudWithNetwork();
  const failing = () => makeNodeGroup(subject, { ...sizes(1, 3, 3), instance_types: ["m5.4xlarge"] });
  expect(failing).toThrow("AsgInstanceLaunchFailures: Could not launch On-Demand Instances. VcpuLimitExceeded - ");
  expect(nodesIn(subject)).toEqual([]);
});

describe("a launch template", () => {
  test("decides image, size of the disk, type and groups of the instances", () => {
    const subject = cloudWithNetwork();
    const group = subject.cloud.create("aws_security_group", { name: "nodes", vpc_id: subject.network.vpc });
    const data = {
      instance_type: "m5.large",
      vpc_security_group_ids: [subject.network.clusterGroup, String(group.id)],
    };
    const state = makeNodeGroup(subject, withLaunchTemplate(subject.cloud, data));
    expect(state).toMatchObject({ disk_size: 0, instance_types: [], ami_type: "AL2023_x86_64_STANDARD" });
    expect(state.launch_template).toMatchObject([{ name: "nodes", version: "1" }]);
    const securityGroupIds = data.vpc_security_group_ids;
    expect(instancesIn(subject)).toMatchObject([{ instanceType: "m5.large", securityGroupIds }]);
  });

  test("is kept as it was when the group was made, by the number of its version", () => {
    const subject = cloudWithNetwork();
    const { cloud } = subject;
    const made = cloud.create("aws_launch_template", { name: "nodes", instance_type: "m5.large" });
    const state = makeNodeGroup(subject, { launch_template: [{ name: "nodes", version: "$Latest" }] });
    expect(state.launch_template).toMatchObject([{ id: made.id, version: "1" }]);
    cloud.delete("aws_launch_template", made);
    updateNodeGroup(subject, state, { ...sizes(1, 2, 3), launch_template: [{ name: "nodes", version: "1" }] });
    expect(instancesIn(subject).map(({ instanceType }) => instanceType)).toEqual(["m5.large", "m5.large"]);
  });

  test.each([
    ["names no version that exists", { launch_template: [{ name: "nodes", version: "7" }] }, "specified version 7"],
    ["is not there", { launch_template: [{ name: "other", version: "1" }] }, "does not exist"],
    ["takes over remote access", { remote_access: [{ ec2_ssh_key: "admin" }] }, "Remote access configuration"],
    ["names the type already", { instance_types: ["m5.large"] }, "Instance type cannot be specified both"],
  ])("that %s is refused", (_what, rest, words) => {
    const subject = cloudWithNetwork();
    const config = { ...withLaunchTemplate(subject.cloud, { instance_type: "m5.large" }), ...rest };
    expect(() => makeNodeGroup(subject, config)).toThrow(words);
  });
});

describe("rights", () => {
  const needed = ["eks:CreateNodegroup", "iam:PassRole", "iam:GetRole", "iam:CreateServiceLinkedRole"];

  test.each([
    ["iam:PassRole", needed.filter((action) => action !== "iam:PassRole")],
    ["ec2:DescribeSubnets", needed],
  ])("%s is needed to make a group", (missing, actions) => {
    const subject = cloudWithNetwork();
    const limited = { ...subject, cloud: userWith(subject.cloud, actions) };
    expect(() => makeNodeGroup(limited)).toThrow(new RegExp(`CreateNodegroup.*${missing}`));
  });

  test("ec2:RunInstances is needed with a launch template only", () => {
    const subject = cloudWithNetwork();
    const actions = [...needed, "ec2:DescribeSubnets", "ec2:DescribeLaunchTemplateVersions"];
    const limited = { ...subject, cloud: userWith(subject.cloud, actions) };
    expect(() => makeNodeGroup(limited, withLaunchTemplate(subject.cloud, {}))).toThrow("ec2:RunInstances");
    makeNodeGroup(limited);
  });

  test("the first group makes the roles that AWS works with", () => {
    const subject = cloudWithNetwork();
    makeNodeGroup(subject);
    const names = ["AWSServiceRoleForAmazonEKSNodegroup", "AWSServiceRoleForAutoScaling"];
    for (const name of names) expect(subject.cloud.data("aws_iam_role", { name }).arn).toContain("/aws-service-role/");
  });
});

describe("quotas", () => {
  test("a cluster has at most thirty groups", () => {
    const subject = cloudWithNetwork();
    for (let index = 0; index < 30; index += 1)
      makeNodeGroup(subject, { node_group_name: `g${index}`, ...sizes(0, 0, 1) });
    expect(codeOf(() => makeNodeGroup(subject))).toBe("ResourceLimitExceededException");
  });

  test("a group has at most 450 nodes", () => {
    makeNodeGroup(cloudWithNetwork(), sizes(0, 0, 450));
    expect(codeOf(() => makeNodeGroup(cloudWithNetwork(), sizes(0, 0, 451)))).toBe("ResourceLimitExceededException");
  });
});

test("nodes of other makers count as well, and stay when a group goes", () => {
  const subject = cloudWithNetwork();
  joinNode(subject.cloud);
  subject.cloud.delete(type, makeNodeGroup(subject));
  expect(nodesIn(subject)).toMatchObject([{ nodeGroup: null }]);
});

function codeOf(action: () => void): string | undefined {
  return refusalOf(action)?.code;
}
