import { type Cluster, eks } from "../aws/eks/records.ts";
import { findRole } from "../aws/iam/role.ts";
import { type TestCloud, type TestCloudOptions, testCloud } from "./cloud.ts";

/** A cloud with one cluster, `test`, as `CreateCluster` leaves it: no network behind it unless the changes name one. */
export function cloudWithCluster(changes: Partial<Cluster> = {}, options: TestCloudOptions = {}): TestCloud {
  const cloud = testCloud(options);
  const { aws } = cloud;
  eks.clusters(aws).put("test", {
    name: "test",
    arn: aws.arn("eks", "cluster/test"),
    createdAt: aws.now,
    version: "1.36",
    platformVersion: "eks.6",
    roleArn: aws.arn("iam", "role/cluster", { region: "" }),
    endpoint: "https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
    issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
    certificateAuthority: "",
    network: {
      vpcId: "",
      subnetIds: [],
      securityGroupIds: [],
      clusterSecurityGroupId: "",
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
    },
    service: { ipFamily: "ipv4", ipv4Cidr: "172.20.0.0/16", ipv6Cidr: null },
    authenticationMode: "API",
    logTypes: [],
    encryptionKeyArn: null,
    encryptionGrantId: null,
    supportType: "STANDARD",
    deletionProtection: false,
    zonalShift: false,
    scalingTier: "standard",
    autoMode: { enabled: false, nodePools: [], nodeRoleArn: null },
    remoteNodeCidrs: [],
    remotePodCidrs: [],
    selfManagedAddOns: [],
    customisedFields: {},
    lastUpgrade: null,
    networkInterfaceIds: [],
    tags: {},
    ...changes,
  });
  return cloud;
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
