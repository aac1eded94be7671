import type { World } from "../world/world.ts";

/** One name in the public DNS, as resolvers see it. */
export interface DnsRecord {
  readonly host: string;
  /** What it is an alias of: the host name of a load balancer, or an address. */
  readonly target: string;
}

const tableName = "dns/record";

/** Points a host at a target, in place of what it pointed at. Whoever keeps the domain does that, outside of the platform. */
export function pointHost(world: World, host: string, target: string): void {
  world.table<DnsRecord>(tableName).put(host.toLowerCase(), { host: host.toLowerCase(), target });
}

/** What a host points at: its own record, or that of the wildcard above it; undefined when there is none. */
export function resolveHost(world: World, host: string): string | undefined {
  const records = world.table<DnsRecord>(tableName);
  const name = host.toLowerCase();
  const own = records.get(name);
  if (own) return own.target;
  const labels = name.split(".");
  for (let index = 1; index < labels.length - 1; index += 1) {
    const wildcard = records.get(`*.${labels.slice(index).join(".")}`);
    if (wildcard) return wildcard.target;
  }
  return undefined;
}

/** All records, by host. */
export function dnsRecords(world: World): readonly DnsRecord[] {
  return [...world.table<DnsRecord>(tableName).rows()].sort((left, right) => left.host.localeCompare(right.host));
}
