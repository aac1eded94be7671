import { eks } from "../aws/eks/records.ts";
import type { Values } from "../planning/values.ts";
import type { TestCloud } from "./cloud.ts";
import { changeCluster, makeCluster, roleFor } from "./cluster.ts";
import { type TestNetwork, testNetwork } from "./network.ts";

/** Ids of what `cloudWithNetwork` makes. */
export interface NodeNetwork {
  readonly vpc: string;
  /** Subnets of two zones that reach the internet through a NAT gateway. */
  readonly privateSubnets: readonly string[];
  /** A subnet behind an internet gateway, whose instances get public addresses. */
  readonly publicSubnet: string;
  /** The group that EKS makes for its cluster. */
  readonly clusterGroup: string;
  /** The route table of the private subnets. */
  readonly privateRoutes: string;
  /** ARN of a role with all the rights that a node needs. */
  readonly nodeRole: string;
}

/** What a node does in AWS before its pods do anything. */
export const nodeActions = [
  "ec2:DescribeInstances",
  "ecr:GetAuthorizationToken",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
  "ec2:AssignPrivateIpAddresses",
] as const;

/** A cloud whose cluster stands in a network in which nodes come up: the VPC CNI is there, unmanaged. */
export function cloudWithNetwork(): { readonly cloud: TestCloud; readonly network: NodeNetwork } {
  const network = testNetwork({ enable_dns_hostnames: true });
  const { cloud, vpcId } = network;
  const publicSubnet = network.make("aws_subnet", {
    vpc_id: vpcId,
    cidr_block: "10.0.0.0/24",
    availability_zone: "us-east-1a",
    map_public_ip_on_launch: true,
  });
  const privateSubnets = [network.subnet("10.0.16.0/24", "us-east-1a"), network.subnet("10.0.17.0/24", "us-east-1b")];
  routeOut(network, [publicSubnet], { gateway_id: network.internetGateway() });
  const gateway = { allocation_id: network.address(), subnet_id: publicSubnet };
  const privateRoutes = routeOut(network, privateSubnets, { nat_gateway_id: network.make("aws_nat_gateway", gateway) });
  makeCluster(cloud, privateSubnets);
  changeCluster(cloud, { selfManagedAddOns: ["vpc-cni"] });
  const clusterGroup = eks.clusters(cloud.aws).get("test")?.network.clusterSecurityGroupId ?? "";
  const nodeRole = roleFor(cloud, "node", "ec2.amazonaws.com", nodeActions);
  return { cloud, network: { vpc: vpcId, privateSubnets, publicSubnet, clusterGroup, privateRoutes, nodeRole } };
}

/** A route table for some subnets with a way out; its id. */
function routeOut(network: TestNetwork, subnets: readonly string[], target: Values): string {
  const table = network.routeTable();
  network.make("aws_route", { route_table_id: table, destination_cidr_block: "0.0.0.0/0", ...target });
  for (const subnet_id of subnets) network.make("aws_route_table_association", { route_table_id: table, subnet_id });
  return table;
}

/** A new launch template, and the block of a node group that names it. */
export function withLaunchTemplate(cloud: TestCloud, config: Values): Values {
  const { id } = cloud.create("aws_launch_template", { name: "nodes", ...config });
  return { launch_template: [{ id: String(id), version: "1" }] };
}
