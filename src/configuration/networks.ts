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
