import { type Cluster, eks } from "../aws/eks/records.ts";
import { findRole } from "../aws/iam/role.ts";
import { type TestCloud, testCloud } from "./cloud.ts";
import { testNetwork } from "./network.ts";

/** A cloud with the cluster `test`, whose control plane stands in two zones, and nothing in it. */
export function cloudWithCluster(changes: Partial<Cluster> = {}): TestCloud {
  const network = testNetwork({ enable_dns_hostnames: true });
  makeCluster(network.cloud, [
    network.subnet("10.0.16.0/24", "us-east-1a"),
    network.subnet("10.0.17.0/24", "us-east-1b"),
  ]);
  changeCluster(network.cloud, changes);
  return network.cloud;
}

/** Makes the cluster `test`: without add-ons, reached from its VPC alone, administered by nobody. */
export function makeCluster(cloud: TestCloud, subnetIds: readonly string[]): void {
  const role_arn = roleFor(cloud, "cluster", "eks.amazonaws.com");
  const policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
  cloud.create("aws_iam_role_policy_attachment", { role: "cluster", policy_arn });
  cloud.create("aws_eks_cluster", {
    name: "test",
    version: "1.36",
    role_arn,
    bootstrap_self_managed_addons: false,
    access_config: [{ authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false }],
    vpc_config: [{ subnet_ids: subnetIds, endpoint_private_access: true, endpoint_public_access: false }],
  });
}

/** Changes the cluster of `cloudWithCluster`. */
export function changeCluster({ aws }: TestCloud, changes: Partial<Cluster>): void {
  const held = eks.clusters(aws).get("test");
  if (held) eks.clusters(aws).put("test", { ...held, ...changes });
}

/** Lets a node join the cluster of `cloudWithCluster`, as a maker of nodes outside EKS does. */
export function joinNode({ aws }: TestCloud, ready = true): void {
  const name = `ip-10-0-0-${10 + eks.nodes(aws).size}.ec2.internal`;
  eks.nodes(aws).put(`test:${name}`, {
    clusterName: "test",
    name,
    ready,
    instanceId: null,
    networkInterfaceId: null,
    instanceType: "m5.large",
    availabilityZone: "us-east-1a",
    nodeGroup: null,
    version: "1.36",
  });
}

/** ARN of the role of that name, made when first asked for: a service may assume it, and it may do the actions on everything. */
export function roleFor(cloud: TestCloud, name: string, service: string, actions: readonly string[] = []): string {
  const existing = findRole(cloud.aws, name);
  if (existing) return existing.arn;
  const Statement = [
    { Effect: "Allow", Principal: { Service: service }, Action: ["sts:AssumeRole", "sts:TagSession"] },
  ];
  const role = cloud.create("aws_iam_role", { name, assume_role_policy: policy(Statement) });
  if (actions.length > 0) {
    const rights = policy([{ Effect: "Allow", Action: actions, Resource: "*" }]);
    cloud.create("aws_iam_role_policy", { name: "rights", role: name, policy: rights });
  }
  return String(role.arn);
}

/** The same world as seen by a user who may do these actions and nothing else. */
export function userWith(cloud: TestCloud, actions: readonly string[]): TestCloud {
  const { arn, unique_id } = cloud.create("aws_iam_user", { name: "limited" });
  const rights = policy([{ Effect: "Allow", Action: actions, Resource: "*" }]);
  cloud.create("aws_iam_user_policy", { name: "rights", user: "limited", policy: rights });
  const { account } = cloud.aws;
  const user = { arn: String(arn), identity: String(arn), account, kind: "user", userId: String(unique_id) } as const;
  return testCloud({ world: cloud.world, principal: user });
}

function policy(Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
