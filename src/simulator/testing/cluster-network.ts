import { createNetworkInterface } from "../aws/ec2/api/network-interfaces.ts";
import { servicePrincipal } from "../aws/principal.ts";
import type { Values } from "../planning/values.ts";
import type { TestCloud } from "./cloud.ts";
import { changeCluster, cloudWithCluster, roleFor } from "./cluster.ts";

/** Ids of what `cloudWithNetwork` makes. */
export interface TestNetwork {
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
export function cloudWithNetwork(): { readonly cloud: TestCloud; readonly network: TestNetwork } {
  const cloud = cloudWithCluster({ selfManagedAddOns: ["vpc-cni"] });
  const make = (type: string, config: Values) => String(cloud.create(type, config).id);
  const vpc = make("aws_vpc", { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true });
  const subnet = (cidr: string, zone: string, map_public_ip_on_launch = false) =>
    make("aws_subnet", { vpc_id: vpc, cidr_block: cidr, availability_zone: zone, map_public_ip_on_launch });
  const publicSubnet = subnet("10.0.0.0/24", "us-east-1a", true);
  const privateSubnets = [subnet("10.0.16.0/24", "us-east-1a"), subnet("10.0.17.0/24", "us-east-1b")];
  routes(make, vpc, [publicSubnet], { gateway_id: make("aws_internet_gateway", { vpc_id: vpc }) });
  const address = make("aws_eip", { domain: "vpc" });
  const gateway = make("aws_nat_gateway", { allocation_id: address, subnet_id: publicSubnet });
  const privateRoutes = routes(make, vpc, privateSubnets, { nat_gateway_id: gateway });
  const clusterGroup = clusterSecurityGroup(cloud, vpc);
  placeControlPlane(cloud, vpc, privateSubnets, clusterGroup);
  const nodeRole = roleFor(cloud, "node", "ec2.amazonaws.com", nodeActions);
  return { cloud, network: { vpc, privateSubnets, publicSubnet, clusterGroup, privateRoutes, nodeRole } };
}

/** A new launch template, and the block of a node group that names it. */
export function withLaunchTemplate(cloud: TestCloud, config: Values): Values {
  const { id } = cloud.create("aws_launch_template", { name: "nodes", ...config });
  return { launch_template: [{ id: String(id), version: "1" }] };
}

type Make = (type: string, config: Values) => string;

function routes(make: Make, vpc: string, subnets: readonly string[], target: Values): string {
  const table = make("aws_route_table", { vpc_id: vpc });
  make("aws_route", { route_table_id: table, destination_cidr_block: "0.0.0.0/0", ...target });
  for (const subnet_id of subnets) make("aws_route_table_association", { route_table_id: table, subnet_id });
  return table;
}

function clusterSecurityGroup(cloud: TestCloud, vpc_id: string): string {
  const all = { from_port: 0, to_port: 0, protocol: "-1" };
  const group = cloud.create("aws_security_group", {
    name: "eks-cluster-sg-test",
    description: "cluster",
    vpc_id,
    ingress: [{ ...all, self: true }],
    egress: [{ ...all, cidr_blocks: ["0.0.0.0/0"] }],
  });
  return String(group.id);
}

function placeControlPlane(cloud: TestCloud, vpcId: string, subnetIds: readonly string[], group: string): void {
  const eks = cloud.aws.as(servicePrincipal("eks.amazonaws.com", cloud.aws.account));
  const interfaces = subnetIds.map((subnetId) =>
    createNetworkInterface(eks, { subnetId, securityGroupIds: [group], requesterId: "amazon-eks" }),
  );
  changeCluster(cloud, {
    networkInterfaceIds: interfaces.map(({ id }) => id),
    network: {
      vpcId,
      subnetIds,
      securityGroupIds: [],
      clusterSecurityGroupId: group,
      endpointPublicAccess: false,
      endpointPrivateAccess: true,
      publicAccessCidrs: [],
    },
  });
}
