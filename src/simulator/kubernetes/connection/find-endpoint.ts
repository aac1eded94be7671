import { type Cluster as EksCluster, eksTables } from "../../aws/eks/records.ts";
import type { World } from "../../world/world.ts";
import type { ClusterPlace } from "../cluster.ts";

/** A cluster behind an address. */
interface FoundCluster {
  readonly place: ClusterPlace;
  readonly record: EksCluster;
}

/** The cluster of any account whose API server has that address. */
export function clusterAt(world: World, host: string): FoundCluster | undefined {
  const wanted = hostName(host);
  for (const table of world.tableNames("aws/")) {
    const [, account, region] = new RegExp(`^aws/(\\d+)/([^/]+)/${eksTables.cluster}$`).exec(table) ?? [];
    if (account === undefined || region === undefined) continue;
    const record = world
      .table<EksCluster>(table)
      .rows()
      .find(({ endpoint }) => hostName(endpoint) === wanted);
    if (record) return { place: { account, region, name: record.name }, record };
  }
  return undefined;
}

/** The host of an address, which may be written without its scheme. */
export function hostName(address: string): string {
  const whole = address.includes("://") ? address : `https://${address}`;
  return URL.canParse(whole) ? new URL(whole).hostname.toLowerCase() : address;
}
