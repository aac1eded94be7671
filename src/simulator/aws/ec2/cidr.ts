import { Address4, Address6 } from "ip-address";

/** A range of addresses, IPv4 or IPv6; `network` has no host bits. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly network: bigint;
  readonly prefix: number;
}

/** The range that a text names, host bits cleared; undefined when the text is no CIDR. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", length, ...rest] = text.split("/");
  if (length === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const parsed = parseAddress(address);
  const prefix = Number(length);
  if (!parsed || prefix > width(parsed.family)) return undefined;
  return { family: parsed.family, network: parsed.value & ~hostMask(parsed.family, prefix), prefix };
}

/** An address as a number; undefined when the text is none. */
export function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  if (Address4.isValid(text) && !text.includes("/")) return { family: 4, value: new Address4(text).bigInt() };
  if (Address6.isValid(text) && !text.includes("/")) return { family: 6, value: new Address6(text).bigInt() };
  return undefined;
}

/** The canonical text of an address. */
export function formatAddress(family: 4 | 6, value: bigint): string {
  return family === 4 ? Address4.fromBigInt(value).correctForm() : Address6.fromBigInt(value).correctForm();
}

/** The canonical text of a range. */
export function formatCidr({ family, network, prefix }: Cidr): string {
  return `${formatAddress(family, network)}/${prefix}`;
}

/** How many addresses a range holds, its first and last included. */
export function sizeOf({ family, prefix }: Cidr): bigint {
  return 1n << BigInt(width(family) - prefix);
}

/** True when every address of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.family === inner.family &&
    outer.prefix <= inner.prefix &&
    (inner.network & ~hostMask(outer.family, outer.prefix)) === outer.network
  );
}

/** True when two ranges share an address. */
export function overlap(left: Cidr, right: Cidr): boolean {
  return contains(left, right) || contains(right, left);
}

function width(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

function hostMask(family: 4 | 6, prefix: number): bigint {
  return (1n << BigInt(width(family) - prefix)) - 1n;
}
