import { refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { noSettings } from "../ec2/launch-settings.ts";
import { passRole } from "../iam/pass-role.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-role.ts";
import { servicePrincipal } from "../principal.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, objectId, requireCluster } from "./calls.ts";
import { defaultImageType, isWindows, newestRelease } from "./facts/node-images.ts";
import { checkForwarded } from "./forwarded.ts";
import * as check from "./node-group-checks.ts";
import { instancesOf, stopNodes } from "./node-instances.ts";
import { startNodes } from "./node-joining.ts";
import { createProfile, deleteProfile } from "./node-profile.ts";
import { type Cluster, eks, type NodeGroup } from "./records.ts";
import { createRemoteAccess, deleteRemoteAccess, type RemoteAccessRequest } from "./remote-access.ts";
import { admitRole, dismissRole } from "./role-access.ts";
import { nodeRules as rules } from "./rules/nodes.ts";
import type { Issue } from "./waiting.ts";

/** What `CreateNodegroup` is asked for; null for what EKS is to choose. */
export interface NodeGroupProperties
  extends Pick<
    NodeGroup,
    "clusterName" | "name" | "roleArn" | "subnetIds" | "instanceTypes" | "capacityType" | "scaling" | "update"
  > {
  readonly version: string | null;
  readonly releaseVersion: string | null;
  readonly amiType: string | null;
  readonly diskSize: number | null;
  readonly repair: NodeGroup["repair"];
  readonly labels: NodeGroup["labels"];
  readonly taints: NodeGroup["taints"];
  readonly launchTemplate: { readonly id: string; readonly name: string; readonly version: string } | null;
  readonly remoteAccess: RemoteAccessRequest | null;
  readonly tags: Tags;
}

/** A node group after an operation, and what keeps its nodes from coming up; null when they have. */
export interface NodeGroupOutcome {
  readonly group: NodeGroup;
  readonly issue: Issue | null;
}

/**
 * `eks:CreateNodegroup`. The request is accepted before instances start: a group whose nodes do not come up ends in state
 * `CREATE_FAILED`, with its instances.
 *
 * @throws AwsError
 */
export function createNodeGroup(aws: Aws, properties: NodeGroupProperties): NodeGroupOutcome {
  const { clusterName, name, roleArn, subnetIds, scaling, launchTemplate, tags } = properties;
  passRole(aws, { roleArn, service: "eks.amazonaws.com", within: "eks:CreateNodegroup" });
  checkForwarded(aws, "CreateNodegroup", [
    { action: "iam:GetRole", resources: [roleArn] },
    { action: "ec2:DescribeSubnets" },
    ...(launchTemplate ? [{ action: "ec2:DescribeLaunchTemplateVersions" }, { action: "ec2:RunInstances" }] : []),
  ]);
  ensureServiceLinkedRole(aws, "eks-nodegroup.amazonaws.com");
  ensureServiceLinkedRole(aws.as(servicePrincipal("eks.amazonaws.com", aws.account)), "autoscaling.amazonaws.com");
  const request = {
    resources: [clusterArn(aws, clusterName)],
    parameters: { clusterName, nodegroupName: name, nodeRole: roleArn, subnets: subnetIds },
    tags,
  };
  const created = callEks(aws, "CreateNodegroup", request, () => {
    const cluster = requireCluster(aws, clusterName);
    check.checkName(aws, clusterName, name);
    check.checkScaling(scaling, "create");
    check.checkSubnets(aws, cluster, subnetIds);
    check.checkRole(aws, roleArn);
    const group = newGroup(aws, cluster, properties);
    check.checkVersion(cluster, group.version, group.amiType);
    admitRole(aws, cluster, roleArn, isWindows(group.amiType) ? "EC2_WINDOWS" : "EC2_LINUX");
    return eks.nodeGroups(aws).put(keyOf(group), group);
  });
  const group = properties.remoteAccess ? withRemoteAccess(aws, created, properties.remoteAccess) : created;
  createProfile(aws, group);
  const issue = startNodes(aws, requireCluster(aws, clusterName), group);
  const status = issue ? "CREATE_FAILED" : "ACTIVE";
  return { group: keep(aws, { ...group, status }), issue };
}

/** The group as EKS completes it, without anything having been made. */
function newGroup(aws: Aws, cluster: Cluster, properties: NodeGroupProperties): NodeGroup {
  const { clusterName, name, diskSize, remoteAccess } = properties;
  const { launchTemplate, settings } = properties.launchTemplate
    ? check.resolveTemplate(aws, properties.launchTemplate)
    : { launchTemplate: null, settings: noSettings };
  if (launchTemplate) check.checkOverrides(settings, { ...properties, hasRemoteAccess: remoteAccess !== null });
  const instanceTypes =
    properties.instanceTypes.length > 0 || settings.instanceType !== null ? properties.instanceTypes : ["t3.medium"];
  const instanceType = settings.instanceType ?? instanceTypes[0] ?? "";
  const amiType = settings.imageId ? "CUSTOM" : (properties.amiType ?? defaultImageType(instanceType));
  const version = properties.version ?? cluster.version;
  const id = objectId(aws, "eks/node-group", { clusterName, name });
  return {
    ...properties,
    arn: aws.arn("eks", `nodegroup/${clusterName}/${name}/${id}`),
    status: "ACTIVE",
    version,
    releaseVersion: settings.imageId ?? properties.releaseVersion ?? newestRelease(amiType, version, aws.region),
    instanceTypes,
    amiType,
    diskSize: launchTemplate ? 0 : (diskSize ?? (isWindows(amiType) ? 50 : 20)),
    launchTemplate,
    settings,
    remoteAccess: null,
    autoScalingGroupName: `eks-${name}-${id}`,
  };
}

function withRemoteAccess(aws: Aws, group: NodeGroup, wanted: RemoteAccessRequest): NodeGroup {
  const remoteAccess = createRemoteAccess(aws, requireCluster(aws, group.clusterName), group, wanted);
  return eks.nodeGroups(aws).put(keyOf(group), { ...group, remoteAccess });
}

/**
 * `eks:DescribeNodegroup`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function describeNodeGroup(aws: Aws, clusterName: string, name: string): NodeGroup {
  return callEks(aws, "DescribeNodegroup", { resources: [nodeGroupArn(aws, clusterName, name)] }, () =>
    requireNodeGroup(aws, clusterName, name),
  );
}

/**
 * `eks:DeleteNodegroup`: instances, interfaces and nodes go with the group.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function deleteNodeGroup(aws: Aws, clusterName: string, name: string): void {
  const resources = [nodeGroupArn(aws, clusterName, name)];
  const group = callEks(aws, "DeleteNodegroup", { resources, parameters: { clusterName, nodegroupName: name } }, () =>
    requireNodeGroup(aws, clusterName, name),
  );
  stopNodes(aws, instancesOf(aws, group));
  deleteProfile(aws, group);
  if (group.remoteAccess) deleteRemoteAccess(aws, group.remoteAccess);
  eks.nodeGroups(aws).delete(keyOf(group));
  dismissRole(aws, clusterName, group.roleArn);
  aws.world.commit(aws.actor);
}

/** Gives a node group exactly these tags; its instances keep theirs. */
export function putNodeGroupTags(aws: Aws, clusterName: string, name: string, tags: Tags): void {
  const held = requireNodeGroup(aws, clusterName, name);
  eks.nodeGroups(aws).put(keyOf(held), { ...held, tags });
}

/**
 * The node group of that name.
 *
 * @throws ServiceError `ResourceNotFoundException`
 */
export function requireNodeGroup(aws: Aws, clusterName: string, name: string): NodeGroup {
  requireCluster(aws, clusterName);
  const held = eks.nodeGroups(aws).get(`${clusterName}:${name}`);
  refuseUnless(held, rules.groupNotFound, name);
  return held;
}

/** ARN of a node group as far as it is known. */
export function nodeGroupArn(aws: Aws, clusterName: string, name: string): string {
  const held = eks.nodeGroups(aws).get(`${clusterName}:${name}`);
  return held?.arn ?? aws.arn("eks", `nodegroup/${clusterName}/${name}/*`);
}

/** Stores a node group as it is after its instances have started, which is no call of its own. */
export function keep(aws: Aws, group: NodeGroup): NodeGroup {
  const kept = eks.nodeGroups(aws).put(keyOf(group), group);
  aws.world.commit(aws.actor);
  return kept;
}

/** The key of a node group in its table. */
export function keyOf({ clusterName, name }: NodeGroup): string {
  return `${clusterName}:${name}`;
}
