import type { JsonObject } from "../../simulator/world/json.ts";
import { hourly, hoursPerMonth, instanceHourly, monthly, volumeGibMonth } from "./prices.ts";

/** Monthly price of what lies about in a world, in US dollars, by service and kind; what is not here costs nothing by itself. */
const priceOf: Readonly<Record<string, (row: JsonObject) => number>> = {
  "eks/cluster": () => perMonth(hourly.eksStandardSupport),
  "ec2/nat-gateway": () => perMonth(hourly.natGateway),
  "ec2/address": () => perMonth(hourly.publicIpv4),
  "ec2/vpc-endpoint": ({ type, subnetIds }) =>
    type === "Interface"
      ? perMonth(hourly.interfaceEndpointPerZone) * (Array.isArray(subnetIds) ? subnetIds.length : 1)
      : 0,
  "ec2/volume": ({ size, type }) => Number(size ?? 0) * (volumeGibMonth[String(type)] ?? 0),
  "ec2/instance": ({ instanceType }) => perMonth(instanceHourly[String(instanceType)] ?? 0),
  "elb/load-balancer": () => perMonth(hourly.loadBalancer),
  "kms/key": ({ deletionDate }) => (typeof deletionDate === "string" ? 0 : monthly.kmsKey),
  "secretsmanager/secret": ({ deletionDate }) => (typeof deletionDate === "string" ? 0 : monthly.secret),
};

/**
 * What a record that nobody removed costs a month, in US dollars and without traffic and stored data.
 *
 * @param kind service and kind, for example `ec2/volume`
 */
export function leftoverCost(kind: string, row: JsonObject): number {
  return Math.round((priceOf[kind]?.(row) ?? 0) * 100) / 100;
}

function perMonth(hours: number): number {
  return hours * hoursPerMonth;
}
