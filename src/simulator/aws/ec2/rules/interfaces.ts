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
