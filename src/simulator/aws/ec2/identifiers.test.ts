import { expect, test } from "vitest";
import { type TestNetwork, testNetwork } from "../../testing/network.ts";
import { refusalOf, testRule, testRules } from "../../testing/rule-test.ts";
import { describeAddress } from "./api/addresses.ts";
import { deleteFlowLog, describeFlowLog } from "./api/flow-logs.ts";
import { describeInstance } from "./api/instances.ts";
import { describeEgressOnlyInternetGateway, describeInternetGateway } from "./api/internet-gateways.ts";
import { describeLaunchTemplate } from "./api/launch-templates.ts";
import { describeNatGateway } from "./api/nat-gateways.ts";
import { describeNetworkAcl } from "./api/network-acls.ts";
import { describeNetworkInterface } from "./api/network-interfaces.ts";
import { describeRouteTable } from "./api/route-tables.ts";
import { describeSecurityGroups } from "./api/security-groups.ts";
import { describeSubnets } from "./api/subnets.ts";
import { modifyVolume } from "./api/volumes.ts";
import { describeVpcEndpoint } from "./api/vpc-endpoints.ts";
import { describeVpcs } from "./api/vpcs.ts";
import { idMalformed, kindOf, notFound } from "./identifiers.ts";
import { ec2 } from "./tables.ts";

const nobody = "00000000000000000";

const instance = (network: TestNetwork): string =>
  network.make("aws_instance", { ami: "ami-01234567", instance_type: "t3.micro", subnet_id: network.subnet() });

const privateNat = (network: TestNetwork): string =>
  network.make("aws_nat_gateway", { subnet_id: network.subnet(), connectivity_type: "private" });

const flowLog = (network: TestNetwork): string =>
  network.make("aws_flow_log", {
    vpc_id: network.vpcId,
    traffic_type: "ALL",
    log_destination_type: "s3",
    log_destination: "arn:aws:s3:::records",
  });

const s3 = (network: TestNetwork): string =>
  network.make("aws_vpc_endpoint", { vpc_id: network.vpcId, service_name: "com.amazonaws.us-east-1.s3" });

testRules(notFound, () => testNetwork(), {
  vpc: {
    refused: ({ cloud }) => describeVpcs(cloud.aws, [`vpc-${nobody}`]),
    accepted: ({ cloud, vpcId }) => describeVpcs(cloud.aws, [vpcId]),
  },
  subnet: {
    refused: ({ cloud }) => describeSubnets(cloud.aws, [`subnet-${nobody}`]),
    accepted: (network) => describeSubnets(network.cloud.aws, [network.subnet()]),
  },
  "security-group": {
    refused: ({ cloud }) => describeSecurityGroups(cloud.aws, [`sg-${nobody}`]),
    accepted: (network) => describeSecurityGroups(network.cloud.aws, [network.group()]),
  },
  "network-interface": {
    refused: ({ cloud }) => describeNetworkInterface(cloud.aws, `eni-${nobody}`),
    accepted: (network) => {
      const id = network.make("aws_network_interface", { subnet_id: network.subnet() });
      describeNetworkInterface(network.cloud.aws, id);
    },
  },
  "internet-gateway": {
    refused: ({ cloud }) => describeInternetGateway(cloud.aws, `igw-${nobody}`),
    accepted: (network) => describeInternetGateway(network.cloud.aws, network.internetGateway()),
  },
  "egress-only-internet-gateway": {
    refused: ({ cloud }) => describeEgressOnlyInternetGateway(cloud.aws, `eigw-${nobody}`),
    accepted: (network) => {
      const id = network.make("aws_egress_only_internet_gateway", { vpc_id: network.vpcId });
      describeEgressOnlyInternetGateway(network.cloud.aws, id);
    },
  },
  "elastic-ip": {
    refused: ({ cloud }) => describeAddress(cloud.aws, `eipalloc-${nobody}`),
    accepted: (network) => describeAddress(network.cloud.aws, network.address()),
  },
  natgateway: {
    refused: ({ cloud }) => describeNatGateway(cloud.aws, `nat-${nobody}`),
    accepted: (network) => describeNatGateway(network.cloud.aws, privateNat(network)),
  },
  "route-table": {
    refused: ({ cloud }) => describeRouteTable(cloud.aws, `rtb-${nobody}`),
    accepted: (network) => describeRouteTable(network.cloud.aws, network.routeTable()),
  },
  "network-acl": {
    refused: ({ cloud }) => describeNetworkAcl(cloud.aws, `acl-${nobody}`),
    accepted: ({ cloud, vpc }) => describeNetworkAcl(cloud.aws, String(vpc.default_network_acl_id)),
  },
  "vpc-endpoint": {
    refused: ({ cloud }) => describeVpcEndpoint(cloud.aws, `vpce-${nobody}`),
    accepted: (network) => describeVpcEndpoint(network.cloud.aws, s3(network)),
  },
  "vpc-flow-log": {
    refused: ({ cloud }) => describeFlowLog(cloud.aws, `fl-${nobody}`),
    accepted: (network) => deleteFlowLog(network.cloud.aws, flowLog(network)),
  },
  "launch-template": {
    refused: ({ cloud }) => describeLaunchTemplate(cloud.aws, `lt-${nobody}`),
    accepted: (network) =>
      describeLaunchTemplate(network.cloud.aws, network.make("aws_launch_template", { name: "nodes" })),
  },
  volume: {
    refused: ({ cloud }) => modifyVolume(cloud.aws, `vol-${nobody}`, { size: 20 }),
    accepted: (network) => {
      const { rootVolumeId = "" } = ec2.instances(network.cloud.aws).get(instance(network)) ?? {};
      modifyVolume(network.cloud.aws, rootVolumeId, { size: 20 });
    },
  },
  instance: {
    refused: ({ cloud }) => describeInstance(cloud.aws, `i-${nobody}`),
    accepted: (network) => describeInstance(network.cloud.aws, instance(network)),
  },
});

testRule(idMalformed, () => testNetwork(), {
  refused: ({ cloud }) => cloud.create("aws_subnet", { vpc_id: "vpc-main", cidr_block: "10.0.1.0/24" }),
  accepted: ({ cloud, vpcId }) => cloud.create("aws_subnet", { vpc_id: vpcId, cidr_block: "10.0.1.0/24" }),
});

test.each([
  [
    "sg-main",
    "InvalidGroupId.Malformed",
    (network: TestNetwork) => describeSecurityGroups(network.cloud.aws, ["sg-main"]),
  ],
  ["subnet-1", "InvalidSubnetID.Malformed", (network: TestNetwork) => describeSubnets(network.cloud.aws, ["subnet-1"])],
  ["nat-x", "NatGatewayMalformed", (network: TestNetwork) => describeNatGateway(network.cloud.aws, "nat-x")],
  ["rtb-x", "InvalidRouteTableId.Malformed", (network: TestNetwork) => describeRouteTable(network.cloud.aws, "rtb-x")],
])("%s is answered with %s, the code of its kind", (_id, code, describe) => {
  expect(refusalOf(() => void describe(testNetwork()))?.code).toBe(code);
});

test("the kind of an id is known by its prefix, whatever dashes that holds", () => {
  expect(["vpc-1", "vpce-1", "eni-attach-1", "i-1"].map(kindOf)).toEqual([
    "vpc",
    "vpc-endpoint",
    undefined,
    "instance",
  ]);
});
