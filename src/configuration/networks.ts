/** An IPv4 network as its first and last address. */
export interface Network {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** Reads a CIDR; undefined when it is none. Host bits are dropped. */
export function networkOf(cidr: string): Network | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return { first, last: first + size - 1, prefix };
}

/** A CIDR as it should be written, without host bits. */
export function networkText({ first, prefix }: Network): string {
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${parts.join(".")}/${prefix}`;
}

/** True when the outer network holds the inner one. */
export function contains(outer: Network, inner: Network): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** True when two networks share an address. */
export function overlap(left: Network, right: Network): boolean {
  return left.first <= right.last && right.first <= left.last;
}

/**
 * Networks that share addresses with one that begins before them, each with the smallest such network. Networks nest or are apart,
 * so one pass in the order of their addresses finds every one of them.
 */
export function overlapping<Item extends { readonly network: Network }>(
  items: readonly Item[],
): (readonly [outer: Item, inner: Item])[] {
  const ordered = [...items].sort(
    (one, other) => one.network.first - other.network.first || one.network.prefix - other.network.prefix,
  );
  const open: Item[] = [];
  return ordered.flatMap((item) => {
    let outer = open.at(-1);
    while (outer && !overlap(outer.network, item.network)) {
      open.pop();
      outer = open.at(-1);
    }
    open.push(item);
    return outer ? [[outer, item] as const] : [];
  });
}

/** Addresses that AWS takes for no VPC. Source: the service refuses them with InvalidVpc.Range. */
const neverInVpc = networks("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4");

/** True when a VPC cannot have the network, whatever its size. */
export function isReservedByAws(network: Network): boolean {
  return neverInVpc.some((range) => overlap(range, network));
}

/** Addresses that no host of the internet has. Source: RFC 6890. */
const notRouted = networks(
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
);

/** True when no host of the internet has an address of the network. */
export function isNotRouted(network: Network): boolean {
  return notRouted.some((range) => contains(range, network));
}

/** Shorter prefixes are a good part of the internet: two of them are all of it. */
const shortestPrefix = 8;

/** True for what is too wide to be anybody's network. */
export function isInternet({ prefix }: Network): boolean {
  return prefix < shortestPrefix;
}

function networks(...cidrs: readonly string[]): Network[] {
  return cidrs.flatMap((cidr) => networkOf(cidr) ?? []);
}
