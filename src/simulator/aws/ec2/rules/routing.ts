import { rule } from "../../../rule.ts";

/** What EC2 refuses about route tables, routes and network ACLs. */
export const routingRules = {
  routeTaken: rule({
    id: "ec2/route-dup",
    operation: "CreateRoute",
    code: "RouteAlreadyExists",
    message: (destination: string) => `The route identified by ${destination} already exists.`,
    source: "EC2 API error codes; moto",
  }),
  routeQuota: rule({
    id: "ec2/route-limit",
    operation: "CreateRoute",
    code: "RouteLimitExceeded",
    message: (table: string) => `The maximum number of routes has been reached for route table ${table}.`,
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
  foreignGateway: rule({
    id: "ec2/route-foreign-gw",
    operation: "CreateRoute",
    code: "InvalidParameterValue",
    message: (table: string, gateway: string) =>
      `route table ${table} and network gateway ${gateway} belong to different networks`,
    source: "general knowledge",
  }),
  targetMissing: rule({
    id: "ec2/route-no-target",
    operation: "CreateRoute",
    code: "InvalidParameterCombination",
    message: () =>
      "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, " +
      "egressOnlyInternetGatewayId, transitGatewayId, localGatewayId, carrierGatewayId, vpcEndpointId or coreNetworkArn",
    source: "preflight/pf-ec2-route-target-exactly-one",
  }),
  natGatewayMissing: rule({
    id: "ec2/route-nat-not-found",
    operation: "CreateRoute",
    code: "InvalidNatGatewayID.NotFound",
    message: (id: string) => `The natGateway ID '${id}' does not exist`,
    source: "EC2 API error codes",
  }),
  gatewayMissing: rule({
    id: "ec2/route-gateway-not-found",
    operation: "CreateRoute",
    code: "InvalidGatewayID.NotFound",
    message: (id: string) => `The gateway ID '${id}' does not exist`,
    source: "EC2 API error codes",
  }),
  localRoute: rule({
    id: "ec2/route-local",
    operation: "DeleteRoute",
    code: "InvalidParameterValue",
    message: (destination: string, table: string) => `cannot remove local route ${destination} in route table ${table}`,
    source: "general knowledge",
  }),
  replacedMissing: rule({
    id: "ec2/route-replace-missing",
    operation: "ReplaceRoute",
    code: "InvalidParameterValue",
    message: (destination: string) =>
      `There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`,
    source: "moto",
  }),
  routeMissing: rule({
    id: "ec2/route-delete-missing",
    operation: "DeleteRoute",
    code: "InvalidRoute.NotFound",
    message: (destination: string, table: string) =>
      `no route with destination-cidr-block ${destination} in route table ${table}`,
    source: "EC2 API error codes; moto",
  }),
  tableDeleteDependency: rule({
    id: "ec2/rtb-delete-dep",
    operation: "DeleteRouteTable",
    code: "DependencyViolation",
    message: (table: string) => `The routeTable '${table}' has dependencies and cannot be deleted.`,
    source: "EC2 API error codes",
  }),
  associationTaken: rule({
    id: "ec2/rtb-assoc-dup",
    operation: "AssociateRouteTable",
    code: "Resource.AlreadyAssociated",
    message: (table: string) =>
      `the specified association for route table ${table} conflicts with an existing association`,
    source: "general knowledge",
  }),
  associationMain: rule({
    id: "ec2/rtb-disassociate-main",
    operation: "DisassociateRouteTable",
    code: "InvalidParameterValue",
    message: (association: string) => `cannot disassociate the main route table association ${association}`,
    source: "general knowledge",
  }),
  associationMissing: rule({
    id: "ec2/rtb-assoc-not-found",
    operation: "DisassociateRouteTable",
    code: "InvalidAssociationID.NotFound",
    message: (id: string) => `The association ID '${id}' does not exist`,
    source: "EC2 API error codes",
  }),
  associationForeign: rule({
    id: "ec2/rtb-assoc-foreign",
    operation: "AssociateRouteTable",
    code: "InvalidParameterValue",
    message: (table: string, subnet: string) =>
      `Route table ${table} and subnet ${subnet} belong to different networks`,
    source: "general knowledge",
  }),
  tableQuota: rule({
    id: "ec2/rtb-quota",
    operation: "CreateRouteTable",
    code: "RouteTableLimitExceeded",
    message: () => "The maximum number of route tables has been reached.",
    source: "Amazon VPC quotas",
  }),
  aclDefault: rule({
    id: "ec2/nacl-default",
    operation: "DeleteNetworkAcl",
    code: "InvalidParameterValue",
    message: (acl: string) => `cannot delete default network ACL ${acl}`,
    source: "general knowledge",
  }),
  aclInUse: rule({
    id: "ec2/nacl-inuse",
    operation: "DeleteNetworkAcl",
    code: "DependencyViolation",
    message: (acl: string) => `The networkAcl '${acl}' has dependencies and cannot be deleted.`,
    source: "alchemy-run/itty-aws patches",
  }),
  aclForeign: rule({
    id: "ec2/nacl-assoc-foreign",
    operation: "ReplaceNetworkAclAssociation",
    code: "InvalidParameterValue",
    message: (acl: string, subnet: string) => `Network ACL ${acl} and subnet ${subnet} belong to different networks`,
    source: "general knowledge",
  }),
  aclEntryTaken: rule({
    id: "ec2/nacl-rule-dup",
    operation: "CreateNetworkAclEntry",
    code: "NetworkAclEntryAlreadyExists",
    message: (number: number) => `The network acl entry identified by ${number} already exists.`,
    source: "EC2 API error codes; moto",
  }),
  aclEntryMissing: rule({
    id: "ec2/nacl-rule-missing",
    operation: "DeleteNetworkAclEntry",
    code: "InvalidNetworkAclEntry.NotFound",
    message: (number: number) => `The network acl entry identified by ${number} does not exist.`,
    source: "EC2 API error codes",
  }),
  aclEntryQuota: rule({
    id: "ec2/nacl-rule-quota",
    operation: "CreateNetworkAclEntry",
    code: "NetworkAclEntryLimitExceeded",
    message: () => "The maximum number of network ACL entries has been reached.",
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
  aclQuota: rule({
    id: "ec2/nacl-quota",
    operation: "CreateNetworkAcl",
    code: "NetworkAclLimitExceeded",
    message: () => "The maximum number of network ACLs has been reached.",
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
} as const;
