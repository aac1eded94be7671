import type { Aws } from "../client.ts";
import {
  createNetworkInterface,
  deleteNetworkInterface,
  modifyNetworkInterface,
} from "../ec2/api/network-interfaces.ts";
import { authoriseIngress, createSecurityGroup, deleteSecurityGroup } from "../ec2/api/security-groups.ts";
import { ignoring } from "../ec2/calls.ts";
import type { Subnet } from "../ec2/records.ts";
import { ec2 } from "../ec2/tables.ts";
import { createGrant, removeGrant } from "../kms/grant.ts";
import { servicePrincipal } from "../principal.ts";
import { hasClusterPolicy } from "./cluster-checks.ts";
import type { Cluster } from "./records.ts";

/** EKS itself, acting in the customer's account. */
export function eksService(aws: Aws): Aws {
  return aws.as(servicePrincipal("eks.amazonaws.com", aws.account));
}

/** The group that EKS makes for the control plane and managed nodes: everything within it, everything out. */
export function createClusterGroup(aws: Aws, cluster: string, vpcId: string): string {
  const service = eksService(aws);
  const name = `eks-cluster-sg-${cluster}-${aws.ids.number(2_000_000_000, "eks/security-group", cluster)}`;
  const group = createSecurityGroup(service, {
    name,
    description:
      "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
    vpcId,
    tags: { Name: name, [`kubernetes.io/cluster/${cluster}`]: "owned", "aws:eks:cluster-name": cluster },
  });
  authoriseIngress(service, group.id, [{ protocol: "-1", referencedSecurityGroupId: group.id }]);
  return group.id;
}

/** Two interfaces in two zones, by which the control plane reaches the VPC. */
export function placeInterfaces(
  aws: Aws,
  cluster: string,
  subnets: readonly Subnet[],
  securityGroupIds: readonly string[],
): readonly string[] {
  const byZone = new Map([...subnets].reverse().map((subnet) => [subnet.availabilityZone, subnet]));
  const chosen = [...byZone.values()].sort((left, right) => (left.availabilityZone < right.availabilityZone ? -1 : 1));
  return chosen.slice(0, 2).map((subnet, index) => {
    const request = {
      subnetId: subnet.id,
      securityGroupIds,
      description: `Amazon EKS ${cluster}`,
      requesterId: "amazon-eks",
      attachment: { instanceOwnerId: "amazon-eks", instanceId: null, deviceIndex: 1, deleteOnTermination: false },
      identity: { cluster, index },
    };
    return createNetworkInterface(eksService(aws), request).id;
  });
}

/** Gives the interfaces of a control plane other groups. */
export function regroupInterfaces(aws: Aws, cluster: Cluster, securityGroupIds: readonly string[]): void {
  for (const id of cluster.networkInterfaceIds) modifyNetworkInterface(eksService(aws), id, { securityGroupIds });
}

/**
 * Takes away what EKS made in the VPC. Without the role's policy nothing can be removed, and the group stays while somebody else
 * uses it: then they are left behind, as on AWS.
 */
export function removeFromNetwork(aws: Aws, cluster: Cluster): void {
  if (!hasClusterPolicy(aws, cluster.roleArn)) return;
  const service = eksService(aws);
  for (const id of cluster.networkInterfaceIds) {
    ignoring(["InvalidNetworkInterfaceID.NotFound"], () => deleteNetworkInterface(service, id));
  }
  const { clusterSecurityGroupId: id } = cluster.network;
  if (ec2.securityGroups(aws).has(id)) ignoring(["DependencyViolation"], () => deleteSecurityGroup(service, id));
}

/** The grant by which the control plane uses a key, asked for in the caller's name. */
export function grantKey(aws: Aws, clusterName: string, keyArn: string): string {
  return createGrant(aws, {
    key: keyArn,
    granteePrincipal: aws.arn("iam", "role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS", {
      region: "",
    }),
    operations: ["Decrypt", "Encrypt"],
    name: clusterName,
    encryptionContextEquals: { "aws:eks:cluster": clusterName },
    forAwsResource: true,
  }).id;
}

/** Gives the grant back when the cluster goes. */
export function retireGrant(aws: Aws, { encryptionKeyArn, encryptionGrantId }: Cluster): void {
  if (encryptionKeyArn === null || encryptionGrantId === null) return;
  ignoring(["NotFoundException"], () =>
    removeGrant(eksService(aws), encryptionKeyArn, encryptionGrantId, "RetireGrant"),
  );
}
