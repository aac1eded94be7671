import type { Aws } from "../client.ts";
import { authoriseIngress } from "../ec2/api/security-group-rules.ts";
import { createSecurityGroup, deleteSecurityGroup } from "../ec2/api/security-groups.ts";
import { servicePrincipal } from "../principal.ts";
import type { Cluster, NodeGroup, RemoteAccess } from "./records.ts";

/** Who may log in to the nodes of a group by SSH: everybody when no groups are named. */
export type RemoteAccessRequest = Pick<RemoteAccess, "keyName" | "sourceGroupIds">;

/** Makes the security group by which nodes can be logged in to. */
export function createRemoteAccess(
  aws: Aws,
  cluster: Cluster,
  group: NodeGroup,
  wanted: RemoteAccessRequest,
): RemoteAccess {
  const service = aws.as(servicePrincipal("eks-nodegroup.amazonaws.com", aws.account));
  const { id } = createSecurityGroup(service, {
    name: `eks-remoteAccess-${group.arn.slice(group.arn.lastIndexOf("/") + 1)}`,
    description: "Security group for all nodes in the nodeGroup to allow SSH access",
    vpcId: cluster.network.vpcId,
    tags: { eks: group.name, "eks:nodegroup-name": group.name },
  });
  const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };
  const sources =
    wanted.sourceGroupIds.length > 0
      ? wanted.sourceGroupIds.map((referencedSecurityGroupId) => ({ ...ssh, referencedSecurityGroupId }))
      : [{ ...ssh, cidrIpv4: "0.0.0.0/0" }];
  authoriseIngress(service, id, sources);
  return { ...wanted, securityGroupId: id };
}

/** Removes the group again. */
export function deleteRemoteAccess(aws: Aws, { securityGroupId }: RemoteAccess): void {
  deleteSecurityGroup(aws.as(servicePrincipal("eks-nodegroup.amazonaws.com", aws.account)), securityGroupId);
}
