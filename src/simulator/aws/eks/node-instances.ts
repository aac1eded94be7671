import { type Aws, AwsError } from "../client.ts";
import { availableAddresses } from "../ec2/addressing.ts";
import { runInstances, terminateInstances } from "../ec2/api/instances.ts";
import type { Instance } from "../ec2/instance-records.ts";
import { ec2 } from "../ec2/tables.ts";
import { servicePrincipal } from "../principal.ts";
import { newestImage } from "./facts/node-images.ts";
import { type Cluster, eks, type NodeGroup } from "./records.ts";
import { nodeRules } from "./rules/nodes.ts";
import type { Issue } from "./waiting.ts";

/** Tag by which an Auto Scaling group knows its instances. */
const groupTag = "aws:autoscaling:groupName";

/** The instances of a node group, oldest first. */
export function instancesOf(aws: Aws, group: NodeGroup): readonly Instance[] {
  return ec2.instances(aws).filter(({ tags }) => tags[groupTag] === group.autoScalingGroupName);
}

/**
 * Brings a node group to a number of instances, as its Auto Scaling group does: new ones in the emptiest of its subnets, the oldest
 * ones go first. Gives the issue that keeps it from starting more.
 */
export function scaleInstances(aws: Aws, cluster: Cluster, group: NodeGroup, wanted: number): Issue | null {
  const present = instancesOf(aws, group);
  stopNodes(aws, present.slice(0, Math.max(0, present.length - wanted)));
  try {
    for (let count = present.length; count < wanted; count += 1) launch(aws, cluster, group);
    return null;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const kind = group.capacityType === "SPOT" ? "Spot" : "On-Demand";
    const { code, message } = error.cause;
    return { rule: nodeRules.launch, message: nodeRules.launch.message(kind, code, message), resources: [] };
  }
}

function launch(aws: Aws, cluster: Cluster, group: NodeGroup): void {
  const { settings, amiType, version, diskSize } = group;
  runInstances(autoScaling(aws), {
    ...settings,
    imageId: settings.imageId ?? newestImage(amiType, version, aws.region),
    instanceType: settings.instanceType ?? group.instanceTypes[0] ?? null,
    subnetId: emptiestSubnet(aws, group),
    securityGroupIds: securityGroupsOf(cluster, group),
    instanceProfile: instanceProfileName(group),
    keyName: settings.keyName ?? group.remoteAccess?.keyName ?? null,
    lifecycle: group.capacityType === "SPOT" ? "spot" : "on-demand",
    // The group stops its instances whatever their template says.
    disableApiTermination: null,
    volumes: diskSize > 0 ? [{ deviceName: deviceOf(amiType), size: diskSize }] : settings.volumes,
    tags: { ...settings.tags, ...ownTags(group) },
    identity: group.arn,
  });
}

/** Stops instances; their interfaces, volumes and nodes go with them. */
export function stopNodes(aws: Aws, instances: readonly Instance[]): void {
  if (instances.length === 0) return;
  const ids = instances.map(({ id }) => id);
  terminateInstances(autoScaling(aws), ids);
  forgetNodes(aws, ids);
}

/** Removes the nodes of instances that are gone. */
export function forgetNodes(aws: Aws, instanceIds: readonly string[]): void {
  for (const { clusterName, name, instanceId } of eks.nodes(aws).rows()) {
    if (instanceId !== null && instanceIds.includes(instanceId)) eks.nodes(aws).delete(`${clusterName}:${name}`);
  }
}

function autoScaling(aws: Aws): Aws {
  return aws.as(servicePrincipal("autoscaling.amazonaws.com", aws.account));
}

/** The instance profile that EKS makes for a group. */
export function instanceProfileName({ arn }: NodeGroup): string {
  return `eks-${arn.slice(arn.lastIndexOf("/") + 1)}`;
}

/** The groups of a node: those of the launch template, or else the cluster's own and the one for remote access. */
function securityGroupsOf(cluster: Cluster, { settings, remoteAccess }: NodeGroup): readonly string[] {
  if (settings.securityGroupIds.length > 0) return settings.securityGroupIds;
  return [cluster.network.clusterSecurityGroupId, ...(remoteAccess ? [remoteAccess.securityGroupId] : [])];
}

/** Of the subnets of a group, one with a free address if there is any, and among those the one with the fewest instances. */
function emptiestSubnet(aws: Aws, group: NodeGroup): string | null {
  const instances = instancesOf(aws, group);
  const [emptiest] = group.subnetIds
    .flatMap((id) => ec2.subnets(aws).get(id) ?? [])
    .map((subnet) => ({
      id: subnet.id,
      isFull: availableAddresses(aws, subnet) === 0,
      count: instances.filter(({ subnetId }) => subnetId === subnet.id).length,
    }))
    .sort((left, right) => Number(left.isFull) - Number(right.isFull) || left.count - right.count);
  return emptiest?.id ?? null;
}

/** The volume that the size of the disk is about. */
function deviceOf(amiType: string): string {
  if (amiType.startsWith("WINDOWS")) return "/dev/sda1";
  return amiType.startsWith("BOTTLEROCKET") ? "/dev/xvdb" : "/dev/xvda";
}

function ownTags(group: NodeGroup): Readonly<Record<string, string>> {
  return {
    [groupTag]: group.autoScalingGroupName,
    "eks:cluster-name": group.clusterName,
    "eks:nodegroup-name": group.name,
    [`kubernetes.io/cluster/${group.clusterName}`]: "owned",
  };
}
