import type { Instance } from "../aws/ec2/instance-records.ts";
import { ec2 } from "../aws/ec2/tables.ts";
import { eks, type Node } from "../aws/eks/records.ts";
import type { Values } from "../planning/values.ts";
import type { TestCloud } from "./cloud.ts";
import type { NodeNetwork } from "./cluster-network.ts";

/** What `cloudWithNetwork` gives. */
export interface NodeCloud {
  readonly cloud: TestCloud;
  readonly network: NodeNetwork;
}

/** The configuration of a group of one node that comes up, `default`, with what is said otherwise. */
export function nodeGroupConfig({ network }: NodeCloud, rest: Values = {}): Values {
  return {
    cluster_name: "test",
    node_group_name: "default",
    node_role_arn: network.nodeRole,
    subnet_ids: network.privateSubnets,
    ...sizes(1, 1, 1),
    ...rest,
  };
}

/** Makes a node group. */
export function makeNodeGroup(subject: NodeCloud, rest: Values = {}): Values {
  return subject.cloud.create("aws_eks_node_group", nodeGroupConfig(subject, rest));
}

/** Brings a node group to another configuration. */
export function updateNodeGroup(subject: NodeCloud, state: Values, rest: Values): Values {
  return subject.cloud.update(state, "aws_eks_node_group", nodeGroupConfig(subject, rest));
}

/** The block that says how many nodes a group has. */
export function sizes(minimum: number, desired: number, maximum: number): Values {
  return { scaling_config: [{ min_size: minimum, desired_size: desired, max_size: maximum }] };
}

/** The instances of the Region. */
export function instancesIn({ cloud }: NodeCloud): readonly Instance[] {
  return ec2.instances(cloud.aws).rows();
}

/** The nodes of the cluster. */
export function nodesIn({ cloud }: NodeCloud): readonly Node[] {
  return eks.nodes(cloud.aws).rows();
}
