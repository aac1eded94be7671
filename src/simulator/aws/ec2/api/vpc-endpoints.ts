import { refuseIf } from "../../../rule.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import {
  checkEndpointPolicy,
  checkEndpointSubnets,
  checkPrivateDns,
  checkRouteTables,
  checkService,
} from "../endpoint-checks.ts";
import type { VpcEndpoint } from "../endpoint-records.ts";
import { prefixListOf } from "../facts/endpoint-services.ts";
import { quotaOf } from "../facts/quotas.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import { checkGroups, placeInterface, removeInterface } from "../interface-placement.ts";
import { endpointRules as rules } from "../rules/endpoints.ts";
import { ec2 } from "../tables.ts";

export interface VpcEndpointRequest {
  readonly vpcId: string;
  readonly serviceName: string;
  readonly type: VpcEndpoint["type"];
  /** JSON text; full access when left out. */
  readonly policy?: string | null;
  readonly routeTableIds?: readonly string[];
  readonly subnetIds?: readonly string[];
  /** Addresses to take in named subnets. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** The default group of the VPC when left out or empty. */
  readonly securityGroupIds?: readonly string[];
  readonly privateDnsEnabled?: boolean;
  readonly tags?: Tags;
}

/**
 * CreateVpcEndpoint: a gateway endpoint with its routes, or an interface endpoint with an interface in each subnet.
 *
 * @throws AwsError when EC2 refuses
 */
export function createVpcEndpoint(aws: Aws, request: VpcEndpointRequest): VpcEndpoint {
  const { vpcId, serviceName, type, policy, tags = {}, privateDnsEnabled = false } = request;
  const { routeTableIds = [], subnetIds = [], securityGroupIds = [] } = request;
  const arn = aws.arn("ec2", "vpc-endpoint/*");
  const call = {
    resources: [
      arn,
      arnOf(aws, "vpc", vpcId),
      ...routeTableIds.map((id) => arnOf(aws, "route-table", id)),
      ...subnetIds.map((id) => arnOf(aws, "subnet", id)),
      ...securityGroupIds.map((id) => arnOf(aws, "security-group", id)),
    ],
    parameters: { VpcId: vpcId, ServiceName: serviceName, VpcEndpointType: type },
    tagging: { arn, tags },
  };
  if (privateDnsEnabled) aws.call({ action: "route53:AssociateVPCWithHostedZone" }, () => undefined);
  return callEc2(aws, "CreateVpcEndpoint", call, () => {
    const vpc = required("vpc", ec2.vpcs(aws), vpcId);
    const service = checkService(aws, serviceName, type);
    if (policy) checkEndpointPolicy(policy);
    checkQuota(aws, vpcId, type);
    refuseIf(type === "Gateway" && subnetIds.length > 0, rules.gatewaySubnets);
    checkRouteTables(aws, vpc, serviceName, routeTableIds);
    if (privateDnsEnabled) checkPrivateDns(aws, vpc, service);
    checkEndpointSubnets(aws, vpc, service, subnetIds);
    const groups = type === "Interface" ? checkGroups(aws, { vpcId }, securityGroupIds) : [];
    const id = newIdOf(aws, "vpc-endpoint", request);
    for (const tableId of routeTableIds) addRoute(aws, tableId, id, serviceName);
    return ec2.vpcEndpoints(aws).put(id, {
      id,
      vpcId,
      serviceName,
      type,
      policy: policy ?? fullAccess(type),
      routeTableIds,
      subnetIds,
      securityGroupIds: groups,
      networkInterfaceIds: subnetIds.map((subnetId) =>
        placeEndpointInterface(aws, id, subnetId, groups, request.addresses?.[subnetId] ?? null),
      ),
      privateDnsEnabled,
      tags,
    });
  });
}

/** What ModifyVpcEndpoint brings an endpoint to; what is left out stays. */
export type VpcEndpointChange = Partial<
  Pick<VpcEndpoint, "policy" | "routeTableIds" | "subnetIds" | "securityGroupIds" | "privateDnsEnabled">
>;

/**
 * ModifyVpcEndpoint.
 *
 * @throws AwsError as `createVpcEndpoint`, for what is added
 */
export function modifyVpcEndpoint(aws: Aws, id: string, change: VpcEndpointChange): VpcEndpoint {
  const request = { resources: [arnOf(aws, "vpc-endpoint", id)], parameters: changeParameters(id, change) };
  return callEc2(aws, "ModifyVpcEndpoint", request, () => {
    const endpoint = required("vpc-endpoint", ec2.vpcEndpoints(aws), id);
    const vpc = required("vpc", ec2.vpcs(aws), endpoint.vpcId);
    const service = checkService(aws, endpoint.serviceName, endpoint.type);
    if (change.policy !== undefined) checkEndpointPolicy(change.policy);
    if (change.privateDnsEnabled) checkPrivateDns(aws, vpc, service, id);
    const tables = differenceOf(endpoint.routeTableIds, change.routeTableIds);
    checkRouteTables(aws, vpc, endpoint.serviceName, tables.added);
    const subnets = differenceOf(endpoint.subnetIds, change.subnetIds);
    checkEndpointSubnets(aws, vpc, service, subnets.added, subnets.kept);
    if (change.securityGroupIds) checkGroups(aws, endpoint, change.securityGroupIds);
    for (const tableId of tables.removed) removeRoutes(aws, tableId, id);
    for (const tableId of tables.added) addRoute(aws, tableId, id, endpoint.serviceName);
    const groups = change.securityGroupIds ?? endpoint.securityGroupIds;
    const networkInterfaceIds = moveInterfaces(aws, endpoint, subnets, groups);
    return ec2.vpcEndpoints(aws).put(id, { ...endpoint, ...change, networkInterfaceIds });
  });
}

/**
 * DescribeVpcEndpoints by id.
 *
 * @throws AwsError `InvalidVpcEndpointId.NotFound`
 */
export function describeVpcEndpoint(aws: Aws, id: string): VpcEndpoint {
  return callEc2(aws, "DescribeVpcEndpoints", { parameters: { VpcEndpointIds: [id] } }, () =>
    required("vpc-endpoint", ec2.vpcEndpoints(aws), id),
  );
}

/**
 * DeleteVpcEndpoints, with interfaces and routes.
 *
 * @throws AwsError `InvalidVpcEndpointId.NotFound`
 */
export function deleteVpcEndpoint(aws: Aws, id: string): void {
  const request = { resources: [arnOf(aws, "vpc-endpoint", id)], parameters: { VpcEndpointIds: [id] } };
  callEc2(aws, "DeleteVpcEndpoints", request, () => {
    const endpoint = required("vpc-endpoint", ec2.vpcEndpoints(aws), id);
    for (const interfaceId of endpoint.networkInterfaceIds) removeInterface(aws, interfaceId);
    for (const tableId of endpoint.routeTableIds) removeRoutes(aws, tableId, id);
    ec2.vpcEndpoints(aws).delete(id);
  });
}

/** The policy that lets everybody do everything, in the words in which EC2 gives it. */
export function fullAccess(type: VpcEndpoint["type"]): string {
  const Statement = [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }];
  return JSON.stringify(type === "Gateway" ? { Statement, Version: "2008-10-17" } : { Statement });
}

function checkQuota(aws: Aws, vpcId: string, type: VpcEndpoint["type"]): void {
  const endpoints = ec2.vpcEndpoints(aws).filter((endpoint) => endpoint.type === type);
  if (type === "Gateway") refuseIf(endpoints.length >= quotaOf(aws, "gatewayEndpointsPerRegion"), rules.quota);
  const inVpc = endpoints.filter((endpoint) => endpoint.vpcId === vpcId).length;
  if (type === "Interface") refuseIf(inVpc >= quotaOf(aws, "interfaceEndpointsPerVpc"), rules.quota);
}

function placeEndpointInterface(
  aws: Aws,
  id: string,
  subnetId: string,
  securityGroupIds: readonly string[],
  primaryPrivateIp: string | null = null,
): string {
  const networkInterface = placeInterface(aws, {
    subnetId,
    securityGroupIds,
    primaryPrivateIp,
    interfaceType: "vpc_endpoint",
    description: `VPC Endpoint Interface ${id}`,
    requesterId: "amazon-vpce",
    attachment: { instanceOwnerId: "amazon-aws", instanceId: null, deviceIndex: 1, deleteOnTermination: false },
    identity: id,
  });
  return networkInterface.id;
}

/** The interfaces of an endpoint after its subnets or groups changed. */
function moveInterfaces(
  aws: Aws,
  endpoint: VpcEndpoint,
  subnets: Difference,
  securityGroupIds: readonly string[],
): readonly string[] {
  const interfaces = ec2.networkInterfaces(aws);
  const kept = endpoint.networkInterfaceIds.flatMap((id) => interfaces.get(id) ?? []);
  for (const { id, subnetId } of kept) if (subnets.removed.includes(subnetId)) removeInterface(aws, id);
  const staying = kept.filter(({ subnetId }) => !subnets.removed.includes(subnetId));
  for (const networkInterface of staying)
    interfaces.put(networkInterface.id, { ...networkInterface, securityGroupIds });
  const made = subnets.added.map((subnetId) => placeEndpointInterface(aws, endpoint.id, subnetId, securityGroupIds));
  return [...staying.map(({ id }) => id), ...made];
}

function addRoute(aws: Aws, tableId: string, id: string, serviceName: string): void {
  const table = required("route-table", ec2.routeTables(aws), tableId);
  const destination = prefixListOf(serviceName, aws.region)?.id ?? "";
  const route = { destination, target: { kind: "vpc_endpoint_id", id }, origin: "CreateRoute" } as const;
  ec2.routeTables(aws).put(tableId, { ...table, routes: [...table.routes, route] });
}

function removeRoutes(aws: Aws, tableId: string, id: string): void {
  const table = ec2.routeTables(aws).get(tableId);
  if (table)
    ec2.routeTables(aws).put(tableId, { ...table, routes: table.routes.filter(({ target }) => target.id !== id) });
}

interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
}

function differenceOf(before: readonly string[], after: readonly string[] = before): Difference {
  return {
    added: after.filter((id) => !before.includes(id)),
    removed: before.filter((id) => !after.includes(id)),
    kept: before.filter((id) => after.includes(id)),
  };
}

function changeParameters(id: string, { policy, ...change }: VpcEndpointChange): JsonObject {
  return { VpcEndpointId: id, ...change, ...(policy === undefined ? {} : { PolicyDocument: policy }) };
}
