import type { AwsService } from "../aws-service.ts";
import { tagRules } from "./calls.ts";
import { availabilityZones, region, subnetData, subnets, vpcData } from "./data/network.ts";
import { securityGroupData } from "./data/security-group.ts";
import { filterRules } from "./filters.ts";
import { notFound } from "./identifiers.ts";
import { flowLog } from "./resources/flow-log.ts";
import { elasticIp, internetGateway, natGateway } from "./resources/gateways.ts";
import { launchTemplate } from "./resources/launch-template.ts";
import { defaultNetworkAcl, networkAcl } from "./resources/network-acl.ts";
import { networkAclRule } from "./resources/network-acl-rule.ts";
import { defaultRouteTable, route, routeTable, routeTableAssociation } from "./resources/routing.ts";
import { defaultSecurityGroup, securityGroup } from "./resources/security-group.ts";
import { egressRule, ingressRule, securityGroupRule } from "./resources/security-group-rules.ts";
import { subnet } from "./resources/subnet.ts";
import { vpc } from "./resources/vpc.ts";
import { vpcEndpoint } from "./resources/vpc-endpoint.ts";
import { gatewayRules } from "./rules/gateways.ts";
import { interfaceRules } from "./rules/interfaces.ts";
import { launchTemplateRules } from "./rules/launch-templates.ts";
import { networkRules } from "./rules/networks.ts";
import { routingRules } from "./rules/routing.ts";
import { securityGroupRules } from "./rules/security-groups.ts";

export const ec2: AwsService = {
  resources: [
    vpc,
    subnet,
    internetGateway,
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
    launchTemplate,
    vpcEndpoint,
    flowLog,
  ],
  dataSources: [availabilityZones, region, subnets, subnetData, vpcData, securityGroupData],
  ephemeralResources: [],
  rules: [
    tagRules,
    filterRules,
    networkRules,
    interfaceRules,
    securityGroupRules,
    gatewayRules,
    routingRules,
    launchTemplateRules,
    notFound,
  ].flatMap((rules) => Object.values(rules)),
  leftOut: [],
  durations: {
    aws_vpc: { create: 2 },
    aws_nat_gateway: { create: 105, delete: 60 },
    aws_security_group: { create: 3 },
    aws_vpc_endpoint: { create: 6, delete: 8 },
    aws_flow_log: { create: 2 },
  },
};
