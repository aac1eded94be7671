import { refuse, refuseIf } from "../../../rule.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Aws } from "../../client.ts";
import { checkAddress, takeAddresses } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import type { NatGateway, NatGatewayAddress } from "../gateway-records.ts";
import { arnOf, required } from "../identifiers.ts";
import type { NetworkInterface, Subnet } from "../records.ts";
import { gatewayRules as rules } from "../rules/gateways.ts";
import { ec2 } from "../tables.ts";
import { mapAddress } from "./addresses.ts";

/**
 * AssociateNatGatewayAddress: Elastic IP addresses beside the primary one, each on a private address of its own.
 *
 * @throws AwsError when one is unknown or in use, or the subnet is full
 */
export function associateNatGatewayAddresses(aws: Aws, id: string, allocationIds: readonly string[]): void {
  change(aws, "AssociateNatGatewayAddress", id, { AllocationIds: allocationIds }, (gateway, place) => {
    const addresses = allocationIds.map((allocationId) => required("elastic-ip", ec2.addresses(aws), allocationId));
    const taken = addresses.find(({ association }) => association);
    refuseIf(taken, rules.addressAssociated, taken?.id ?? "");
    const privateIps = takeAddresses(aws, place.subnet, addresses.length, { gateway: id, allocationIds });
    const made = addresses.map((address, index): NatGatewayAddress => {
      const privateIp = privateIps[index] ?? "";
      const { association, publicIp } = mapAddress(aws, address, place.networkInterface.id, privateIp);
      return { allocationId: address.id, associationId: association?.id ?? null, privateIp, publicIp };
    });
    return [...gateway.addresses, ...made];
  });
}

/**
 * DisassociateNatGatewayAddress; the addresses stay allocated.
 *
 * @throws AwsError when one is not a secondary address of the gateway
 */
export function disassociateNatGatewayAddresses(aws: Aws, id: string, associationIds: readonly string[]): void {
  change(aws, "DisassociateNatGatewayAddress", id, { AssociationIds: associationIds }, (gateway) => {
    const [, ...secondary] = gateway.addresses;
    const gone = associationIds.map(
      (association) =>
        secondary.find(({ associationId }) => associationId === association) ??
        refuse(rules.associationMissing, association),
    );
    for (const { allocationId } of gone) {
      const address = ec2.addresses(aws).get(allocationId ?? "");
      if (address) ec2.addresses(aws).put(address.id, { ...address, association: null });
    }
    return gateway.addresses.filter((address) => !gone.includes(address));
  });
}

/**
 * AssignPrivateNatGatewayAddress.
 *
 * @throws AwsError when one is taken or outside the subnet, or the subnet is full
 */
export function assignNatGatewayAddresses(
  aws: Aws,
  id: string,
  { privateIps, count }: { readonly privateIps: readonly string[]; readonly count: number },
): void {
  const parameters = { PrivateIpAddresses: privateIps, PrivateIpAddressCount: count };
  change(aws, "AssignPrivateNatGatewayAddress", id, parameters, (gateway, { subnet }) => {
    for (const address of privateIps) checkAddress(aws, subnet, address);
    const found = takeAddresses(aws, subnet, count, { gateway: id, assign: gateway.addresses.length }, privateIps);
    const made = [...privateIps, ...found].map((privateIp) => ({
      allocationId: null,
      associationId: null,
      privateIp,
      publicIp: null,
    }));
    return [...gateway.addresses, ...made];
  });
}

/** UnassignPrivateNatGatewayAddress. */
export function unassignNatGatewayAddresses(aws: Aws, id: string, privateIps: readonly string[]): void {
  change(aws, "UnassignPrivateNatGatewayAddress", id, { PrivateIpAddresses: privateIps }, (gateway) =>
    gateway.addresses.filter(({ privateIp }) => !privateIps.includes(privateIp)),
  );
}

interface Place {
  readonly networkInterface: NetworkInterface;
  readonly subnet: Subnet;
}

/** Changes the addresses of a gateway and, with them, those of its interface. */
function change(
  aws: Aws,
  operation: string,
  id: string,
  parameters: JsonObject,
  changed: (gateway: NatGateway, place: Place) => readonly NatGatewayAddress[],
): void {
  const request = { resources: [arnOf(aws, "natgateway", id)], parameters: { NatGatewayId: id, ...parameters } };
  callEc2(aws, operation, request, () => {
    const gateway = required("natgateway", ec2.natGateways(aws), id);
    const interfaceId = gateway.networkInterfaceId ?? "";
    const networkInterface = required("network-interface", ec2.networkInterfaces(aws), interfaceId);
    const subnet = required("subnet", ec2.subnets(aws), gateway.subnetId);
    const addresses = changed(gateway, { networkInterface, subnet });
    const secondaryPrivateIps = addresses.slice(1).map(({ privateIp }) => privateIp);
    ec2.natGateways(aws).put(id, { ...gateway, addresses });
    ec2.networkInterfaces(aws).put(interfaceId, { ...networkInterface, secondaryPrivateIps });
  });
}
