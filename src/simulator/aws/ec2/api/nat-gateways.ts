import { refuseIf, ServiceError } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { availableAddresses } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { quotaOf } from "../facts/quotas.ts";
import type { Address, NatGateway, NatGatewayAddress } from "../gateway-records.ts";
import { arnOf, newIdOf, notFound, required } from "../identifiers.ts";
import { placeInterface, removeInterface } from "../interface-placement.ts";
import type { Subnet } from "../records.ts";
import { gatewayRules as rules } from "../rules/gateways.ts";
import { networkRules } from "../rules/networks.ts";
import { ec2 } from "../tables.ts";
import { mapAddress } from "./addresses.ts";
import { internetGatewayOf } from "./internet-gateways.ts";

export interface NatGatewayRequest {
  readonly subnetId: string;
  readonly connectivityType: "public" | "private";
  /** The first is that of the primary address. */
  readonly allocationIds: readonly string[];
  readonly privateIp?: string | null;
  readonly secondaryPrivateIps?: readonly string[];
  readonly secondaryAddressCount?: number;
  readonly tags?: Tags;
}

/**
 * CreateNatGateway. The request is accepted before EC2 looks at the network: a gateway that cannot work ends in state `failed`.
 *
 * @throws AwsError when the request itself is wrong or the quota is reached
 */
export function createNatGateway(aws: Aws, request: NatGatewayRequest): NatGateway {
  const { subnetId, tags = {} } = request;
  return callEc2(
    aws,
    "CreateNatGateway",
    {
      resources: [
        aws.arn("ec2", "natgateway/*"),
        arnOf(aws, "subnet", subnetId),
        ...request.allocationIds.map((id) => arnOf(aws, "elastic-ip", id)),
      ],
      parameters: {
        SubnetId: subnetId,
        ConnectivityType: request.connectivityType,
        AllocationId: request.allocationIds[0] ?? null,
      },
      tagging: { arn: aws.arn("ec2", "natgateway/*"), tags },
    },
    () => {
      const isPrivate = request.connectivityType === "private";
      refuseIf(isPrivate && request.allocationIds.length > 0, rules.natPrivateAddress);
      refuseIf(!isPrivate && request.allocationIds.length === 0, rules.natPublicWithoutAddress);
      const subnet = required("subnet", ec2.subnets(aws), subnetId);
      const inZone = ec2
        .natGateways(aws)
        .filter(
          (gateway) =>
            gateway.state !== "failed" &&
            ec2.subnets(aws).get(gateway.subnetId)?.availabilityZone === subnet.availabilityZone,
        );
      refuseIf(inZone.length >= quotaOf(aws, "natGatewaysPerZone"), rules.natQuota, subnet.availabilityZone);
      return build(aws, request, subnet);
    },
  );
}

/**
 * DeleteNatGateway; its addresses are disassociated, never released.
 *
 * @throws AwsError `NatGatewayNotFound`
 */
export function deleteNatGateway(aws: Aws, id: string): void {
  const request = { resources: [arnOf(aws, "natgateway", id)], parameters: { NatGatewayId: id } };
  callEc2(aws, "DeleteNatGateway", request, () => {
    const gateway = required("natgateway", ec2.natGateways(aws), id);
    if (gateway.networkInterfaceId) removeInterface(aws, gateway.networkInterfaceId);
    ec2.natGateways(aws).delete(id);
  });
}

/**
 * DescribeNatGateways by id.
 *
 * @throws AwsError `NatGatewayNotFound`
 */
export function describeNatGateway(aws: Aws, id: string): NatGateway {
  return callEc2(aws, "DescribeNatGateways", { parameters: { NatGatewayIds: [id] } }, () =>
    required("natgateway", ec2.natGateways(aws), id),
  );
}

/** The error that a waiting caller reports for a gateway in state `failed`; undefined for one that works. */
export function natGatewayFailure({ id, failure }: NatGateway): ServiceError | undefined {
  if (!failure) return undefined;
  const known =
    failure.code === rules.natWithoutInternetGateway.code ? rules.natWithoutInternetGateway : rules.natFailed;
  return new ServiceError(
    { ...known, code: failure.code },
    `waiting for EC2 NAT Gateway (${id}) create: unexpected state 'failed', wanted target 'available'. ` +
      `last error: ${failure.code}: ${failure.message}`,
  );
}

function build(aws: Aws, request: NatGatewayRequest, subnet: Subnet): NatGateway {
  const id = newIdOf(aws, "natgateway", request);
  const failure = failureOf(aws, request, subnet);
  const placed = failure ? null : place(aws, id, request, subnet);
  return ec2.natGateways(aws).put(id, {
    id,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    connectivityType: request.connectivityType,
    state: failure ? "failed" : "available",
    failure,
    addresses: placed?.addresses ?? [],
    networkInterfaceId: placed?.networkInterfaceId ?? null,
    tags: request.tags ?? {},
  });
}

function failureOf(aws: Aws, request: NatGatewayRequest, subnet: Subnet): NatGateway["failure"] {
  const isPublic = request.connectivityType === "public";
  if (isPublic && !internetGatewayOf(aws, subnet.vpcId)) {
    const broken = rules.natWithoutInternetGateway;
    return { code: broken.code, message: broken.message(subnet.vpcId) };
  }
  for (const id of request.allocationIds) {
    const address = ec2.addresses(aws).get(id);
    if (!address) {
      return { code: notFound["elastic-ip"].code, message: `Elastic IP address ${id} could not be found` };
    }
    if (address.association) {
      return { code: rules.natFailed.code, message: `Elastic IP address ${id} is already associated` };
    }
  }
  if (availableAddresses(aws, subnet) < addressCount(request)) {
    return {
      code: networkRules.subnetFull.code,
      message: "Subnet has insufficient free addresses to create this NAT gateway",
    };
  }
  return null;
}

/** How many private addresses the gateway takes; every Elastic IP address needs one of its own. */
function addressCount({
  secondaryPrivateIps = [],
  secondaryAddressCount = 0,
  allocationIds,
}: NatGatewayRequest): number {
  return 1 + Math.max(secondaryPrivateIps.length, secondaryAddressCount, allocationIds.length - 1, 0);
}

function place(
  aws: Aws,
  id: string,
  request: NatGatewayRequest,
  subnet: Subnet,
): { networkInterfaceId: string; addresses: NatGatewayAddress[] } {
  const secondaryPrivateIps = request.secondaryPrivateIps ?? [];
  const networkInterface = placeInterface(aws, {
    subnetId: subnet.id,
    description: `Interface for NAT Gateway ${id}`,
    interfaceType: "nat_gateway",
    securityGroupIds: null,
    primaryPrivateIp: request.privateIp ?? null,
    secondaryPrivateIps,
    secondaryAddressCount: addressCount(request) - 1 - secondaryPrivateIps.length,
    requesterId: aws.account,
    attachment: { instanceOwnerId: "amazon-aws", instanceId: null, deviceIndex: 1, deleteOnTermination: false },
    identity: id,
  });
  const privateIps = [networkInterface.privateIp, ...networkInterface.secondaryPrivateIps];
  const addresses = privateIps.map((privateIp, index): NatGatewayAddress => {
    const allocation = request.allocationIds[index];
    const address: Address | undefined = allocation === undefined ? undefined : ec2.addresses(aws).get(allocation);
    const mapped = address && mapAddress(aws, address, networkInterface.id, privateIp);
    return {
      allocationId: mapped?.id ?? null,
      associationId: mapped?.association?.id ?? null,
      privateIp,
      publicIp: mapped?.publicIp ?? null,
    };
  });
  return { networkInterfaceId: networkInterface.id, addresses };
}
