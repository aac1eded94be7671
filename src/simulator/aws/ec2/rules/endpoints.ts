import { rule } from "../../../rule.ts";

/** What EC2 refuses about VPC endpoints. */
export const endpointRules = {
  serviceName: rule({
    id: "ec2/vpce-name",
    operation: "CreateVpcEndpoint",
    code: "InvalidServiceName",
    message: (name: string) => `The Vpc Endpoint Service '${name}' does not exist`,
    source: "EC2 API error codes; moto; preflight/pf-ec2-vpce-service-region",
  }),
  type: rule({
    id: "ec2/vpce-type",
    operation: "CreateVpcEndpoint",
    code: "InvalidParameter",
    message: (type: string) => `Endpoint type (${type}) does not match available service types`,
    source: "preflight/pf-ec2-vpce-gateway-service",
  }),
  gatewaySubnets: rule({
    id: "ec2/vpce-gw-subnets",
    operation: "CreateVpcEndpoint",
    code: "InvalidParameter",
    message: () => "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.",
    source: "preflight/pf-ec2-vpce-type-config",
  }),
  privateDnsAttributes: rule({
    id: "ec2/vpce-private-dns-attrs",
    operation: "CreateVpcEndpoint",
    code: "InvalidParameter",
    message: (vpc: string) =>
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc}`,
    source: "GuardDuty User Guide, runtime coverage issues",
  }),
  privateDnsTaken: rule({
    id: "ec2/vpce-private-dns-dup",
    operation: "CreateVpcEndpoint",
    code: "InvalidParameter",
    message: (name: string, vpc: string) =>
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${name} in the VPC ${vpc}`,
    source: "public logs",
  }),
  zone: rule({
    id: "ec2/vpce-az",
    operation: "CreateVpcEndpoint",
    code: "InvalidParameter",
    message: (service: string, subnet: string) =>
      `The VPC endpoint service ${service} does not support the availability zone of the subnet: ${subnet}.`,
    source: "public logs",
  }),
  oneSubnetPerZone: rule({
    id: "ec2/vpce-one-subnet-per-az",
    operation: "CreateVpcEndpoint",
    code: "DuplicateSubnetsInSameZone",
    message: (subnet: string) => `Found another VPC endpoint subnet in the availability zone of ${subnet}`,
    source: "EC2 API error codes; preflight/pf-ec2-vpce-subnet-az-unique",
  }),
  subnetForeign: rule({
    id: "ec2/vpce-subnet-vpc",
    operation: "CreateVpcEndpoint",
    code: "InvalidParameter",
    message: (subnet: string, vpc: string) => `The subnet ID '${subnet}' does not belong to the VPC '${vpc}'`,
    source: "general knowledge",
  }),
  policy: rule({
    id: "ec2/vpce-policy",
    operation: "CreateVpcEndpoint",
    code: "InvalidPolicyDocument",
    message: (problem: string) => `The policy document is invalid: ${problem}`,
    source: "VPC service quotas",
  }),
  tableForeign: rule({
    id: "ec2/vpce-table-vpc",
    operation: "CreateVpcEndpoint",
    code: "InvalidParameter",
    message: (table: string, vpc: string) => `Route table ${table} does not belong to the VPC ${vpc}`,
    source: "general knowledge",
  }),
  routeTaken: rule({
    id: "ec2/vpce-gw-route-dup",
    operation: "CreateVpcEndpoint",
    code: "RouteAlreadyExists",
    message: (table: string, prefixList: string) =>
      `route table ${table} already has a route with destination-prefix-list-id ${prefixList}`,
    source: "general knowledge",
  }),
  quota: rule({
    id: "ec2/vpce-quota",
    operation: "CreateVpcEndpoint",
    code: "VpcEndpointLimitExceeded",
    message: () => "The maximum number of VPC endpoints has been reached.",
    source: "EC2 API error codes; VPC service quotas",
  }),
} as const;
