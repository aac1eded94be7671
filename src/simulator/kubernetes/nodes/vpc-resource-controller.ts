import { type Aws, AwsError } from "../../aws/client.ts";
import { createNetworkInterface, deleteNetworkInterface } from "../../aws/ec2/api/network-interfaces.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import { roleByArn } from "../../aws/iam/principals.ts";
import { sessionOf } from "../../aws/iam/service-roles.ts";
import { servicePrincipal } from "../../aws/principal.ts";
import type { Cluster } from "../cluster.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { recordEvent } from "../events.ts";
import type { KubernetesObject } from "../object.ts";
import { securityGroupsOf } from "../workloads/pods/pod-security-groups.ts";
import { podInterface, podSpecOf } from "../workloads/pods/pod-types.ts";
import { hasEnded, podsIn } from "../workloads/pods/pods.ts";
import { findNode } from "../workloads/scheduling/nodes.ts";

/** The interface of a pod, by the pod's uid. */
interface Branch {
  readonly interfaceId: string;
}

/**
 * Gives pods with security groups of their own an interface with these groups, in the subnet of their node, with the rights of the
 * cluster's role. It goes with its pod, at once; what a cluster leaves behind that goes first holds its groups. Source:
 * aws/amazon-vpc-resource-controller-k8s, docs/sgp/workflow.md.
 */
export const vpcResourceController: Controller = {
  name: "vpc-resource-controller",
  watches: ["/Pod", "aws/ec2/security-group", "aws/iam/role"],
  reconcile(context) {
    const { cluster } = context;
    const branches = cluster.table<Branch>("branch-interface");
    const wanting = podsIn(cluster).filter(wantsInterface);
    if (wanting.length === 0 && branches.size === 0) return;
    const aws = asClusterRole(context);
    if (!aws) return;
    const living = new Set(wanting.map(({ metadata }) => metadata.uid));
    for (const uid of branches.keys()) {
      const branch = branches.get(uid);
      if (!branch || living.has(uid)) continue;
      if (ec2.networkInterfaces(aws).has(branch.interfaceId)) deleteNetworkInterface(aws, branch.interfaceId);
      branches.delete(uid);
    }
    for (const pod of wanting) if (!branches.has(pod.metadata.uid)) attach(context, aws, pod);
  },
};

function wantsInterface(pod: KubernetesObject): boolean {
  const { hasOwnInterface, nodeName } = podSpecOf(pod);
  return hasOwnInterface && nodeName !== "" && !hasEnded(pod);
}

function asClusterRole({ cluster, aws }: ControllerContext): Aws | undefined {
  const role = cluster.eks && roleByArn(cluster.world, cluster.eks.roleArn);
  if (!role) return undefined;
  const own = aws(servicePrincipal("eks.amazonaws.com", cluster.account));
  return own.as(sessionOf(own, role, "vpc-resource-controller"));
}

function attach(context: ControllerContext, aws: Aws, pod: KubernetesObject): void {
  const { api, cluster } = context;
  const subnetId = subnetOf(cluster, aws, pod);
  if (subnetId === undefined) return;
  const { namespace, name, uid } = pod.metadata;
  try {
    const { id, privateIp } = createNetworkInterface(aws, {
      subnetId,
      securityGroupIds: securityGroupsOf(cluster, pod),
      description: "aws-k8s-branch-eni",
      tags: { "eks:eni:owner": "eks-vpc-resource-controller", "cluster.k8s.amazonaws.com/name": cluster.name },
      identity: { cluster: cluster.name, pod: uid },
    });
    cluster.table<Branch>("branch-interface").put(uid, { interfaceId: id });
    const value = JSON.stringify([{ eniId: id, privateIp }]);
    api.patch(pod, { metadata: { annotations: { [podInterface]: value } } });
    recordEvent(context, pod, {
      type: "Normal",
      reason: "ResourceAllocated",
      message: `Allocated [${value}] to the pod`,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    recordEvent(context, pod, {
      type: "Warning",
      reason: "BranchAllocationFailed",
      message: `failed to allocate branch ENI to pod ${namespace}/${name}: ${error.cause.code}: ${error.cause.message}`,
    });
  }
}

function subnetOf(cluster: Cluster, aws: Aws, pod: KubernetesObject): string | undefined {
  const node = findNode(cluster, podSpecOf(pod).nodeName);
  return ec2.instances(aws).get(node?.instanceId ?? "")?.subnetId;
}
