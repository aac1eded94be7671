import type { Aws } from "../client.ts";
import { routeState } from "../ec2/api/route-tables.ts";
import type { Route } from "../ec2/routing-records.ts";
import { ec2 } from "../ec2/tables.ts";

/** True when traffic to the internet leaves the subnet by an internet gateway. */
export function isPublicSubnet(aws: Aws, subnetId: string): boolean {
  return wayOut(aws, subnetId)?.target.id.startsWith("igw-") ?? false;
}

/** The default route of a subnet; undefined when it has none that works. */
export function wayOut(aws: Aws, subnetId: string): Route | undefined {
  const tables = ec2.routeTables(aws);
  const vpcId = ec2.subnets(aws).get(subnetId)?.vpcId;
  const table =
    tables.find(({ associations }) => associations.some((association) => association.subnetId === subnetId)) ??
    tables.find((candidate) => candidate.vpcId === vpcId && candidate.associations.some(({ main }) => main));
  const route = table?.routes.find(({ destination }) => destination === "0.0.0.0/0");
  return table && route && routeState(aws, table, route) === "active" ? route : undefined;
}
