import type { Aws } from "../client.ts";
import type { FlowLog, VpcEndpoint } from "./endpoint-records.ts";
import type { Address, EgressOnlyInternetGateway, InternetGateway, NatGateway } from "./gateway-records.ts";
import type { Instance, LaunchTemplate, Volume } from "./instance-records.ts";
import { ec2Tables, type NetworkInterface, type SecurityGroup, type Subnet, type Vpc } from "./records.ts";
import type { NetworkAcl, RouteTable } from "./routing-records.ts";

/** The EC2 records of one account and Region, by kind. */
export const ec2 = {
  vpcs: (aws: Aws) => aws.table<Vpc>(ec2Tables.vpc),
  subnets: (aws: Aws) => aws.table<Subnet>(ec2Tables.subnet),
  securityGroups: (aws: Aws) => aws.table<SecurityGroup>(ec2Tables.securityGroup),
  networkInterfaces: (aws: Aws) => aws.table<NetworkInterface>(ec2Tables.networkInterface),
  internetGateways: (aws: Aws) => aws.table<InternetGateway>(ec2Tables.internetGateway),
  egressOnlyInternetGateways: (aws: Aws) => aws.table<EgressOnlyInternetGateway>(ec2Tables.egressOnlyInternetGateway),
  addresses: (aws: Aws) => aws.table<Address>(ec2Tables.address),
  natGateways: (aws: Aws) => aws.table<NatGateway>(ec2Tables.natGateway),
  routeTables: (aws: Aws) => aws.table<RouteTable>(ec2Tables.routeTable),
  networkAcls: (aws: Aws) => aws.table<NetworkAcl>(ec2Tables.networkAcl),
  vpcEndpoints: (aws: Aws) => aws.table<VpcEndpoint>(ec2Tables.vpcEndpoint),
  flowLogs: (aws: Aws) => aws.table<FlowLog>(ec2Tables.flowLog),
  launchTemplates: (aws: Aws) => aws.table<LaunchTemplate>(ec2Tables.launchTemplate),
  volumes: (aws: Aws) => aws.table<Volume>(ec2Tables.volume),
  instances: (aws: Aws) => aws.table<Instance>(ec2Tables.instance),
} as const;
