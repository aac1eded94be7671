import { refuse, refuseIf, refuseUnless, ServiceError } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import { callEc2 } from "../calls.ts";
import { formatCidr, parseCidr } from "../cidr.ts";
import { quotaOf } from "../facts/quotas.ts";
import { arnOf, required } from "../identifiers.ts";
import type { Route, RouteTable, RouteTarget } from "../routing-records.ts";
import { routingRules as rules } from "../rules/routing.ts";
import { ec2 } from "../tables.ts";

/**
 * CreateRoute.
 *
 * @throws AwsError when the destination is routed already, or the target is missing or of another VPC
 */
export function createRoute(aws: Aws, id: string, destination: string, targets: readonly RouteTarget[]): Route {
  return callEc2(aws, "CreateRoute", routeRequest(aws, id, destination, targets), () => {
    const tables = ec2.routeTables(aws);
    const table = required("route-table", tables, id);
    const target = checkTarget(aws, table, targets);
    const canonical = canonicalDestination(destination);
    refuseIf(
      table.routes.some((route) => route.destination === canonical),
      rules.routeTaken,
      canonical,
    );
    const sameFamily = table.routes.filter((route) => route.destination.includes(":") === canonical.includes(":"));
    refuseIf(sameFamily.length >= quotaOf(aws, "routesPerTable"), rules.routeQuota, id);
    const route: Route = { destination: canonical, target, origin: "CreateRoute" };
    tables.put(id, { ...table, routes: [...table.routes, route] });
    return route;
  });
}

/**
 * ReplaceRoute.
 *
 * @throws AwsError when there is no such route, or the target is missing or of another VPC
 */
export function replaceRoute(aws: Aws, id: string, destination: string, targets: readonly RouteTarget[]): void {
  callEc2(aws, "ReplaceRoute", routeRequest(aws, id, destination, targets), () => {
    const tables = ec2.routeTables(aws);
    const table = required("route-table", tables, id);
    const canonical = canonicalDestination(destination);
    refuseUnless(
      table.routes.some((route) => route.destination === canonical),
      rules.replacedMissing,
      canonical,
    );
    const target = checkTarget(aws, table, targets);
    const routes = table.routes.map((route) => (route.destination === canonical ? { ...route, target } : route));
    tables.put(id, { ...table, routes });
  });
}

/**
 * DeleteRoute.
 *
 * @throws AwsError when there is no such route or it is the local one
 */
export function deleteRoute(aws: Aws, id: string, destination: string): void {
  callEc2(aws, "DeleteRoute", routeRequest(aws, id, destination, []), () => {
    const tables = ec2.routeTables(aws);
    const table = required("route-table", tables, id);
    const canonical = canonicalDestination(destination);
    const route = table.routes.find((candidate) => candidate.destination === canonical);
    refuseUnless(route, rules.routeMissing, canonical, id);
    refuseIf(route.origin === "CreateRouteTable", rules.localRoute, canonical, id);
    tables.put(id, { ...table, routes: table.routes.filter((candidate) => candidate !== route) });
  });
}

/** A destination as EC2 stores it: host bits cleared, prefix lists as they are. */
export function canonicalDestination(destination: string): string {
  const cidr = parseCidr(destination);
  return cidr ? formatCidr(cidr) : destination;
}

function routeRequest(aws: Aws, id: string, destination: string, targets: readonly RouteTarget[]) {
  return {
    resources: [arnOf(aws, "route-table", id)],
    parameters: {
      RouteTableId: id,
      Destination: destination,
      ...Object.fromEntries(targets.map((target) => [target.kind, target.id])),
    },
  };
}

/** Error codes of targets that are not part of this world: they can only be missing. */
const foreignTargets: Partial<Record<RouteTarget["kind"], string>> = {
  transit_gateway_id: "InvalidTransitGatewayID.NotFound",
  vpc_peering_connection_id: "InvalidVpcPeeringConnectionID.NotFound",
  local_gateway_id: "InvalidLocalGatewayID.NotFound",
  carrier_gateway_id: "InvalidCarrierGatewayID.NotFound",
};

function checkTarget(aws: Aws, table: RouteTable, targets: readonly RouteTarget[]): RouteTarget {
  const [target, ...others] = targets;
  if (!target || others.length > 0) return refuse(rules.targetMissing);
  const vpcId = vpcOfTarget(aws, target);
  refuseUnless(vpcId === undefined || vpcId === table.vpcId, rules.foreignGateway, table.id, target.id);
  return target;
}

/** The VPC of a route's target; undefined for `local`. */
function vpcOfTarget(aws: Aws, { kind, id }: RouteTarget): string | null | undefined {
  if (id === "local") return undefined;
  switch (kind) {
    case "gateway_id":
      return (ec2.internetGateways(aws).get(id) ?? refuse(rules.gatewayMissing, id)).vpcId;
    case "nat_gateway_id":
      return (ec2.natGateways(aws).get(id) ?? refuse(rules.natGatewayMissing, id)).vpcId;
    case "egress_only_gateway_id":
      return required("egress-only-internet-gateway", ec2.egressOnlyInternetGateways(aws), id).vpcId;
    case "network_interface_id":
      return required("network-interface", ec2.networkInterfaces(aws), id).vpcId;
    case "vpc_endpoint_id":
      return required("vpc-endpoint", ec2.vpcEndpoints(aws), id).vpcId;
    default: {
      const code = foreignTargets[kind] ?? rules.gatewayMissing.code;
      throw new ServiceError({ ...rules.gatewayMissing, code }, rules.gatewayMissing.message(id));
    }
  }
}
