import { refuse, refuseUnless } from "../../../rule.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Aws } from "../../client.ts";
import { checkAddress, checkIpv6, checkPrefix, takeAddresses, takeIpv6, takePrefixes } from "../addressing.ts";
import { callEc2 } from "../calls.ts";
import { arnOf, required } from "../identifiers.ts";
import type { NetworkInterface, Subnet } from "../records.ts";
import { interfaceRules as rules } from "../rules/interfaces.ts";
import { ec2 } from "../tables.ts";
import { checkOwner } from "./network-interfaces.ts";

/** Addresses or /28 blocks that an interface is to have on top: named ones, or so many that EC2 chooses. */
export interface AddressWishes {
  readonly addresses?: readonly string[];
  readonly addressCount?: number;
  readonly prefixes?: readonly string[];
  readonly prefixCount?: number;
}

/**
 * AssignPrivateIpAddresses.
 *
 * @throws AwsError when an address is taken or outside the subnet, or the subnet has too few left
 */
export function assignPrivateAddresses(aws: Aws, id: string, wishes: AddressWishes): NetworkInterface {
  const { addresses = [], addressCount = 0, prefixes = [], prefixCount = 0 } = wishes;
  return change(aws, "AssignPrivateIpAddresses", id, { ...wishes }, (held, subnet) => {
    for (const address of addresses) checkAddress(aws, subnet, address);
    for (const prefix of prefixes) checkPrefix(aws, subnet, prefix);
    const blocks = takePrefixes(aws, subnet, prefixCount, [...addresses, ...prefixes]);
    const found = takeAddresses(aws, subnet, addressCount, { assign: id }, [...addresses, ...prefixes, ...blocks]);
    return {
      ...held,
      secondaryPrivateIps: [...held.secondaryPrivateIps, ...addresses, ...found],
      ipv4Prefixes: [...held.ipv4Prefixes, ...prefixes, ...blocks],
    };
  });
}

/**
 * UnassignPrivateIpAddresses.
 *
 * @throws AwsError when one is not a secondary address of the interface
 */
export function unassignPrivateAddresses(
  aws: Aws,
  id: string,
  { addresses = [], prefixes = [] }: Pick<AddressWishes, "addresses" | "prefixes">,
): NetworkInterface {
  return change(aws, "UnassignPrivateIpAddresses", id, { addresses, prefixes }, (held) => {
    const foreign =
      addresses.find((address) => !held.secondaryPrivateIps.includes(address)) ??
      prefixes.find((prefix) => !held.ipv4Prefixes.includes(prefix));
    if (foreign !== undefined) refuse(rules.primaryAddress, foreign, id);
    return {
      ...held,
      secondaryPrivateIps: held.secondaryPrivateIps.filter((address) => !addresses.includes(address)),
      ipv4Prefixes: held.ipv4Prefixes.filter((prefix) => !prefixes.includes(prefix)),
    };
  });
}

/**
 * AssignIpv6Addresses.
 *
 * @throws AwsError when an address is taken or outside the subnet, or the subnet has no IPv6 range
 */
export function assignIpv6Addresses(
  aws: Aws,
  id: string,
  { addresses = [], addressCount = 0 }: Pick<AddressWishes, "addresses" | "addressCount">,
): NetworkInterface {
  return change(aws, "AssignIpv6Addresses", id, { addresses, addressCount }, (held, subnet) => {
    for (const address of addresses) checkIpv6(aws, subnet, address);
    const found = takeIpv6(aws, subnet, addressCount, { assign: id, held: held.ipv6Addresses });
    return { ...held, ipv6Addresses: [...held.ipv6Addresses, ...addresses, ...found] };
  });
}

/**
 * UnassignIpv6Addresses.
 *
 * @throws AwsError when one is not an address of the interface
 */
export function unassignIpv6Addresses(aws: Aws, id: string, addresses: readonly string[]): NetworkInterface {
  return change(aws, "UnassignIpv6Addresses", id, { addresses }, (held) => {
    const foreign = addresses.find((address) => !held.ipv6Addresses.includes(address));
    refuseUnless(foreign === undefined, rules.primaryAddress, foreign ?? "", id);
    return { ...held, ipv6Addresses: held.ipv6Addresses.filter((address) => !addresses.includes(address)) };
  });
}

function change(
  aws: Aws,
  operation: string,
  id: string,
  parameters: JsonObject,
  changed: (held: NetworkInterface, subnet: Subnet) => NetworkInterface,
): NetworkInterface {
  const request = {
    resources: [arnOf(aws, "network-interface", id)],
    parameters: { NetworkInterfaceId: id, ...parameters },
  };
  return callEc2(aws, operation, request, () => {
    const held = required("network-interface", ec2.networkInterfaces(aws), id);
    checkOwner(aws, held);
    const subnet = required("subnet", ec2.subnets(aws), held.subnetId);
    return ec2.networkInterfaces(aws).put(id, changed(held, subnet));
  });
}
