import type { Aws } from "../../client.ts";
import { ec2Tables } from "../records.ts";

/** The quotas that the simulator enforces, with the values of a new account ("Amazon VPC quotas"). */
const defaultQuotas = {
  vpcsPerRegion: 5,
  internetGatewaysPerRegion: 5,
  subnetsPerVpc: 200,
  elasticIpsPerRegion: 5,
  natGatewaysPerZone: 5,
  routeTablesPerVpc: 200,
  /** IPv4 and IPv6 counted apart. */
  routesPerTable: 500,
  securityGroupsPerRegion: 2_500,
  /** Each direction, IPv4 and IPv6 counted apart. */
  rulesPerSecurityGroup: 60,
  securityGroupsPerInterface: 5,
  networkInterfacesPerRegion: 5_000,
  networkAclsPerVpc: 200,
  /** Each direction. */
  entriesPerNetworkAcl: 20,
  gatewayEndpointsPerRegion: 20,
  interfaceEndpointsPerVpc: 50,
  /** New accounts have 5 and grow by themselves; 32 is what an account in use has at least. */
  onDemandVcpus: 32,
  spotVcpus: 32,
} as const;

export type QuotaName = keyof typeof defaultQuotas;

/** The quota that holds in this account and Region. */
export function quotaOf(aws: Aws, name: QuotaName): number {
  return aws.table<{ value: number }>(ec2Tables.quota).get(name)?.value ?? defaultQuotas[name];
}

/** Grants another quota, as Service Quotas does on request. */
export function setQuota(aws: Aws, name: QuotaName, value: number): void {
  aws.table<{ value: number }>(ec2Tables.quota).put(name, { value });
}
