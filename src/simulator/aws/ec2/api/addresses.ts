import { refuse, refuseIf, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { takePublicAddress } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { quotaOf } from "../facts/quotas.ts";
import type { Address } from "../gateway-records.ts";
import { arnOf, newId, newIdOf, required } from "../identifiers.ts";
import { gatewayRules as rules } from "../rules/gateways.ts";
import { ec2 } from "../tables.ts";
import { internetGatewayOf } from "./internet-gateways.ts";

export interface AddressRequest {
  readonly networkBorderGroup?: string | null;
  readonly tags?: Tags;
}

/**
 * AllocateAddress.
 *
 * @throws AwsError `AddressLimitExceeded`
 */
export function allocateAddress(aws: Aws, request: AddressRequest): Address {
  const { tags = {} } = request;
  const arn = aws.arn("ec2", "elastic-ip/*");
  return callEc2(aws, "AllocateAddress", { resources: [arn], tagging: { arn, tags } }, () => {
    const addresses = ec2.addresses(aws);
    refuseIf(addresses.size >= quotaOf(aws, "elasticIpsPerRegion"), rules.addressQuota);
    const id = newIdOf(aws, "elastic-ip", request);
    return addresses.put(id, {
      id,
      publicIp: takePublicAddress(aws, id),
      networkBorderGroup: request.networkBorderGroup ?? aws.region,
      association: null,
      tags,
    });
  });
}

/** What an address is to be associated with: an interface, or the primary interface of an instance. */
export interface AssociationTarget {
  readonly networkInterfaceId?: string | null;
  readonly instanceId?: string | null;
  /** The primary address of the interface when left out. */
  readonly privateIp?: string | null;
}

/**
 * AssociateAddress.
 *
 * @throws AwsError when either is unknown, the address is in use, or no internet gateway makes it reachable
 */
export function associateAddress(aws: Aws, id: string, target: AssociationTarget): Address {
  const interfaceId = target.networkInterfaceId ?? null;
  const instanceId = target.instanceId ?? null;
  const request = {
    resources: [
      arnOf(aws, "elastic-ip", id),
      ...(interfaceId ? [arnOf(aws, "network-interface", interfaceId)] : []),
      ...(instanceId ? [arnOf(aws, "instance", instanceId)] : []),
    ],
    parameters: { AllocationId: id, NetworkInterfaceId: interfaceId, InstanceId: instanceId },
  };
  return callEc2(aws, "AssociateAddress", request, () => {
    const address = required("elastic-ip", ec2.addresses(aws), id);
    const primaryId = instanceId ? required("instance", ec2.instances(aws), instanceId).networkInterfaceId : "";
    const networkInterface = required("network-interface", ec2.networkInterfaces(aws), interfaceId ?? primaryId);
    const privateIp = target.privateIp ?? networkInterface.privateIp;
    const own = [networkInterface.privateIp, ...networkInterface.secondaryPrivateIps];
    refuseIf(!own.includes(privateIp), rules.addressForeign, privateIp, networkInterface.id);
    refuseIf(address.association, rules.addressAssociated, id);
    refuseUnless(
      internetGatewayOf(aws, networkInterface.vpcId),
      rules.addressWithoutInternetGateway,
      networkInterface.vpcId,
    );
    return mapAddress(aws, address, networkInterface.id, privateIp);
  });
}

/** Maps an address to an interface as part of another operation. */
export function mapAddress(aws: Aws, address: Address, networkInterfaceId: string, privateIp: string): Address {
  const association = {
    id: newId(aws, "eipassoc", { id: address.id, networkInterfaceId }),
    networkInterfaceId,
    privateIp,
  };
  return ec2.addresses(aws).put(address.id, { ...address, association });
}

/**
 * DisassociateAddress.
 *
 * @throws AwsError `AuthFailure` while a NAT gateway or load balancer holds it
 */
export function disassociateAddress(aws: Aws, associationId: string): void {
  callEc2(aws, "DisassociateAddress", { parameters: { AssociationId: associationId } }, () => {
    const address =
      ec2.addresses(aws).find(({ association }) => association?.id === associationId) ??
      refuse(rules.associationMissing, associationId);
    refuseIf(heldByService(aws, address), rules.addressOfService);
    ec2.addresses(aws).put(address.id, { ...address, association: null });
  });
}

/**
 * DescribeAddresses by id.
 *
 * @throws AwsError `InvalidAllocationID.NotFound`
 */
export function describeAddress(aws: Aws, id: string): Address {
  return callEc2(aws, "DescribeAddresses", { parameters: { AllocationIds: [id] } }, () =>
    required("elastic-ip", ec2.addresses(aws), id),
  );
}

/**
 * ReleaseAddress.
 *
 * @throws AwsError while it is associated
 */
export function releaseAddress(aws: Aws, id: string): void {
  const request = { resources: [arnOf(aws, "elastic-ip", id)], parameters: { AllocationId: id } };
  callEc2(aws, "ReleaseAddress", request, () => {
    const address = required("elastic-ip", ec2.addresses(aws), id);
    refuseIf(heldByService(aws, address), rules.addressOfService);
    refuseIf(address.association, rules.addressInUse, address.publicIp);
    ec2.addresses(aws).delete(id);
  });
}

function heldByService(aws: Aws, { association }: Address): boolean {
  const holder = association && ec2.networkInterfaces(aws).get(association.networkInterfaceId);
  return holder ? holder.requesterId !== null && aws.principal.kind !== "service" : false;
}
