import type { Aws } from "../client.ts";
import { privateDnsName } from "../ec2/addressing.ts";
import type { Instance } from "../ec2/instance-records.ts";
import type { LaunchSettings } from "../ec2/launch-settings.ts";
import { ec2 } from "../ec2/tables.ts";
import { mayDo } from "../iam/service-roles.ts";
import { hasNetworkPlugin } from "./network-plugin.ts";
import { instancesOf, scaleInstances } from "./node-instances.ts";
import { reachesApiServer, reachesInternet } from "./reachability.ts";
import { type Cluster, eks, type NodeGroup } from "./records.ts";
import { isAdmittedAsNode } from "./role-access.ts";
import { nodeRules } from "./rules/nodes.ts";
import { isPublicSubnet } from "./subnet-routes.ts";
import type { Issue } from "./waiting.ts";

/** What a node meets on its way into the cluster. */
interface Obstacle {
  readonly rule: Issue["rule"] & { readonly message: () => string };
  /** True for what a node meets after it has joined: it is there, but not ready. */
  readonly afterJoining: boolean;
  holds(instance: Instance): boolean;
}

/**
 * Brings the instances of a group to the number that is wanted, and lets the new ones join. Gives what keeps them from becoming
 * nodes that are ready.
 */
export function startNodes(aws: Aws, cluster: Cluster, group: NodeGroup, wanted = group.scaling.desired): Issue | null {
  const withoutAddress = group.subnetIds.filter(
    (id) => isPublicSubnet(aws, id) && !givesAddresses(aws, id, group.settings),
  );
  if (wanted > 0 && withoutAddress.length > 0) {
    const message = nodeRules.publicAddress.message(withoutAddress, group.name);
    return { rule: nodeRules.publicAddress, message, resources: withoutAddress };
  }
  return scaleInstances(aws, cluster, group, wanted) ?? joinInstances(aws, cluster, group);
}

function givesAddresses(aws: Aws, subnetId: string, { associatePublicIp }: LaunchSettings): boolean {
  return associatePublicIp ?? ec2.subnets(aws).get(subnetId)?.mapPublicIpOnLaunch ?? false;
}

/**
 * Lets the instances of a group that are no nodes yet join their cluster. Gives what keeps some of them from it, or from being
 * ready, in the order in which they would meet it.
 */
function joinInstances(aws: Aws, cluster: Cluster, group: NodeGroup): Issue | null {
  const known = new Set(
    eks
      .nodes(aws)
      .rows()
      .map(({ instanceId }) => instanceId),
  );
  const instances = instancesOf(aws, group).filter(({ id }) => !known.has(id));
  const isConfigured = knowsItsCluster(cluster, group.settings);
  const obstacles = obstaclesFor(aws, cluster, { roleArn: group.roleArn, isConfigured });
  const met = instances.map((instance) => ({ instance, obstacle: obstacles.find(({ holds }) => holds(instance)) }));
  for (const { instance, obstacle } of met) {
    if (obstacle === undefined || obstacle.afterJoining) putNode(aws, group, instance, obstacle === undefined);
  }
  const first = obstacles.find((obstacle) => met.some((one) => one.obstacle === obstacle));
  if (!first) return null;
  const held = met.filter(({ obstacle }) => obstacle === first).map(({ instance }) => instance.id);
  return { rule: first.rule, message: first.rule.message(), resources: held };
}

/** What instances of one role have in common on their way into a cluster. */
interface Joining {
  readonly roleArn: string;
  /** True when their image or user data tells them which cluster is theirs. */
  readonly isConfigured: boolean;
}

/** What can keep instances from joining a cluster or from being ready, in the order in which they meet it. */
export function obstaclesFor(aws: Aws, cluster: Cluster, { roleArn, isConfigured }: Joining): readonly Obstacle[] {
  const everyInstance = (holds: boolean) => () => holds;
  const before = (rule: Obstacle["rule"], holds: Obstacle["holds"]) => ({ rule, afterJoining: false, holds });
  const after = (rule: Obstacle["rule"], holds: Obstacle["holds"]) => ({ rule, afterJoining: true, holds });
  return [
    before(nodeRules.bootstrap, everyInstance(!isConfigured)),
    before(nodeRules.unreachable, (instance) => !reachesApiServer(aws, cluster, instance)),
    before(nodeRules.unadmitted, everyInstance(!isAdmittedAsNode(aws, cluster, roleArn))),
    before(nodeRules.join, everyInstance(!mayDo(aws, roleArn, ["ec2:DescribeInstances"], "*"))),
    after(nodeRules.noImages, (instance) => !pullsImages(aws, instance, roleArn)),
    after(nodeRules.noNetworkPlugin, everyInstance(!hasNetworkPlugin(aws, cluster, roleArn))),
  ];
}

/** EKS tells its own images which cluster is theirs; an image of the caller must be told by the user data. */
function knowsItsCluster(cluster: Cluster, { imageId, userData }: LaunchSettings): boolean {
  if (imageId === null) return true;
  const text = Buffer.from(userData ?? "", "base64").toString("utf8");
  return [cluster.name, cluster.endpoint, cluster.certificateAuthority].every((part) => text.includes(part));
}

/** Images of the add-ons come from a repository of EKS in the Region, their layers from S3. */
function pullsImages(aws: Aws, instance: Instance, roleArn: string): boolean {
  const repository = aws.arn("ecr", "repository/eks/pause", { account: "602401143452" });
  const actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  const mayPull = mayDo(aws, roleArn, ["ecr:GetAuthorizationToken"], "*") && mayDo(aws, roleArn, actions, repository);
  return mayPull && (reachesInternet(aws, instance) || hasEndpoints(aws, instance.vpcId));
}

/** The services that a node needs in a VPC without a way out. Source: EKS UG, Deploy private clusters. */
const neededServices = ["ecr.api", "ecr.dkr", "s3", "ec2", "sts"];

function hasEndpoints(aws: Aws, vpcId: string): boolean {
  const present = ec2.vpcEndpoints(aws).filter((endpoint) => endpoint.vpcId === vpcId);
  return neededServices.every((service) =>
    present.some(({ serviceName }) => serviceName === `com.amazonaws.${aws.region}.${service}`),
  );
}

function putNode(aws: Aws, group: NodeGroup, instance: Instance, ready: boolean): void {
  const address = ec2.networkInterfaces(aws).get(instance.networkInterfaceId)?.privateIp ?? "";
  const name = privateDnsName(aws.region, address);
  eks.nodes(aws).put(`${group.clusterName}:${name}`, {
    clusterName: group.clusterName,
    name,
    ready,
    instanceId: instance.id,
    networkInterfaceId: instance.networkInterfaceId,
    instanceType: instance.instanceType,
    availabilityZone: instance.availabilityZone,
    nodeGroup: group.name,
    version: group.version,
  });
}
