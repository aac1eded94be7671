import type { Values } from "../../../planning/values.ts";
import { changeCluster, roleFor } from "../../../testing/cluster.ts";
import { cloudWithNetwork, nodeActions, withLaunchTemplate } from "../../../testing/cluster-network.ts";
import { makeNodeGroup, type NodeCloud, sizes, updateNodeGroup } from "../../../testing/node-groups.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { ec2 } from "../../ec2/tables.ts";
import { eks } from "../records.ts";
import { nodeRules } from "./nodes.ts";

testRules(nodeRules, cloudWithNetwork, {
  groupDuplicate: {
    refused(subject) {
      makeNodeGroup(subject);
      makeNodeGroup(subject);
    },
    accepted(subject) {
      makeNodeGroup(subject);
      makeNodeGroup(subject, { node_group_name: "other" });
    },
  },
  groupNotFound: {
    refused(subject) {
      const state = makeNodeGroup(subject);
      subject.cloud.delete("aws_eks_node_group", state);
      relabel(subject, state);
    },
    accepted: (subject) => relabel(subject, makeNodeGroup(subject)),
  },
  scaling: {
    refused: (subject) => void makeNodeGroup(subject, sizes(2, 1, 3)),
    accepted: (subject) => void makeNodeGroup(subject, sizes(1, 1, 1)),
  },
  subnet: {
    refused: (subject) => void makeNodeGroup(subject, { subnet_ids: [foreignSubnet(subject)] }),
    accepted: (subject) => void makeNodeGroup(subject, { subnet_ids: subject.network.privateSubnets }),
  },
  launchTemplate: {
    refused: (subject) => void makeNodeGroup(subject, { ...withLaunchTemplate(subject.cloud, {}), disk_size: 50 }),
    accepted: (subject) => void makeNodeGroup(subject, withLaunchTemplate(subject.cloud, {})),
  },
  imageType: {
    refused: (subject) => void makeNodeGroup(subject, { ami_type: "AL2_x86_64" }),
    accepted: (subject) => void makeNodeGroup(subject, { ami_type: "AL2_x86_64", version: "1.32" }),
  },
  imageVersion: {
    refused(subject) {
      changeCluster(subject.cloud, { version: "1.35" });
      makeNodeGroup(subject, { version: "1.36" });
    },
    accepted: (subject) => void makeNodeGroup(subject, { version: "1.35" }),
  },
  publicAddress: {
    refused(subject) {
      const { publicSubnet } = subject.network;
      const held = ec2.subnets(subject.cloud.aws).get(publicSubnet);
      if (held) ec2.subnets(subject.cloud.aws).put(publicSubnet, { ...held, mapPublicIpOnLaunch: false });
      makeNodeGroup(subject, { subnet_ids: [publicSubnet] });
    },
    accepted: (subject) => void makeNodeGroup(subject, { subnet_ids: [subject.network.publicSubnet] }),
  },
  launch: {
    refused: (subject) => void makeNodeGroup(subject, { ...sizes(1, 12, 12), subnet_ids: [smallSubnet(subject)] }),
    accepted: (subject) => void makeNodeGroup(subject, { ...sizes(1, 11, 12), subnet_ids: [smallSubnet(subject)] }),
  },
  join: {
    refused: (subject) =>
      void makeNodeGroup(subject, { node_role_arn: nodeRole(subject, without("ec2:DescribeInstances")) }),
    accepted: (subject) => void makeNodeGroup(subject, { node_role_arn: nodeRole(subject, nodeActions) }),
  },
  unadmitted: {
    refused(subject) {
      admitAs(subject, "STANDARD");
      makeNodeGroup(subject);
    },
    accepted(subject) {
      admitAs(subject, "EC2_LINUX");
      makeNodeGroup(subject);
    },
  },
  unreachable: {
    refused(subject) {
      const egress = [{ from_port: 53, to_port: 53, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }];
      makeNodeGroup(
        subject,
        withLaunchTemplate(subject.cloud, { vpc_security_group_ids: [nodeGroup(subject, egress)] }),
      );
    },
    accepted(subject) {
      const egress = [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }];
      const id = nodeGroup(subject, egress);
      subject.cloud.create("aws_vpc_security_group_ingress_rule", {
        security_group_id: subject.network.clusterGroup,
        referenced_security_group_id: id,
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      });
      makeNodeGroup(subject, withLaunchTemplate(subject.cloud, { vpc_security_group_ids: [id] }));
    },
  },
  bootstrap: {
    refused: (subject) => void makeNodeGroup(subject, ownImage(subject, "another")),
    accepted: (subject) => void makeNodeGroup(subject, ownImage(subject, "test")),
  },
  noImages: {
    refused: (subject) =>
      void makeNodeGroup(subject, { node_role_arn: nodeRole(subject, without("ecr:BatchGetImage")) }),
    accepted: (subject) => void makeNodeGroup(subject, { node_role_arn: nodeRole(subject, nodeActions) }),
  },
  noNetworkPlugin: {
    refused(subject) {
      changeCluster(subject.cloud, { selfManagedAddOns: [] });
      makeNodeGroup(subject);
    },
    accepted(subject) {
      changeCluster(subject.cloud, { selfManagedAddOns: [] });
      subject.cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "vpc-cni" });
      makeNodeGroup(subject);
    },
  },
  fargateDuplicate: {
    refused(subject) {
      profile(subject);
      profile(subject);
    },
    accepted(subject) {
      profile(subject);
      profile(subject, { fargate_profile_name: "other" });
    },
  },
  fargateNotFound: {
    refused(subject) {
      const state = profile(subject);
      subject.cloud.delete("aws_eks_fargate_profile", state);
      retagProfile(subject, state);
    },
    accepted: (subject) => retagProfile(subject, profile(subject)),
  },
  fargateRole: {
    refused: (subject) => void profile(subject, { pod_execution_role_arn: subject.network.nodeRole }),
    accepted: (subject) => void profile(subject),
  },
  fargateSubnet: {
    refused: (subject) => void profile(subject, { subnet_ids: [subject.network.publicSubnet] }),
    accepted: (subject) => void profile(subject, { subnet_ids: subject.network.privateSubnets }),
  },
});

function relabel(subject: NodeCloud, state: Values): void {
  updateNodeGroup(subject, state, { labels: { pool: "other" } });
}

function foreignSubnet({ cloud }: NodeCloud): string {
  const vpc = cloud.create("aws_vpc", { cidr_block: "10.9.0.0/16" });
  return String(cloud.create("aws_subnet", { vpc_id: String(vpc.id), cidr_block: "10.9.0.0/24" }).id);
}

/** A private subnet with eleven addresses. */
function smallSubnet({ cloud, network }: NodeCloud): string {
  const config = { vpc_id: network.vpc, cidr_block: "10.0.32.0/28", availability_zone: "us-east-1a" };
  const id = String(cloud.create("aws_subnet", config).id);
  cloud.create("aws_route_table_association", { route_table_id: network.privateRoutes, subnet_id: id });
  return id;
}

function without(action: string): readonly string[] {
  return nodeActions.filter((needed) => needed !== action);
}

function nodeRole({ cloud }: NodeCloud, actions: readonly string[]): string {
  return roleFor(cloud, "other-node", "ec2.amazonaws.com", actions);
}

/** What somebody does who declares the node role's access entry before there are nodes. */
function admitAs({ cloud, network }: NodeCloud, type: string): void {
  eks.accessEntries(cloud.aws).put(`test:${network.nodeRole}`, {
    clusterName: "test",
    principalArn: network.nodeRole,
    principalId: null,
    arn: cloud.aws.arn("eks", "access-entry/test/role/123456789012/node/1"),
    type,
    userName: "",
    groups: [],
    policies: [],
    createdAt: cloud.aws.now,
    modifiedAt: cloud.aws.now,
    tags: {},
  });
}

/** A security group for nodes with these egress rules. */
function nodeGroup({ cloud, network }: NodeCloud, egress: readonly Values[]): string {
  const config = { name: "nodes", description: "nodes", vpc_id: network.vpc, egress };
  return String(cloud.create("aws_security_group", config).id);
}

/** A launch template with an image of the caller's own, which is told of a cluster. */
function ownImage(subject: NodeCloud, cluster: string): Values {
  const { endpoint = "", certificateAuthority = "" } = eks.clusters(subject.cloud.aws).get("test") ?? {};
  const text = `cluster: {name: ${cluster}, apiServerEndpoint: ${endpoint}, certificateAuthority: ${certificateAuthority}}`;
  const user_data = Buffer.from(text).toString("base64");
  return withLaunchTemplate(subject.cloud, { image_id: "ami-00000000000000001", user_data });
}

function profileConfig({ cloud, network }: NodeCloud, rest: Values): Values {
  return {
    cluster_name: "test",
    fargate_profile_name: "default",
    pod_execution_role_arn: roleFor(cloud, "pods", "eks-fargate-pods.amazonaws.com"),
    subnet_ids: network.privateSubnets,
    selector: [{ namespace: "default" }],
    ...rest,
  };
}

function profile(subject: NodeCloud, rest: Values = {}): Values {
  return subject.cloud.create("aws_eks_fargate_profile", profileConfig(subject, rest));
}

function retagProfile(subject: NodeCloud, state: Values): void {
  subject.cloud.update(state, "aws_eks_fargate_profile", profileConfig(subject, { tags: { team: "data" } }));
}
