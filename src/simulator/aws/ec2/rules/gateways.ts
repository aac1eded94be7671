import { rule } from "../../../rule.ts";

/** What EC2 refuses about internet gateways, Elastic IP addresses and NAT gateways. */
export const gatewayRules = {
  internetGatewayQuota: rule({
    id: "ec2/igw-quota",
    operation: "CreateInternetGateway",
    code: "InternetGatewayLimitExceeded",
    message: () => "The maximum number of internet gateways has been reached.",
    source: "Amazon VPC quotas",
  }),
  oneInternetGatewayPerVpc: rule({
    id: "ec2/igw-one-per-vpc",
    operation: "AttachInternetGateway",
    code: "InvalidParameterValue",
    message: (vpc: string) => `Network ${vpc} already has an internet gateway attached`,
    source: "preflight/pf-ec2-vpc-single-igw",
  }),
  internetGatewayAttached: rule({
    id: "ec2/igw-already",
    operation: "AttachInternetGateway",
    code: "Resource.AlreadyAssociated",
    message: (gateway: string, vpc: string) => `resource ${gateway} is already attached to network ${vpc}`,
    source: "EC2 API error codes; alchemy-run/itty-aws patches",
  }),
  mappedAddresses: rule({
    id: "ec2/igw-detach-public",
    operation: "DetachInternetGateway",
    code: "DependencyViolation",
    message: (vpc: string) =>
      `Network ${vpc} has some mapped public address(es). ` +
      "Please unmap those public address(es) before detaching the gateway.",
    source: "public logs",
  }),
  internetGatewayNotAttached: rule({
    id: "ec2/igw-detach-not",
    operation: "DetachInternetGateway",
    code: "Gateway.NotAttached",
    message: (gateway: string, vpc: string) => `resource ${gateway} is not attached to network ${vpc}`,
    source: "EC2 API error codes",
  }),
  internetGatewayInUse: rule({
    id: "ec2/igw-delete-attached",
    operation: "DeleteInternetGateway",
    code: "DependencyViolation",
    message: (gateway: string) => `The internetGateway '${gateway}' has dependencies and cannot be deleted.`,
    source: "EC2 API error codes",
  }),
  addressQuota: rule({
    id: "ec2/eip-quota",
    operation: "AllocateAddress",
    code: "AddressLimitExceeded",
    message: () => "The maximum number of addresses has been reached.",
    source: "EC2 API error codes",
  }),
  addressInUse: rule({
    id: "ec2/eip-release-inuse",
    operation: "ReleaseAddress",
    code: "InvalidIPAddress.InUse",
    message: (address: string) => `Address ${address} is in use.`,
    source: "EC2 API error codes",
  }),
  addressOfService: rule({
    id: "ec2/eip-release-nat",
    operation: "DisassociateAddress",
    code: "AuthFailure",
    message: () => "You do not have permission to access the specified resource.",
    source: "public code that retries on this message; EC2 API error codes",
  }),
  addressAssociated: rule({
    id: "ec2/eip-associated",
    operation: "AssociateAddress",
    code: "Resource.AlreadyAssociated",
    message: (allocation: string) => `resource ${allocation} is already associated`,
    source: "EC2 API error codes",
  }),
  addressForeign: rule({
    id: "ec2/eip-private-address",
    operation: "AssociateAddress",
    code: "InvalidParameterValue",
    message: (address: string, networkInterface: string) =>
      `The private IP address ${address} is not assigned to network interface ${networkInterface}`,
    source: "EC2 API error codes",
  }),
  addressWithoutInternetGateway: rule({
    id: "ec2/eip-no-igw",
    operation: "AssociateAddress",
    code: "Gateway.NotAttached",
    message: (vpc: string) => `Network ${vpc} is not attached to any internet gateway`,
    source: "EC2 API error codes",
  }),
  associationMissing: rule({
    id: "ec2/eip-association-not-found",
    operation: "DisassociateAddress",
    code: "InvalidAssociationID.NotFound",
    message: (association: string) => `The association ID '${association}' does not exist`,
    source: "EC2 API error codes",
  }),
  natPrivateAddress: rule({
    id: "ec2/nat-private-eip",
    operation: "CreateNatGateway",
    code: "InvalidParameter",
    message: () => "AllocationId cannot be specified for a NAT Gateway with Connectivity Type private.",
    source: "preflight/pf-ec2-natgw-allocation",
  }),
  natPublicWithoutAddress: rule({
    id: "ec2/nat-public-eip",
    operation: "CreateNatGateway",
    code: "MissingParameter",
    message: () => "The request must contain the parameter AllocationId",
    source: "EC2 API error codes",
  }),
  natQuota: rule({
    id: "ec2/nat-quota",
    operation: "CreateNatGateway",
    code: "NatGatewayLimitExceeded",
    message: (zone: string) =>
      `Performing this operation would exceed the limit: ${zone} has reached the limit on the number of NAT gateways`,
    source: "EC2 API error codes; Amazon VPC quotas",
  }),
  /** The request is accepted; the gateway then ends in state `failed` with this code. */
  natWithoutInternetGateway: rule({
    id: "ec2/nat-async-fail",
    operation: "CreateNatGateway",
    code: "Gateway.NotAttached",
    message: (vpc: string) => `Network ${vpc} has no Internet gateway attached`,
    source: "API NatGateway",
  }),
  /** As above; the code is one of those of the failure. */
  natFailed: rule({
    id: "ec2/nat-fail-codes",
    operation: "CreateNatGateway",
    code: "Resource.AlreadyAssociated",
    message: (reason: string) => reason,
    source: "API NatGateway",
  }),
} as const;
