import { refuseIf } from "../../rule.ts";
import type { Aws } from "../client.ts";
import type { Tags } from "../tags.ts";
import { checkAddress, checkIpv6, checkPrefix, takeAddresses, takeIpv6, takePrefixes } from "./addressing.ts";
import { quotaOf } from "./facts/quotas.ts";
import { newId, newIdOf, required } from "./identifiers.ts";
import type { InterfaceAttachment, NetworkInterface, Subnet } from "./records.ts";
import { interfaceRules as rules } from "./rules/interfaces.ts";
import { securityGroupRules } from "./rules/security-groups.ts";
import { ec2 } from "./tables.ts";

/** What an interface is to be like. */
export interface NetworkInterfaceRequest {
  readonly subnetId: string;
  /** The default group of the VPC when left out or empty; null for interfaces without groups (NAT gateways). */
  readonly securityGroupIds?: readonly string[] | null;
  readonly description?: string;
  /** `interface` when left out. */
  readonly interfaceType?: string;
  /** Chosen by EC2 when left out. */
  readonly primaryPrivateIp?: string | null;
  readonly secondaryPrivateIps?: readonly string[];
  /** Further addresses beside the named ones. */
  readonly secondaryAddressCount?: number;
  readonly prefixCount?: number;
  /** Delegated /28 blocks that the caller chose. */
  readonly prefixes?: readonly string[];
  readonly ipv6Addresses?: readonly string[];
  /** Further IPv6 addresses; one where the subnet gives every interface one. */
  readonly ipv6AddressCount?: number;
  /** The service that keeps the interface, for example `amazon-eks`; nobody else can detach, change or delete it. */
  readonly requesterId?: string | null;
  /** What the interface is attached to from the start; its `id` is drawn here. */
  readonly attachment?: Omit<InterfaceAttachment, "id"> | null;
  readonly publicIp?: string | null;
  readonly tags?: Tags;
  /** What tells this interface from others that are asked for in the same words, for example `{ cluster, index }`. */
  readonly identity?: unknown;
}

/**
 * Puts an interface into a subnet as part of another operation (CreateNatGateway, CreateVpcEndpoint, RunInstances, …).
 *
 * @throws ServiceError as `createNetworkInterface`
 */
export function placeInterface(aws: Aws, request: NetworkInterfaceRequest): NetworkInterface {
  const subnet = required("subnet", ec2.subnets(aws), request.subnetId);
  const securityGroupIds =
    request.securityGroupIds === null ? [] : checkGroups(aws, subnet, request.securityGroupIds ?? []);
  refuseIf(ec2.networkInterfaces(aws).size >= quotaOf(aws, "networkInterfacesPerRegion"), rules.quota);
  const identity = request.identity ?? { ...request };
  const { prefixes = [], ipv6Addresses = [] } = request;
  for (const address of namedAddresses(request)) checkAddress(aws, subnet, address);
  for (const prefix of prefixes) checkPrefix(aws, subnet, prefix);
  for (const address of ipv6Addresses) checkIpv6(aws, subnet, address);
  const named = [...namedAddresses(request), ...prefixes];
  const ipv4Prefixes = [...prefixes, ...takePrefixes(aws, subnet, request.prefixCount ?? 0, named)];
  const addresses = addressesFor(aws, subnet, request, identity, ipv4Prefixes);
  const givesIpv6 = subnet.ipv6Cidr !== null && subnet.assignIpv6AddressOnCreation && ipv6Addresses.length === 0;
  const ipv6Count = request.ipv6AddressCount ?? (givesIpv6 ? 1 : 0);
  const id = newIdOf(aws, "network-interface", { subnetId: subnet.id, identity });
  return ec2.networkInterfaces(aws).put(id, {
    id,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    availabilityZone: subnet.availabilityZone,
    privateIp: addresses[0] ?? "",
    secondaryPrivateIps: addresses.slice(1),
    ipv4Prefixes,
    ipv6Addresses: [...ipv6Addresses, ...takeIpv6(aws, subnet, ipv6Count, identity)],
    macAddress: macAddressOf(aws, id),
    sourceDestCheck: true,
    securityGroupIds,
    description: request.description ?? "",
    interfaceType: request.interfaceType ?? "interface",
    requesterId: request.requesterId ?? null,
    attachment: request.attachment ? { id: newId(aws, "eni-attach", id), ...request.attachment } : null,
    publicIp: request.publicIp ?? null,
    tags: request.tags ?? {},
  });
}

/**
 * The groups of a new interface: those named, or the default one of the VPC.
 *
 * @throws ServiceError when one is unknown, belongs to another VPC, or is one too many
 */
export function checkGroups(aws: Aws, subnet: Pick<Subnet, "vpcId">, ids: readonly string[]): readonly string[] {
  const groups = ids.map((id) => required("security-group", ec2.securityGroups(aws), id));
  refuseIf(
    groups.some(({ vpcId }) => vpcId !== subnet.vpcId),
    securityGroupRules.otherVpc,
  );
  refuseIf(ids.length > quotaOf(aws, "securityGroupsPerInterface"), securityGroupRules.groupsPerInterface);
  return ids.length > 0 ? ids : [required("vpc", ec2.vpcs(aws), subnet.vpcId).defaultSecurityGroupId];
}

/** Takes an interface away as part of another operation; a mapped Elastic IP address stays allocated. */
export function removeInterface(aws: Aws, id: string): void {
  ec2.networkInterfaces(aws).delete(id);
  const addresses = ec2.addresses(aws);
  for (const address of addresses.filter(({ association }) => association?.networkInterfaceId === id)) {
    addresses.put(address.id, { ...address, association: null });
  }
}

function namedAddresses({ primaryPrivateIp, secondaryPrivateIps = [] }: NetworkInterfaceRequest): readonly string[] {
  return [...(primaryPrivateIp ? [primaryPrivateIp] : []), ...secondaryPrivateIps];
}

/** All addresses of a new interface, the primary one first. */
function addressesFor(
  aws: Aws,
  subnet: Subnet,
  request: NetworkInterfaceRequest,
  identity: unknown,
  prefixes: readonly string[],
): string[] {
  const { primaryPrivateIp = null, secondaryPrivateIps = [], secondaryAddressCount = 0 } = request;
  const missing = secondaryAddressCount + (primaryPrivateIp ? 0 : 1);
  const taken = [...namedAddresses(request), ...prefixes];
  const found = takeAddresses(aws, subnet, missing, identity, taken);
  return primaryPrivateIp
    ? [primaryPrivateIp, ...secondaryPrivateIps, ...found]
    : [...found.slice(0, 1), ...secondaryPrivateIps, ...found.slice(1)];
}

function macAddressOf(aws: Aws, id: string): string {
  const digits = aws.ids.hex(10, "mac", id);
  return ["02", ...(digits.match(/../g) ?? [])].join(":");
}
