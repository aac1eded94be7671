import { rule } from "../../../rule.ts";

/** What EC2 refuses about network interfaces. */
export const interfaceRules = {
  addressTaken: rule({
    id: "ec2/eni-address-taken",
    operation: "CreateNetworkInterface",
    code: "InvalidIPAddress.InUse",
    message: (address: string) => `Address ${address} is in use.`,
    source: "EC2 API error codes",
  }),
  addressOutside: rule({
    id: "ec2/eni-address-range",
    operation: "CreateNetworkInterface",
    code: "InvalidParameterValue",
    message: (address: string) => `Address ${address} does not fall within the subnet's address range`,
    source: "EC2 API error codes",
  }),
  prefixOutside: rule({
    id: "ec2/eni-prefix-range",
    operation: "CreateNetworkInterface",
    code: "InvalidParameterValue",
    message: (prefix: string) => `The prefix ${prefix} does not fall within the subnet's address range`,
    source: "EC2 API error codes",
  }),
  subnetWithoutIpv6: rule({
    id: "ec2/eni-ipv6-subnet",
    operation: "CreateNetworkInterface",
    code: "InvalidParameterValue",
    message: (subnet: string) => `The subnet '${subnet}' does not have an IPv6 CIDR block`,
    source: "EC2 API error codes",
  }),
  primaryAddress: rule({
    id: "ec2/eni-unassign-primary",
    operation: "UnassignPrivateIpAddresses",
    code: "InvalidParameterValue",
    message: (address: string, id: string) =>
      `Some of ${address} are not assigned to interface ${id} as secondary addresses`,
    source: "EC2 API error codes",
  }),
  attachInUse: rule({
    id: "ec2/eni-attach-inuse",
    operation: "AttachNetworkInterface",
    code: "InvalidNetworkInterface.InUse",
    message: (id: string) => `Interface: [${id}] in use.`,
    source: "EC2 API error codes",
  }),
  attachZone: rule({
    id: "ec2/eni-attach-zone",
    operation: "AttachNetworkInterface",
    code: "InvalidParameterCombination",
    message: () =>
      "You may not attach a network interface to an instance if they are not in the same availability zone",
    source: "EC2 API error codes",
  }),
  quota: rule({
    id: "ec2/eni-quota",
    operation: "CreateNetworkInterface",
    code: "NetworkInterfaceLimitExceeded",
    message: () => "The maximum number of network interfaces has been reached.",
    source: "Amazon VPC quotas",
  }),
  deleteInUse: rule({
    id: "ec2/eni-delete-inuse",
    operation: "DeleteNetworkInterface",
    code: "InvalidParameterValue",
    message: (id: string) => `Network interface '${id}' is currently in use.`,
    source: "EC2 API error codes",
  }),
  detachPrimary: rule({
    id: "ec2/eni-detach-primary",
    operation: "DetachNetworkInterface",
    code: "OperationNotPermitted",
    message: () => "The network interface at device index 0 and networkCard index 0 cannot be detached.",
    source: "moto; EC2 API error codes",
  }),
  requesterManaged: rule({
    id: "ec2/eni-requester-managed",
    operation: "DeleteNetworkInterface",
    code: "AuthFailure",
    message: () => "You do not have permission to access the specified resource.",
    source: "EC2 User Guide, Requester-managed network interfaces",
  }),
} as const;
