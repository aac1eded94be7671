import type { AwsService } from "../aws-service.ts";
import { tagRules } from "./calls.ts";
import { vpcEndpointService } from "./data/endpoint-service.ts";
import { image } from "./data/image.ts";
import { ipRanges } from "./data/ip-ranges.ts";
import { networkInterfaces } from "./data/network-interfaces.ts";
import { securityGroupData } from "./data/security-group.ts";
import { subnetData, subnets } from "./data/subnets.ts";
import { vpcData } from "./data/vpc.ts";
import { availabilityZones, region } from "./data/zones.ts";
import { filterRules } from "./filters.ts";
import { idMalformed, notFound } from "./identifiers.ts";
import { leftOut } from "./left-out.ts";
import { ebsEncryptionByDefault } from "./resources/ebs-encryption.ts";
import { ec2Tag } from "./resources/ec2-tag.ts";
import { elasticIp } from "./resources/elastic-ip.ts";
import { flowLog } from "./resources/flow-log.ts";
import { instance } from "./resources/instance.ts";
import { egressOnlyInternetGateway, internetGateway } from "./resources/internet-gateway.ts";
import { launchTemplate } from "./resources/launch-template.ts";
import { natGateway } from "./resources/nat-gateway.ts";
import { defaultNetworkAcl, networkAcl } from "./resources/network-acl.ts";
import { networkAclRule } from "./resources/network-acl-rule.ts";
import { networkInterface } from "./resources/network-interface.ts";
import { route } from "./resources/route.ts";
import { defaultRouteTable, routeTable } from "./resources/route-table.ts";
import { routeTableAssociation } from "./resources/route-table-association.ts";
import { defaultSecurityGroup, securityGroup } from "./resources/security-group.ts";
import { securityGroupRule } from "./resources/security-group-rule.ts";
import { egressRule, ingressRule } from "./resources/single-rules.ts";
import { subnet } from "./resources/subnet.ts";
import { vpc } from "./resources/vpc.ts";
import { vpcEndpoint, vpcEndpointPolicy } from "./resources/vpc-endpoint.ts";
import { blockStorageRules } from "./rules/block-storage.ts";
import { endpointRules } from "./rules/endpoints.ts";
import { flowLogRules } from "./rules/flow-logs.ts";
import { gatewayRules } from "./rules/gateways.ts";
import { instanceRules } from "./rules/instances.ts";
import { interfaceRules } from "./rules/interfaces.ts";
import { launchTemplateRules } from "./rules/launch-templates.ts";
import { networkRules } from "./rules/networks.ts";
import { routingRules } from "./rules/routing.ts";
import { securityGroupRules } from "./rules/security-groups.ts";
import { volumeRules } from "./rules/volumes.ts";

export const ec2: AwsService = {
  resources: [
    vpc,
    subnet,
    internetGateway,
    egressOnlyInternetGateway,
    elasticIp,
    natGateway,
    routeTable,
    defaultRouteTable,
    route,
    routeTableAssociation,
    securityGroup,
    defaultSecurityGroup,
    ingressRule,
    egressRule,
    securityGroupRule,
    networkAcl,
    defaultNetworkAcl,
    networkAclRule,
    networkInterface,
    vpcEndpoint,
    vpcEndpointPolicy,
    flowLog,
    launchTemplate,
    instance,
    ec2Tag,
    ebsEncryptionByDefault,
  ],
  dataSources: [
    availabilityZones,
    region,
    vpcData,
    subnets,
    subnetData,
    securityGroupData,
    networkInterfaces,
    image,
    vpcEndpointService,
    ipRanges,
  ],
  ephemeralResources: [],
  rules: [
    { idMalformed },
    notFound,
    tagRules,
    filterRules,
    networkRules,
    interfaceRules,
    securityGroupRules,
    gatewayRules,
    routingRules,
    endpointRules,
    flowLogRules,
    launchTemplateRules,
    instanceRules,
    volumeRules,
    blockStorageRules,
  ].flatMap((rules) => Object.values(rules)),
  leftOut,
  durations: {
    aws_vpc: { create: 2 },
    aws_nat_gateway: { create: 105, delete: 60 },
    aws_security_group: { create: 3 },
    aws_vpc_endpoint: { create: 6, delete: 8 },
    aws_flow_log: { create: 2 },
    aws_instance: { create: 15, delete: 40 },
  },
};
