import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { availableAddresses } from "./addressing.ts";
import type { VpcEndpoint } from "./endpoint-records.ts";
import { type EndpointService, endpointService, prefixListOf } from "./facts/endpoint-services.ts";
import { required } from "./identifiers.ts";
import type { Vpc } from "./records.ts";
import { endpointRules as rules } from "./rules/endpoints.ts";
import { networkRules } from "./rules/networks.ts";
import { ec2 } from "./tables.ts";

/** Characters of an endpoint policy. */
const policyLimit = 20_480;

/**
 * The service that an endpoint of a type can reach.
 *
 * @throws ServiceError when there is none of that name, or none of that type
 */
export function checkService(aws: Aws, name: string, type: VpcEndpoint["type"]): EndpointService {
  const service = endpointService(name, aws.region) ?? refuse(rules.serviceName, name);
  refuseUnless(service.types.includes(type), rules.type, type);
  return service;
}

/** Refuses a policy that is no JSON object or too long. */
export function checkEndpointPolicy(policy: string): void {
  refuseIf(policy.length > policyLimit, rules.policy, "the policy size limit is exceeded");
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    refuse(rules.policy, "it is not JSON");
  }
  refuseUnless(
    typeof parsed === "object" && parsed !== null && !Array.isArray(parsed),
    rules.policy,
    "it is no object",
  );
}

/** Refuses tables of other VPCs and those that route to the service already. */
export function checkRouteTables(aws: Aws, vpc: Vpc, serviceName: string, tableIds: readonly string[]): void {
  const prefixList = prefixListOf(serviceName, aws.region)?.id ?? "";
  for (const tableId of tableIds) {
    const table = required("route-table", ec2.routeTables(aws), tableId);
    refuseIf(table.vpcId !== vpc.id, rules.tableForeign, tableId, vpc.id);
    const taken = table.routes.some(({ destination }) => destination === prefixList);
    refuseIf(taken, rules.routeTaken, tableId, prefixList);
  }
}

/** Refuses subnets that an interface endpoint cannot be in; `present` are those where it is already. */
export function checkEndpointSubnets(
  aws: Aws,
  vpc: Vpc,
  service: EndpointService,
  subnetIds: readonly string[],
  present: readonly string[] = [],
): void {
  const zones = new Set(present.map((id) => required("subnet", ec2.subnets(aws), id).availabilityZone));
  for (const id of subnetIds) {
    const subnet = required("subnet", ec2.subnets(aws), id);
    refuseIf(subnet.vpcId !== vpc.id, rules.subnetForeign, id, vpc.id);
    refuseUnless(service.zones.includes(subnet.availabilityZone), rules.zone, service.name, id);
    refuseIf(zones.has(subnet.availabilityZone), rules.oneSubnetPerZone, id);
    refuseIf(availableAddresses(aws, subnet) < 1, networkRules.subnetFull, id);
    zones.add(subnet.availabilityZone);
  }
}

/** Refuses private DNS that the VPC does not resolve, or that another endpoint of the VPC has. */
export function checkPrivateDns(aws: Aws, vpc: Vpc, service: EndpointService, except?: string): void {
  refuseUnless(vpc.enableDnsSupport && vpc.enableDnsHostnames, rules.privateDnsAttributes, vpc.id);
  const other = ec2
    .vpcEndpoints(aws)
    .find(
      ({ id, vpcId, serviceName, privateDnsEnabled }) =>
        id !== except && vpcId === vpc.id && serviceName === service.name && privateDnsEnabled,
    );
  refuseIf(other, rules.privateDnsTaken, service.privateDnsNames[0] ?? "", vpc.id);
}
