import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { userWith } from "../../testing/cluster.ts";
import { type TestNetwork, testNetwork } from "../../testing/network.ts";

/** What a life of an object needs: to be made with a tag, read, tagged anew and removed. */
const lives: readonly (readonly [type: string, config: (network: TestNetwork) => Values, actions: string])[] = [
  [
    "aws_vpc",
    () => ({ cidr_block: "10.1.0.0/16", enable_dns_hostnames: true }),
    "CreateVpc CreateTags ModifyVpcAttribute DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups DeleteTags DeleteVpc",
  ],
  [
    "aws_subnet",
    ({ vpcId }) => ({ vpc_id: vpcId, cidr_block: "10.0.1.0/24", map_public_ip_on_launch: true }),
    "CreateSubnet CreateTags ModifySubnetAttribute DescribeSubnets DeleteTags DescribeNetworkInterfaces DeleteSubnet",
  ],
  [
    "aws_internet_gateway",
    ({ vpcId }) => ({ vpc_id: vpcId }),
    "CreateInternetGateway CreateTags AttachInternetGateway DescribeInternetGateways DeleteTags DetachInternetGateway DeleteInternetGateway",
  ],
  [
    "aws_eip",
    (network) => {
      network.internetGateway();
      return { network_interface: network.make("aws_network_interface", { subnet_id: network.subnet() }) };
    },
    "AllocateAddress CreateTags AssociateAddress DescribeAddresses DescribeAddressesAttribute DeleteTags DisassociateAddress ReleaseAddress",
  ],
  [
    "aws_route_table",
    (network) => ({
      vpc_id: network.vpcId,
      route: [{ cidr_block: "0.0.0.0/0", gateway_id: network.internetGateway() }],
    }),
    "CreateRouteTable CreateTags CreateRoute DescribeRouteTables DeleteTags DeleteRouteTable",
  ],
  [
    "aws_security_group",
    ({ vpcId }) => ({
      name: "a",
      description: "a",
      vpc_id: vpcId,
      ingress: [{ from_port: 0, to_port: 0, protocol: "-1", self: true }],
    }),
    "CreateSecurityGroup CreateTags RevokeSecurityGroupEgress AuthorizeSecurityGroupIngress DescribeSecurityGroups DeleteTags DescribeNetworkInterfaces DeleteSecurityGroup",
  ],
  [
    "aws_vpc_endpoint",
    ({ vpcId }) => ({ vpc_id: vpcId, service_name: "com.amazonaws.us-east-1.s3" }),
    "CreateVpcEndpoint CreateTags DescribeVpcEndpoints DescribePrefixLists DeleteTags DeleteVpcEndpoints",
  ],
  [
    "aws_launch_template",
    () => ({ name: "nodes", instance_type: "t3.micro" }),
    "CreateLaunchTemplate CreateTags DescribeLaunchTemplates DescribeLaunchTemplateVersions DeleteTags DeleteLaunchTemplate",
  ],
  [
    "aws_instance",
    (network) => ({ ami: "ami-01234567", instance_type: "m6i.large", subnet_id: network.subnet() }),
    "RunInstances CreateTags DescribeInstances DescribeInstanceTypes DescribeInstanceAttribute DescribeVolumes DescribeTags DescribeVpcs DeleteTags TerminateInstances",
  ],
];

/** Makes, reads, changes and removes an object as a user with these rights. */
function live(type: string, config: (network: TestNetwork) => Values, actions: readonly string[]): void {
  const network = testNetwork();
  const values = config(network);
  const user = userWith(
    network.cloud,
    actions.map((action) => `ec2:${action}`),
  );
  const state = user.create(type, { ...values, tags: { Name: "a" } });
  const untagged = user.update(user.read(type, state) ?? {}, type, { ...values, tags: {} });
  user.delete(type, untagged);
}

test.each(lives)("%s lives on just the rights that AWS asks for", (type, config, actions) => {
  expect(() => live(type, config, actions.split(" "))).not.toThrow();
});

test.each(
  lives.flatMap(([type, config, actions]) =>
    actions
      .split(" ")
      .map((action, _index, all) => [type, action, config, all.filter((other) => other !== action)] as const),
  ),
)("%s does not live without ec2:%s", (type, action, config, others) => {
  expect(() => live(type, config, others)).toThrow(`not authorized to perform: ec2:${action}`);
});
