import type { Aws } from "../client.ts";
import {
  createNetworkInterface,
  deleteNetworkInterface,
  modifyNetworkInterface,
} from "../ec2/api/network-interfaces.ts";
import { authoriseEgress, authoriseIngress } from "../ec2/api/security-group-rules.ts";
import { createSecurityGroup, deleteSecurityGroup } from "../ec2/api/security-groups.ts";
import { ignoring } from "../ec2/calls.ts";
import type { Subnet } from "../ec2/records.ts";
import { ec2 } from "../ec2/tables.ts";
import { createGrant, removeGrant } from "../kms/grant.ts";
import { servicePrincipal } from "../principal.ts";
import { type ControlPlanePlace, hasClusterPolicy } from "./cluster-checks.ts";
import type { Cluster } from "./records.ts";

/** What EKS makes in the customer's account for a control plane. */
export interface ControlPlaneParts {
  readonly clusterSecurityGroupId: string;
  readonly networkInterfaceIds: readonly string[];
  /** Null without a key. */
  readonly encryptionGrantId: string | null;
}

/** What a control plane is built from. */
export interface ControlPlaneRequest {
  readonly cluster: string;
  readonly place: ControlPlanePlace;
  /** Groups of its interfaces beside the one that EKS makes. */
  readonly securityGroupIds: readonly string[];
  readonly encryptionKeyArn: string | null;
}

/** EKS itself, acting in the customer's account. */
function eksService(aws: Aws): Aws {
  return aws.as(servicePrincipal("eks.amazonaws.com", aws.account));
}

/**
 * Makes the parts of a control plane that lie in the customer's account. What a quota or a missing right keeps from being whole is
 * taken back.
 *
 * @throws AwsError
 */
export function buildControlPlane(aws: Aws, request: ControlPlaneRequest): ControlPlaneParts {
  const { cluster, place, securityGroupIds, encryptionKeyArn } = request;
  const service = eksService(aws);
  let parts: ControlPlaneParts = { clusterSecurityGroupId: "", networkInterfaceIds: [], encryptionGrantId: null };
  try {
    if (encryptionKeyArn !== null) parts = { ...parts, encryptionGrantId: grantKey(aws, cluster, encryptionKeyArn) };
    parts = { ...parts, clusterSecurityGroupId: createClusterGroup(service, cluster, place.vpc.id) };
    const groups = [parts.clusterSecurityGroupId, ...securityGroupIds];
    for (const subnet of subnetsOfInterfaces(place.subnets)) {
      const placed = placeInterface(service, cluster, subnet, groups);
      parts = { ...parts, networkInterfaceIds: [...parts.networkInterfaceIds, placed] };
    }
    return parts;
  } catch (error) {
    removeParts(service, parts);
    retireGrant(aws, { encryptionKeyArn, ...parts });
    throw error;
  }
}

/** The group that EKS makes for the control plane and managed nodes: everything within it, everything out. */
function createClusterGroup(service: Aws, cluster: string, vpcId: string): string {
  const name = `eks-cluster-sg-${cluster}-${service.ids.number(2_000_000_000, "eks/security-group", cluster)}`;
  const group = createSecurityGroup(service, {
    name,
    description:
      "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
    vpcId,
    tags: { Name: name, [`kubernetes.io/cluster/${cluster}`]: "owned", "aws:eks:cluster-name": cluster },
  });
  authoriseIngress(service, group.id, [everythingFrom(group.id)]);
  return group.id;
}

function everythingFrom(groupId: string) {
  return { protocol: "-1", referencedSecurityGroupId: groupId };
}

/** What an update of the cluster does to rules of its group that somebody took away: they come back. */
export function restoreGroupRules(aws: Aws, { network }: Cluster): void {
  const id = network.clusterSecurityGroupId;
  const rules = ec2.securityGroups(aws).get(id)?.rules;
  const hasAll = (direction: "ingress" | "egress", target: string) =>
    rules?.some(
      (rule) =>
        rule.direction === direction &&
        rule.protocol === "-1" &&
        (rule.referencedSecurityGroupId ?? rule.cidrIpv4) === target,
    );
  if (hasAll("ingress", id) === false) authoriseIngress(eksService(aws), id, [everythingFrom(id)]);
  if (hasAll("egress", "0.0.0.0/0") === false) {
    authoriseEgress(eksService(aws), id, [{ protocol: "-1", cidrIpv4: "0.0.0.0/0" }]);
  }
}

/** Two subnets in two zones, for one interface each. */
function subnetsOfInterfaces(subnets: readonly Subnet[]): readonly Subnet[] {
  const byZone = new Map([...subnets].reverse().map((subnet) => [subnet.availabilityZone, subnet]));
  const chosen = [...byZone.values()].sort((left, right) => (left.availabilityZone < right.availabilityZone ? -1 : 1));
  return chosen.slice(0, 2);
}

/** An interface by which the control plane reaches the VPC; gives its id. */
function placeInterface(service: Aws, cluster: string, subnet: Subnet, securityGroupIds: readonly string[]): string {
  const request = {
    subnetId: subnet.id,
    securityGroupIds,
    description: `Amazon EKS ${cluster}`,
    requesterId: "amazon-eks",
    attachment: { instanceOwnerId: "amazon-eks", instanceId: null, deviceIndex: 1, deleteOnTermination: false },
    identity: { cluster },
  };
  return createNetworkInterface(service, request).id;
}

/**
 * Gives the interfaces of a control plane other groups, or makes them anew where its subnets have changed. Gives their ids.
 *
 * @throws AwsError
 */
export function moveInterfaces(
  aws: Aws,
  held: Cluster,
  subnets: readonly Subnet[],
  securityGroupIds: readonly string[],
): readonly string[] {
  const service = eksService(aws);
  const ids = subnets.map(({ id }) => id);
  const interfaces = held.networkInterfaceIds.flatMap((id) => ec2.networkInterfaces(aws).get(id) ?? []);
  if (interfaces.length > 0 && interfaces.every(({ subnetId }) => ids.includes(subnetId))) {
    for (const { id } of interfaces) modifyNetworkInterface(service, id, { securityGroupIds });
    return held.networkInterfaceIds;
  }
  const placed = subnetsOfInterfaces(subnets).map((subnet) =>
    placeInterface(service, held.name, subnet, securityGroupIds),
  );
  for (const { id } of interfaces) deleteNetworkInterface(service, id);
  return placed;
}

/**
 * Takes away what EKS made in the VPC. Without the role's policy nothing can be removed, and the group stays while somebody else
 * uses it: then they are left behind, as on AWS.
 */
export function removeFromNetwork(aws: Aws, { roleArn, network, networkInterfaceIds }: Cluster): void {
  if (!hasClusterPolicy(aws, roleArn)) return;
  removeParts(eksService(aws), { clusterSecurityGroupId: network.clusterSecurityGroupId, networkInterfaceIds });
}

function removeParts(service: Aws, parts: Omit<ControlPlaneParts, "encryptionGrantId">): void {
  const { clusterSecurityGroupId: groupId, networkInterfaceIds } = parts;
  for (const id of networkInterfaceIds) {
    ignoring(["InvalidNetworkInterfaceID.NotFound"], () => deleteNetworkInterface(service, id));
  }
  if (ec2.securityGroups(service).has(groupId)) {
    ignoring(["DependencyViolation"], () => deleteSecurityGroup(service, groupId));
  }
}

/** The grant by which the control plane uses a key, asked for in the caller's name. */
export function grantKey(aws: Aws, clusterName: string, keyArn: string): string {
  return createGrant(aws, {
    key: keyArn,
    granteePrincipal: eksService(aws).principal.arn,
    operations: ["Decrypt", "Encrypt", "DescribeKey", "RetireGrant"],
    name: clusterName,
    encryptionContextEquals: { "aws:eks:cluster": clusterName },
    forAwsResource: true,
  }).id;
}

/** Gives the grant back when the cluster goes. */
export function retireGrant(
  aws: Aws,
  { encryptionKeyArn, encryptionGrantId }: Pick<Cluster, "encryptionKeyArn" | "encryptionGrantId">,
): void {
  if (encryptionKeyArn === null || encryptionGrantId === null) return;
  ignoring(["NotFoundException"], () =>
    removeGrant(eksService(aws), encryptionKeyArn, encryptionGrantId, "RetireGrant"),
  );
}
