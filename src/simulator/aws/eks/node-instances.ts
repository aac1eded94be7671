import { refuse } from "../../rule.ts";
import { type Aws, AwsError } from "../client.ts";
import { availableAddresses, takePublicAddress } from "../ec2/addressing.ts";
import { placeInterface, removeInterface } from "../ec2/api/network-interfaces.ts";
import { callEc2 } from "../ec2/calls.ts";
import { arnOf, newId, newIdOf } from "../ec2/identifiers.ts";
import type { Instance } from "../ec2/instance-records.ts";
import type { Subnet } from "../ec2/records.ts";
import { networkRules } from "../ec2/rules/networks.ts";
import { ec2 } from "../ec2/tables.ts";
import { type Principal, servicePrincipal } from "../principal.ts";
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
  terminateInstances(aws, group, present.slice(0, Math.max(0, present.length - wanted)));
  try {
    const scaling = aws.as(autoScaling(aws));
    for (let count = present.length; count < wanted; count += 1) launch(scaling, cluster, group);
    return null;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message } = error.cause;
    return { rule: nodeRules.launch, message: nodeRules.launch.message(code, message), resources: [] };
  }
}

function launch(aws: Aws, cluster: Cluster, group: NodeGroup): Instance {
  const { settings } = group;
  const tags = instanceTags(group);
  const request = {
    resources: [aws.arn("ec2", "instance/*")],
    parameters: { autoScalingGroup: group.autoScalingGroupName },
    tagging: { arn: aws.arn("ec2", "instance/*"), tags },
  };
  return callEc2(aws, "RunInstances", request, () => {
    const subnet = emptiestSubnet(aws, group);
    const identity = { group: group.arn, subnet: subnet.id };
    const id = newIdOf(aws, "instance", identity);
    const isPublic = settings.associatePublicIp ?? subnet.mapPublicIpOnLaunch;
    const networkInterface = placeInterface(aws, {
      subnetId: subnet.id,
      securityGroupIds: securityGroupsOf(cluster, group),
      attachment: { instanceOwnerId: aws.account, instanceId: id, deviceIndex: 0, deleteOnTermination: true },
      publicIp: isPublic ? takePublicAddress(aws, id) : null,
      identity,
    });
    return ec2.instances(aws).put(id, {
      id,
      imageId:
        settings.imageId ?? newestImage(group.amiType, group.version, aws.region) ?? newId(aws, "ami", group.amiType),
      instanceType: settings.instanceType ?? group.instanceTypes[0] ?? "t3.medium",
      subnetId: subnet.id,
      vpcId: subnet.vpcId,
      availabilityZone: subnet.availabilityZone,
      networkInterfaceId: networkInterface.id,
      securityGroupIds: networkInterface.securityGroupIds,
      iamInstanceProfile: `eks-${group.arn.slice(group.arn.lastIndexOf("/") + 1)}`,
      lifecycle: group.capacityType === "SPOT" ? "spot" : "on-demand",
      rootVolumeId: newId(aws, "vol", id),
      userData: settings.userData,
      keyName: settings.keyName ?? group.remoteAccess?.keyName ?? null,
      monitoring: settings.monitoring,
      ebsOptimized: settings.ebsOptimized,
      disableApiTermination: false,
      disableApiStop: false,
      sourceDestCheck: true,
      shutdownBehavior: "terminate",
      launchTime: aws.now,
      tags,
    });
  });
}

/** Stops instances of a group; their interfaces and nodes go with them. */
export function terminateInstances(aws: Aws, group: NodeGroup, instances: readonly Instance[]): void {
  for (const { id, networkInterfaceId } of instances) {
    const request = { resources: [arnOf(aws, "instance", id)], parameters: { InstanceIds: [id] } };
    callEc2(aws.as(autoScaling(aws)), "TerminateInstances", request, () => {
      removeInterface(aws, networkInterfaceId);
      ec2.instances(aws).delete(id);
      const nodes = eks.nodes(aws).filter(({ instanceId }) => instanceId === id);
      for (const { name } of nodes) eks.nodes(aws).delete(`${group.clusterName}:${name}`);
    });
  }
}

function autoScaling(aws: Aws): Principal {
  return servicePrincipal("autoscaling.amazonaws.com", aws.account);
}

/** The groups of a node: those of the launch template, or else the cluster's own, and the one for remote access. */
function securityGroupsOf(cluster: Cluster, { settings, remoteAccess }: NodeGroup): readonly string[] {
  if (settings.securityGroupIds.length > 0) return settings.securityGroupIds;
  return [cluster.network.clusterSecurityGroupId, ...(remoteAccess ? [remoteAccess.securityGroupId] : [])];
}

/** Of the subnets with a free address, the one with the fewest instances of the group. */
function emptiestSubnet(aws: Aws, group: NodeGroup): Subnet {
  const subnets = group.subnetIds.flatMap((id) => ec2.subnets(aws).get(id) ?? []);
  const inside = (id: string) => instancesOf(aws, group).filter(({ subnetId }) => subnetId === id).length;
  const [emptiest] = subnets
    .filter((subnet) => availableAddresses(aws, subnet) > 0)
    .map((subnet) => ({ subnet, count: inside(subnet.id) }))
    .sort((left, right) => left.count - right.count);
  return emptiest?.subnet ?? refuse(networkRules.subnetFull, group.subnetIds.join(", "));
}

function instanceTags(group: NodeGroup): Readonly<Record<string, string>> {
  return {
    ...group.settings.instanceTags,
    [groupTag]: group.autoScalingGroupName,
    "eks:cluster-name": group.clusterName,
    "eks:nodegroup-name": group.name,
    [`kubernetes.io/cluster/${group.clusterName}`]: "owned",
  };
}
