import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { type Cidr, contains, formatAddress, formatCidr, parseAddress, parseCidr, sizeOf } from "./cidr.ts";
import type { NetworkInterface, Subnet } from "./records.ts";
import { interfaceRules } from "./rules/interfaces.ts";
import { networkRules } from "./rules/networks.ts";
import { ec2 } from "./tables.ts";

/** Network, router, DNS, one for the future, and the last address are never given away. */
const reservedAtStart = 4n;
const reserved = 5n;

/** A range that EC2 stored; stored ranges are well formed. */
export function rangeOf(text: string): Cidr {
  const cidr = parseCidr(text);
  if (!cidr) throw new TypeError(`${text} is not a CIDR`);
  return cidr;
}

/** How many addresses of the subnet can still be assigned (`AvailableIpAddressCount`). */
export function availableAddresses(aws: Aws, subnet: Subnet): number {
  return Number(sizeOf(rangeOf(subnet.cidr)) - reserved) - takenIn(aws, subnet).size;
}

/**
 * `count` free addresses of the subnet. They are found from a start that `request` decides, so that the same world and
 * request give the same addresses; `alsoTaken` are addresses and blocks that the same request takes otherwise.
 *
 * @throws ServiceError when too few are free
 */
export function takeAddresses(
  aws: Aws,
  subnet: Subnet,
  count: number,
  request: unknown,
  alsoTaken: readonly string[] = [],
): string[] {
  const range = rangeOf(subnet.cidr);
  const usable = Number(sizeOf(range) - reserved);
  const taken = takenIn(aws, subnet, alsoTaken);
  refuseIf(usable - taken.size < count, networkRules.subnetFull, subnet.id);
  const start = count === 0 ? 0 : aws.ids.number(usable, "private-ip", { subnet: subnet.id, request });
  const found: string[] = [];
  for (let step = 0; found.length < count && step < usable; step += 1) {
    const value = range.network + reservedAtStart + BigInt((start + step) % usable);
    if (!taken.has(value)) found.push(formatAddress(4, value));
  }
  return found;
}

/**
 * Checks an address that the caller chose.
 *
 * @throws ServiceError when it lies outside the subnet or belongs to another interface
 */
export function checkAddress(aws: Aws, subnet: Subnet, address: string): void {
  const range = rangeOf(subnet.cidr);
  const parsed = parseAddress(address);
  const offset = (parsed?.value ?? -1n) - range.network;
  refuseUnless(
    parsed?.family === 4 && offset >= reservedAtStart && offset < sizeOf(range) - 1n,
    interfaceRules.addressOutside,
    address,
  );
  refuseIf(takenIn(aws, subnet).has(parsed.value), interfaceRules.addressTaken, address);
}

/**
 * `count` free /28 blocks of the subnet, for prefix delegation; `alsoTaken` are addresses and blocks that the same request takes
 * otherwise.
 *
 * @throws ServiceError when the free addresses are too scattered
 */
export function takePrefixes(aws: Aws, subnet: Subnet, count: number, alsoTaken: readonly string[] = []): string[] {
  const range = rangeOf(subnet.cidr);
  const taken = takenIn(aws, subnet, alsoTaken);
  const last = range.network + sizeOf(range) - 1n;
  const found: string[] = [];
  for (let block = range.network; found.length < count && block <= last; block += 16n) {
    const addresses = Array.from({ length: 16 }, (_, index) => block + BigInt(index));
    const free = addresses.every(
      (value) => value >= range.network + reservedAtStart && value < last && !taken.has(value),
    );
    if (free) found.push(formatCidr({ family: 4, network: block, prefix: 28 }));
  }
  if (found.length < count) refuse(networkRules.prefixFragmented);
  return found;
}

/**
 * Checks a /28 block that the caller chose.
 *
 * @throws ServiceError when it is no such block of the subnet, or an address in it is taken
 */
export function checkPrefix(aws: Aws, subnet: Subnet, prefix: string): void {
  const block = parseCidr(prefix);
  const { network } = rangeOf(subnet.cidr);
  refuseUnless(
    block?.prefix === 28 && contains(rangeOf(subnet.cidr), block) && block.network > network + reservedAtStart,
    interfaceRules.prefixOutside,
    prefix,
  );
  const taken = takenIn(aws, subnet);
  const addresses = Array.from({ length: 16 }, (_, index) => block.network + BigInt(index));
  refuseIf(
    addresses.some((address) => taken.has(address)),
    networkRules.prefixFragmented,
  );
}

/**
 * `count` IPv6 addresses of the subnet.
 *
 * @throws ServiceError when the subnet has no IPv6 range
 */
export function takeIpv6(aws: Aws, subnet: Subnet, count: number, request: unknown): string[] {
  if (count === 0) return [];
  const range = rangeOf(subnet.ipv6Cidr ?? refuse(interfaceRules.subnetWithoutIpv6, subnet.id));
  return Array.from({ length: count }, (_, index) => {
    const host = BigInt(`0x${aws.ids.hex(16, "ipv6", { subnet: subnet.id, request, index })}`);
    return formatAddress(6, range.network + host);
  });
}

/**
 * Checks an IPv6 address that the caller chose.
 *
 * @throws ServiceError when it lies outside the subnet or belongs to another interface
 */
export function checkIpv6(aws: Aws, subnet: Subnet, address: string): void {
  const range = rangeOf(subnet.ipv6Cidr ?? refuse(interfaceRules.subnetWithoutIpv6, subnet.id));
  const single = parseCidr(`${address}/128`);
  refuseUnless(single && contains(range, single), interfaceRules.addressOutside, address);
  const holder = ec2.networkInterfaces(aws).find(({ ipv6Addresses }) => ipv6Addresses.includes(address));
  refuseIf(holder, interfaceRules.addressTaken, address);
}

/** A public IPv4 address that nobody in the world holds yet. */
export function takePublicAddress(aws: Aws, request: unknown): string {
  const pool = rangeOf("44.192.0.0/11");
  const size = Number(sizeOf(pool));
  const held = new Set([
    ...ec2
      .addresses(aws)
      .rows()
      .map(({ publicIp }) => publicIp),
    ...ec2
      .networkInterfaces(aws)
      .rows()
      .map(({ publicIp }) => publicIp),
  ]);
  const start = aws.ids.number(size, "public-ip", { account: aws.account, region: aws.region, request });
  for (let step = 0; ; step += 1) {
    const address = formatAddress(4, pool.network + BigInt((start + step) % size));
    if (!held.has(address)) return address;
  }
}

/** True when the inner range lies in one of the outer ones. */
export function inside(outer: readonly string[], inner: Cidr): boolean {
  return outer.some((cidr) => contains(rangeOf(cidr), inner));
}

/** The private host name of an address. */
export function privateDnsName(region: string, address: string): string {
  return `ip-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`;
}

/** The public host name of an address. */
export function publicDnsName(region: string, address: string): string {
  return `ec2-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "compute-1" : `${region}.compute`}.amazonaws.com`;
}

function takenIn(aws: Aws, subnet: Subnet, alsoTaken: readonly string[] = []): ReadonlySet<bigint> {
  const interfaces = ec2.networkInterfaces(aws).filter(({ subnetId }) => subnetId === subnet.id);
  return new Set([...interfaces.flatMap(heldBy), ...alsoTaken].flatMap(valuesOf));
}

/** Addresses and blocks of an interface. */
function heldBy({ privateIp, secondaryPrivateIps, ipv4Prefixes }: NetworkInterface): readonly string[] {
  return [privateIp, ...secondaryPrivateIps, ...ipv4Prefixes];
}

/** Every address of a block, or the one address. */
function valuesOf(text: string): bigint[] {
  const range = rangeOf(text.includes("/") ? text : `${text}/32`);
  return Array.from({ length: Number(sizeOf(range)) }, (_, index) => range.network + BigInt(index));
}
