import { rule } from "../../../rule.ts";

/** What EC2 refuses about VPCs and subnets. */
export const networkRules = {
  vpcCidrSize: rule({
    id: "ec2/vpc-cidr-size",
    operation: "CreateVpc",
    code: "InvalidVpc.Range",
    message: (cidr: string) => `The CIDR '${cidr}' is invalid.`,
    source: "preflight/pf-ec2-vpc-cidr-block-size; EC2 API error codes",
  }),
  vpcCidrReserved: rule({
    id: "ec2/vpc-cidr-reserved",
    operation: "CreateVpc",
    code: "InvalidVpc.Range",
    message: (cidr: string) => `The CIDR '${cidr}' is invalid.`,
    source: "preflight/pf-ec2-vpc-cidr-reserved-range",
  }),
  vpcCidrMissing: rule({
    id: "ec2/vpc-cidr-missing",
    operation: "CreateVpc",
    code: "MissingParameter",
    message: () => "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.",
    source: "EC2 API error codes",
  }),
  /** Accounts of the simulated world start without one. */
  noDefaultVpc: rule({
    id: "ec2/no-default-vpc",
    operation: "RunInstances",
    code: "VPCIdNotSpecified",
    message: () => "No default VPC for this user",
    source: "EC2 API error codes",
  }),
  vpcQuota: rule({
    id: "ec2/vpc-quota",
    operation: "CreateVpc",
    code: "VpcLimitExceeded",
    message: () => "The maximum number of VPCs has been reached.",
    source: "EC2 API error codes",
  }),
  vpcDeleteDependency: rule({
    id: "ec2/vpc-delete-dep",
    operation: "DeleteVpc",
    code: "DependencyViolation",
    message: (vpc: string) => `The vpc '${vpc}' has dependencies and cannot be deleted.`,
    source: "EC2 API error codes; VPC User Guide, Delete your VPC",
  }),
  vpcLeftovers: rule({
    id: "ec2/vpc-leftovers",
    operation: "DeleteVpc",
    code: "DependencyViolation",
    message: (vpc: string) => `The vpc '${vpc}' has dependencies and cannot be deleted.`,
    source: "appvia/kore#808; aws/aws-cdk#12130",
  }),
  vpcIpv6InUse: rule({
    id: "ec2/vpc-ipv6-inuse",
    operation: "DisassociateVpcCidrBlock",
    code: "InvalidCidrBlock.InUse",
    message: (cidr: string) => `The CIDR block ${cidr} is in use by a subnet`,
    source: "general knowledge",
  }),
  subnetSize: rule({
    id: "ec2/subnet-size",
    operation: "CreateSubnet",
    code: "InvalidSubnet.Range",
    message: (cidr: string) => `The CIDR '${cidr}' is invalid.`,
    source: "preflight/pf-ec2-subnet-cidr-size; EC2 API error codes",
  }),
  subnetInVpc: rule({
    id: "ec2/subnet-in-vpc",
    operation: "CreateSubnet",
    code: "InvalidSubnet.Range",
    message: (cidr: string) => `The CIDR '${cidr}' is invalid.`,
    source: "EC2 API error codes; moto",
  }),
  subnetOverlap: rule({
    id: "ec2/subnet-overlap",
    operation: "CreateSubnet",
    code: "InvalidSubnet.Conflict",
    message: (cidr: string) => `The CIDR '${cidr}' conflicts with another subnet`,
    source: "EC2 API error codes; moto",
  }),
  subnetZone: rule({
    id: "ec2/subnet-az-invalid",
    operation: "CreateSubnet",
    code: "InvalidParameterValue",
    message: (zone: string, zones: readonly string[]) =>
      `Value (${zone}) for parameter availabilityZone is invalid. ` +
      `Subnets can currently only be created in the following availability zones: ${zones.join(", ")}.`,
    source: "moto",
  }),
  subnetQuota: rule({
    id: "ec2/subnet-quota",
    operation: "CreateSubnet",
    code: "SubnetLimitExceeded",
    message: () => "The maximum number of subnets for this VPC has been reached.",
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
  subnetDns64: rule({
    id: "ec2/subnet-attr",
    operation: "ModifySubnetAttribute",
    code: "InvalidParameterValue",
    message: () => "Cannot set enable-dns64 to true unless the subnet has an IPv6 CIDR block associated with it",
    source: "preflight/pf-ec2-subnet-dns64-ipv6",
  }),
  subnetIpv6Assignment: rule({
    id: "ec2/subnet-ipv6-attr",
    operation: "ModifySubnetAttribute",
    code: "InvalidParameterValue",
    message: () =>
      "Cannot set assign-ipv6-address-on-creation to true unless the subnet has an IPv6 CIDR block associated with it",
    source: "preflight/pf-ec2-subnet-dns64-ipv6",
  }),
  subnetDeleteDependency: rule({
    id: "ec2/subnet-delete-dep",
    operation: "DeleteSubnet",
    code: "DependencyViolation",
    message: (subnet: string) => `The subnet '${subnet}' has dependencies and cannot be deleted.`,
    source: "appvia/kore#808; EC2 API error codes",
  }),
  subnetFull: rule({
    id: "ec2/subnet-full",
    operation: "CreateNetworkInterface",
    code: "InsufficientFreeAddressesInSubnet",
    message: (subnet: string) =>
      `The specified subnet does not have enough free addresses: there are not enough free addresses in subnet '${subnet}' to satisfy the requested number of interfaces.`,
    source: "EC2 API error codes",
  }),
  prefixFragmented: rule({
    id: "ec2/prefix-fragmented",
    operation: "AssignPrivateIpAddresses",
    code: "InsufficientCidrBlocks",
    message: () => "The specified subnet does not have enough free cidr blocks to satisfy the request.",
    source: "aws/amazon-vpc-cni-k8s documentation on prefix delegation",
  }),
} as const;
