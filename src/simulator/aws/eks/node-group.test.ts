import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import type { TestCloud } from "../../testing/cloud.ts";
import { changeCluster, joinNode, roleFor, userWith } from "../../testing/cluster.ts";
import { cloudWithNetwork, type NodeNetwork, nodeActions, withLaunchTemplate } from "../../testing/cluster-network.ts";
import { refusalOf } from "../../testing/rule-test.ts";
import { ec2 } from "../ec2/tables.ts";
import { iamTables } from "../iam/records.ts";
import { eks } from "./records.ts";

const type = "aws_eks_node_group";

interface Subject {
  readonly cloud: TestCloud;
  readonly network: NodeNetwork;
}

describe("a node group", () => {
  test("starts instances in both zones that join as ready nodes, and reads as it was made", () => {
    const subject = cloudWithNetwork();
    const { cloud } = subject;
    const state = make(subject, size(1, 2, 3));
    expect(state.resources).toMatchObject([{ autoscaling_groups: [{ name: expect.stringMatching(/^eks-default-/) }] }]);
    const zones = instances(subject).map(({ availabilityZone }) => availabilityZone);
    expect(zones.sort()).toEqual(["us-east-1a", "us-east-1b"]);
    expect(nodes(subject)).toMatchObject([
      { ready: true, nodeGroup: "default", name: expect.stringMatching(/^ip-10-0-1[67]-\d+\.ec2\.internal$/) },
      { ready: true, version: "1.36" },
    ]);
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.import(type, "test:default")).toEqual(state);
    expect(cloud.provider.operations.at(-1)?.seconds).toBe(120);
  });

  test("has the defaults that EKS chooses", () => {
    expect(make(cloudWithNetwork())).toMatchObject({
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
    expect(make(cloudWithNetwork(), { instance_types: [instanceType] }).ami_type).toBe(imageType);
  });

  test("of Bottlerocket has releases of its own and its data on the second volume", () => {
    const subject = cloudWithNetwork();
    const state = make(subject, { ami_type: "BOTTLEROCKET_x86_64", disk_size: 80 });
    expect(state.release_version).toMatch(/^1\.62\.0-[0-9a-f]{8}$/);
    const sizes = ec2
      .volumes(subject.cloud.aws)
      .rows()
      .map(({ deviceName, size }) => `${deviceName} ${size}`);
    expect(sizes).toEqual(["/dev/xvda 2", "/dev/xvdb 80"]);
  });

  test("without a name gets one from its prefix", () => {
    const state = make(cloudWithNetwork(), { node_group_name: null, node_group_name_prefix: "pool-" });
    expect(state.node_group_name).toMatch(/^pool-[0-9a-f]{26}$/);
    expect(state.node_group_name_prefix).toBe("pool-");
  });

  test("without instances is active before anything is right", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { selfManagedAddOns: [] });
    expect(make(subject, size(0, 0, 3)).status).toBe("ACTIVE");
  });

  test("lets its role into the cluster, and takes nodes, instances, interfaces and the role's entry along", () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const before = ec2.networkInterfaces(cloud.aws).size;
    const state = make(subject, size(1, 2, 3));
    expect(eks.accessEntries(cloud.aws).rows()).toMatchObject([
      { type: "EC2_LINUX", principalArn: network.nodeRole, groups: ["system:nodes"] },
    ]);
    cloud.delete(type, state);
    expect([nodes(subject), instances(subject), eks.accessEntries(cloud.aws).rows()]).toEqual([[], [], []]);
    expect(cloud.aws.globalTable(iamTables.instanceProfile).size).toBe(0);
    expect(ec2.networkInterfaces(cloud.aws).size).toBe(before);
    expect(cloud.read(type, state)).toBeNull();
    cloud.delete(type, state);
  });

  test("makes the group for remote access, and takes it along", () => {
    const subject = cloudWithNetwork();
    const state = make(subject, { remote_access: [{ ec2_ssh_key: "admin" }] });
    const group = ec2.securityGroups(subject.cloud.aws).find(({ name }) => name.startsWith("eks-remoteAccess-"));
    expect(state.resources).toMatchObject([{ remote_access_security_group_id: group?.id }]);
    expect(instances(subject)[0]?.securityGroupIds).toContain(group?.id);
    subject.cloud.delete(type, state);
    expect(ec2.securityGroups(subject.cloud.aws).get(group?.id ?? "")).toBeUndefined();
  });
});

describe("CoreDNS", () => {
  const install = ({ cloud }: Subject, configuration_values = "{}") =>
    cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "coredns", configuration_values });

  test("finds its place on the nodes of a group", () => {
    const subject = cloudWithNetwork();
    make(subject);
    expect(install(subject).id).toBe("test:coredns");
  });

  test("stays away from nodes whose taint it does not tolerate", () => {
    const tainted = () => {
      const subject = cloudWithNetwork();
      make(subject, { taint: [{ key: "dedicated", value: "spot", effect: "NO_SCHEDULE" }] });
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
    const state = make(subject);
    const before = instances(subject);
    const changed = { labels: { pool: "other" } };
    expect(subject.cloud.plan(type, state, config(subject, changed)).action).toBe("update");
    expect(update(subject, state, changed).labels).toEqual({ pool: "other" });
    expect(instances(subject)).toEqual(before);
  });

  test("of the size starts and stops instances, the oldest first", () => {
    const subject = cloudWithNetwork();
    const state = make(subject);
    const [oldest] = instances(subject);
    const grown = update(subject, state, size(1, 3, 3));
    expect(nodes(subject)).toHaveLength(3);
    update(subject, grown, size(1, 2, 3));
    expect(instances(subject)).toHaveLength(2);
    expect(instances(subject)).not.toContainEqual(oldest);
  });

  test("to sizes that contradict each other is refused in the words of an update", () => {
    const subject = cloudWithNetwork();
    const state = make(subject);
    expect(() => update(subject, state, size(3, 1, 3))).toThrow(
      "Minimum capacity 3 can't be greater than desired size 1",
    );
  });

  test("to a newer version replaces the instances", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { version: "1.35" });
    const state = make(subject);
    const before = instances(subject);
    changeCluster(subject.cloud, { version: "1.36" });
    const updated = update(subject, state, { version: "1.36" });
    expect(updated).toMatchObject({ version: "1.36", release_version: "1.36.2-20260714" });
    expect(instances(subject)).toHaveLength(1);
    expect(instances(subject)).not.toEqual(before);
    expect(nodes(subject)).toMatchObject([{ version: "1.36", ready: true }]);
  });

  test("whose new instances do not come up leaves the old ones", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { version: "1.35" });
    const state = make(subject);
    const before = instances(subject);
    changeCluster(subject.cloud, { version: "1.36", selfManagedAddOns: [] });
    expect(() => update(subject, state, { version: "1.36" })).toThrow(
      "version update: unexpected state 'Failed', wanted target 'Successful'. last error: i-",
    );
    expect(instances(subject)).toEqual(before);
    expect(subject.cloud.read(type, state)?.version).toBe("1.35");
  });
});

describe("the node role", () => {
  const roleWith = ({ cloud }: Subject, policies: readonly string[]) => {
    const arn = roleFor(cloud, "managed", "ec2.amazonaws.com");
    const attach = (policy_arn: string) =>
      cloud.create("aws_iam_role_policy_attachment", { role: "managed", policy_arn });
    for (const name of policies) attach(`arn:aws:iam::aws:policy/${name}`);
    return { node_role_arn: arn };
  };
  const all = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"];

  test("has enough with the three policies that the user guide names", () => {
    const subject = cloudWithNetwork();
    make(subject, roleWith(subject, all));
    expect(nodes(subject)).toMatchObject([{ ready: true }]);
  });

  test.each([
    ["eks/ng-join", ["AmazonEC2ContainerRegistryPullOnly"]],
    ["eks/node-images", ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"]],
    ["eks/node-cni", ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"]],
  ])("with too few of them fails by %s", (rule, policies) => {
    const subject = cloudWithNetwork();
    expect(ruleOf(() => make(subject, roleWith(subject, policies)))).toBe(rule);
  });
});

test("a group with more virtual processors than the account may have fails with what EC2 answered", () => {
  const subject = cloudWithNetwork();
  const failing = () => make(subject, { ...size(1, 3, 3), instance_types: ["m5.4xlarge"] });
  expect(failing).toThrow("AsgInstanceLaunchFailures: Could not launch On-Demand Instances. VcpuLimitExceeded - ");
  expect(nodes(subject)).toEqual([]);
});

describe("nodes that do not come up", () => {
  test("fail the group after half an hour, with their ids, and keep it until it is deleted", () => {
    const subject = cloudWithNetwork();
    changeCluster(subject.cloud, { selfManagedAddOns: [] });
    const failing = () => make(subject, size(1, 2, 3));
    expect(failing).toThrow(
      /create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'\. last error: i-\w{17}, i-\w{17}: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster/,
    );
    expect(subject.cloud.provider.operations.at(-1)?.seconds).toBe(33 * 60);
    expect(nodes(subject).map(({ ready }) => ready)).toEqual([false, false]);
    const state = subject.cloud.import(type, "test:default");
    expect(state.status).toBe("CREATE_FAILED");
    subject.cloud.delete(type, state);
    expect(instances(subject)).toEqual([]);
  });

  test("that lack rights to describe themselves never join", () => {
    const subject = cloudWithNetwork();
    const node_role_arn = roleFor(subject.cloud, "idle", "ec2.amazonaws.com");
    expect(() => make(subject, { node_role_arn })).toThrow("Instances failed to join the kubernetes cluster");
    expect(nodes(subject)).toEqual([]);
  });

  test("include those whose role was made again under the name that an old entry has", () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const entry = { clusterName: "test", principalArn: network.nodeRole, principalId: "AROAOLDOLDOLDOLDOLDOL" };
    const rest = { arn: "", type: "EC2_LINUX", userName: "", groups: [], policies: [], tags: {} };
    const times = { createdAt: cloud.aws.now, modifiedAt: cloud.aws.now };
    eks.accessEntries(cloud.aws).put(`test:${network.nodeRole}`, { ...entry, ...rest, ...times });
    expect(ruleOf(() => make(subject))).toBe("eks/node-auth");
  });
});

describe("the API server", () => {
  const publicOnly = ({ cloud }: Subject, publicAccessCidrs: readonly string[]) => {
    const network = eks.clusters(cloud.aws).get("test")?.network;
    if (!network) return;
    const access = { endpointPrivateAccess: false, endpointPublicAccess: true, publicAccessCidrs };
    changeCluster(cloud, { network: { ...network, ...access } });
  };

  test("is reached by its public endpoint from the address of the NAT gateway", () => {
    const subject = cloudWithNetwork();
    const [address] = ec2.addresses(subject.cloud.aws).rows();
    publicOnly(subject, [`${address?.publicIp}/32`]);
    make(subject);
  });

  test("is not reached from an address that its public endpoint does not let in", () => {
    const subject = cloudWithNetwork();
    publicOnly(subject, ["203.0.113.0/24"]);
    expect(ruleOf(() => make(subject))).toBe("eks/node-net");
  });

  test("is not reached by its private endpoint where the VPC resolves no names", () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const vpc = ec2.vpcs(cloud.aws).get(network.vpc);
    if (vpc) ec2.vpcs(cloud.aws).put(vpc.id, { ...vpc, enableDnsSupport: false });
    expect(ruleOf(() => make(subject))).toBe("eks/node-net");
  });
});

describe("images", () => {
  const withoutNat = () => {
    const subject = cloudWithNetwork();
    const { cloud, network } = subject;
    const table = ec2.routeTables(cloud.aws).get(network.privateRoutes);
    if (table) ec2.routeTables(cloud.aws).put(table.id, { ...table, routes: table.routes.slice(0, 1) });
    return subject;
  };

  test("cannot be pulled in a network without a way out", () => {
    const subject = withoutNat();
    expect(ruleOf(() => make(subject))).toBe("eks/node-images");
  });

  test("come by endpoints of the VPC where there is no way out", () => {
    const subject = withoutNat();
    for (const service of ["ecr.api", "ecr.dkr", "s3", "ec2", "sts"]) {
      const vpc_endpoint_type = service === "s3" ? "Gateway" : "Interface";
      const service_name = `com.amazonaws.us-east-1.${service}`;
      subject.cloud.create("aws_vpc_endpoint", { vpc_id: subject.network.vpc, service_name, vpc_endpoint_type });
    }
    make(subject);
  });
});

describe("the network plugin", () => {
  const withoutOwnRights = nodeActions.filter((action) => action !== "ec2:AssignPrivateIpAddresses");
  const rights = ["ec2:AssignPrivateIpAddresses"];

  /** Nodes without rights for the plugin, and the plugin as an add-on with these settings. */
  const nodesWith = (subject: Subject, plugin: Values, actions: readonly string[] = withoutOwnRights) => {
    const { cloud } = subject;
    changeCluster(cloud, { selfManagedAddOns: [] });
    cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "vpc-cni", ...plugin });
    return make(subject, { node_role_arn: roleFor(cloud, "bare", "ec2.amazonaws.com", actions) });
  };

  test("does not work without rights", () => {
    expect(ruleOf(() => nodesWith(cloudWithNetwork(), {}))).toBe("eks/node-cni");
  });

  test("works with a role that its service account may assume by the issuer of the cluster", () => {
    const subject = cloudWithNetwork();
    nodesWith(subject, { service_account_role_arn: webIdentityRole(subject, "aws-node") });
    expect(nodes(subject)).toMatchObject([{ ready: true }]);
  });

  test("does not work with a role that trusts another service account", () => {
    const subject = cloudWithNetwork();
    const service_account_role_arn = webIdentityRole(subject, "other");
    expect(ruleOf(() => nodesWith(subject, { service_account_role_arn }))).toBe("eks/node-cni");
  });

  test("works with a pod identity where the agent runs and the node may ask for it", () => {
    const association = ({ cloud }: Subject) => {
      const role_arn = roleFor(cloud, "cni", "pods.eks.amazonaws.com", rights);
      return { pod_identity_association: [{ service_account: "aws-node", role_arn }] };
    };
    const actions = [...withoutOwnRights, "eks-auth:AssumeRoleForPodIdentity"];
    const without = cloudWithNetwork();
    expect(ruleOf(() => nodesWith(without, association(without), actions))).toBe("eks/node-cni");
    const subject = cloudWithNetwork();
    subject.cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "eks-pod-identity-agent" });
    nodesWith(subject, association(subject), actions);
  });

  const webIdentityRole = ({ cloud }: Subject, serviceAccount: string): string => {
    const issuer = eks.clusters(cloud.aws).get("test")?.issuer ?? "";
    const provider = cloud.create("aws_iam_openid_connect_provider", {
      url: issuer,
      client_id_list: ["sts.amazonaws.com"],
      thumbprint_list: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
    });
    const subjectKey = `${issuer.replace("https://", "")}:sub`;
    const Statement = {
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: String(provider.arn) },
      Condition: { StringEquals: { [subjectKey]: `system:serviceaccount:kube-system:${serviceAccount}` } },
    };
    const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const role = cloud.create("aws_iam_role", { name: "cni", assume_role_policy });
    const allowed = { Effect: "Allow", Action: rights, Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: allowed });
    cloud.create("aws_iam_role_policy", { name: "rights", role: "cni", policy });
    return String(role.arn);
  };
});

describe("a launch template", () => {
  test("decides image, size of the disk, type and groups of the instances", () => {
    const subject = cloudWithNetwork();
    const group = subject.cloud.create("aws_security_group", { name: "nodes", vpc_id: subject.network.vpc });
    const data = {
      instance_type: "m5.large",
      vpc_security_group_ids: [subject.network.clusterGroup, String(group.id)],
    };
    const state = make(subject, withLaunchTemplate(subject.cloud, data));
    expect(state).toMatchObject({ disk_size: 0, instance_types: [], ami_type: "AL2023_x86_64_STANDARD" });
    expect(state.launch_template).toMatchObject([{ name: "nodes", version: "1" }]);
    const securityGroupIds = data.vpc_security_group_ids;
    expect(instances(subject)).toMatchObject([{ instanceType: "m5.large", securityGroupIds }]);
  });

  test("is kept as it was when the group was made, by the number of its version", () => {
    const subject = cloudWithNetwork();
    const { cloud } = subject;
    const made = cloud.create("aws_launch_template", { name: "nodes", instance_type: "m5.large" });
    const state = make(subject, { launch_template: [{ name: "nodes", version: "$Latest" }] });
    expect(state.launch_template).toMatchObject([{ id: made.id, version: "1" }]);
    cloud.delete("aws_launch_template", made);
    update(subject, state, { ...size(1, 2, 3), launch_template: [{ name: "nodes", version: "1" }] });
    expect(instances(subject).map(({ instanceType }) => instanceType)).toEqual(["m5.large", "m5.large"]);
  });

  test.each([
    ["names no version that exists", { launch_template: [{ name: "nodes", version: "7" }] }, "specified version 7"],
    ["is not there", { launch_template: [{ name: "other", version: "1" }] }, "does not exist"],
    ["takes over remote access", { remote_access: [{ ec2_ssh_key: "admin" }] }, "Remote access configuration"],
    ["names the type already", { instance_types: ["m5.large"] }, "Instance type cannot be specified both"],
  ])("that %s is refused", (_what, rest, words) => {
    const subject = cloudWithNetwork();
    const config = { ...withLaunchTemplate(subject.cloud, { instance_type: "m5.large" }), ...rest };
    expect(() => make(subject, config)).toThrow(words);
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
    expect(() => make(limited)).toThrow(new RegExp(`CreateNodegroup.*${missing}`));
  });

  test("ec2:RunInstances is needed with a launch template only", () => {
    const subject = cloudWithNetwork();
    const actions = [...needed, "ec2:DescribeSubnets", "ec2:DescribeLaunchTemplateVersions"];
    const limited = { ...subject, cloud: userWith(subject.cloud, actions) };
    expect(() => make(limited, withLaunchTemplate(subject.cloud, {}))).toThrow("ec2:RunInstances");
    make(limited);
  });

  test("the first group makes the roles that AWS works with", () => {
    const subject = cloudWithNetwork();
    make(subject);
    const names = ["AWSServiceRoleForAmazonEKSNodegroup", "AWSServiceRoleForAutoScaling"];
    for (const name of names) expect(subject.cloud.data("aws_iam_role", { name }).arn).toContain("/aws-service-role/");
  });
});

describe("quotas", () => {
  test("a cluster has at most thirty groups", () => {
    const subject = cloudWithNetwork();
    for (let index = 0; index < 30; index += 1) make(subject, { node_group_name: `g${index}`, ...size(0, 0, 1) });
    expect(codeOf(() => make(subject))).toBe("ResourceLimitExceededException");
  });

  test("a group has at most 450 nodes", () => {
    make(cloudWithNetwork(), size(0, 0, 450));
    expect(codeOf(() => make(cloudWithNetwork(), size(0, 0, 451)))).toBe("ResourceLimitExceededException");
  });
});

test("nodes of other makers count as well, and stay when a group goes", () => {
  const subject = cloudWithNetwork();
  joinNode(subject.cloud);
  subject.cloud.delete(type, make(subject));
  expect(nodes(subject)).toMatchObject([{ nodeGroup: null }]);
});

function config({ network }: Subject, rest: Values = {}): Values {
  return {
    cluster_name: "test",
    node_group_name: "default",
    node_role_arn: network.nodeRole,
    subnet_ids: network.privateSubnets,
    ...size(1, 1, 1),
    ...rest,
  };
}

function make(subject: Subject, rest: Values = {}): Values {
  return subject.cloud.create(type, config(subject, rest));
}

function update(subject: Subject, state: Values, rest: Values): Values {
  return subject.cloud.update(state, type, config(subject, rest));
}

function size(minimum: number, desired: number, maximum: number): Values {
  return { scaling_config: [{ min_size: minimum, desired_size: desired, max_size: maximum }] };
}

function instances({ cloud }: Subject) {
  return ec2.instances(cloud.aws).rows();
}

function nodes({ cloud }: Subject) {
  return eks.nodes(cloud.aws).rows();
}

function ruleOf(action: () => void): string | undefined {
  return refusalOf(action)?.rule;
}

function codeOf(action: () => void): string | undefined {
  return refusalOf(action)?.code;
}
