import { refuse, refuseIf } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { quotaOf } from "../facts/quotas.ts";
import { arnOf, newId, newIdOf, required } from "../identifiers.ts";
import type { Route, RouteTable, RouteTableAssociation } from "../routing-records.ts";
import { routingRules as rules } from "../rules/routing.ts";
import { ec2 } from "../tables.ts";

/**
 * CreateRouteTable, with the local routes of its VPC.
 *
 * @throws AwsError `RouteTableLimitExceeded`
 */
export function createRouteTable(aws: Aws, vpcId: string, tags: Tags): RouteTable {
  const arn = aws.arn("ec2", "route-table/*");
  const request = { resources: [arn, arnOf(aws, "vpc", vpcId)], parameters: { VpcId: vpcId }, tagging: { arn, tags } };
  return callEc2(aws, "CreateRouteTable", request, () => {
    const vpc = required("vpc", ec2.vpcs(aws), vpcId);
    const tables = ec2.routeTables(aws);
    const count = tables.filter((table) => table.vpcId === vpcId).length;
    refuseIf(count >= quotaOf(aws, "routeTablesPerVpc"), rules.tableQuota);
    const main = required("route-table", tables, vpc.mainRouteTableId);
    const id = newIdOf(aws, "route-table", { vpcId, tags });
    return tables.put(id, {
      id,
      vpcId,
      routes: main.routes.filter(({ target }) => target.id === "local"),
      associations: [],
      tags,
    });
  });
}

/**
 * DeleteRouteTable.
 *
 * @throws AwsError `DependencyViolation` while it is associated or the main one
 */
export function deleteRouteTable(aws: Aws, id: string): void {
  const request = { resources: [arnOf(aws, "route-table", id)], parameters: { RouteTableId: id } };
  callEc2(aws, "DeleteRouteTable", request, () => {
    const table = required("route-table", ec2.routeTables(aws), id);
    refuseIf(table.associations.length > 0, rules.tableDeleteDependency, id);
    ec2.routeTables(aws).delete(id);
    const endpoints = ec2.vpcEndpoints(aws);
    for (const endpoint of endpoints.filter(({ routeTableIds }) => routeTableIds.includes(id))) {
      const routeTableIds = endpoint.routeTableIds.filter((other) => other !== id);
      endpoints.put(endpoint.id, { ...endpoint, routeTableIds });
    }
  });
}

/**
 * DescribeRouteTables by id.
 *
 * @throws AwsError `InvalidRouteTableID.NotFound`
 */
export function describeRouteTable(aws: Aws, id: string): RouteTable {
  return callEc2(aws, "DescribeRouteTables", { parameters: { RouteTableIds: [id] } }, () =>
    required("route-table", ec2.routeTables(aws), id),
  );
}

/**
 * AssociateRouteTable with a subnet or a gateway.
 *
 * @throws AwsError when the subnet has an explicit association or lies in another VPC
 */
export function associateRouteTable(
  aws: Aws,
  id: string,
  target: { readonly subnetId: string | null; readonly gatewayId: string | null },
): RouteTableAssociation {
  const request = {
    resources: [arnOf(aws, "route-table", id), ...(target.subnetId ? [arnOf(aws, "subnet", target.subnetId)] : [])],
    parameters: { RouteTableId: id, SubnetId: target.subnetId, GatewayId: target.gatewayId },
  };
  return callEc2(aws, "AssociateRouteTable", request, () => {
    const tables = ec2.routeTables(aws);
    const table = required("route-table", tables, id);
    if (target.subnetId) {
      const subnet = required("subnet", ec2.subnets(aws), target.subnetId);
      refuseIf(subnet.vpcId !== table.vpcId, rules.associationForeign, id, subnet.id);
    }
    if (target.gatewayId) required("internet-gateway", ec2.internetGateways(aws), target.gatewayId);
    const taken = tables.find(({ associations }) =>
      associations.some(
        (other) => !other.main && other.subnetId === target.subnetId && other.gatewayId === target.gatewayId,
      ),
    );
    refuseIf(taken, rules.associationTaken, id);
    const association = { id: newId(aws, "rtbassoc", { id, target }), main: false, ...target };
    tables.put(id, { ...table, associations: [...table.associations, association] });
    return association;
  });
}

/**
 * ReplaceRouteTableAssociation: the subnet moves to another table under a new association id.
 *
 * @throws AwsError `InvalidAssociationID.NotFound`
 */
export function replaceRouteTableAssociation(aws: Aws, associationId: string, id: string): RouteTableAssociation {
  const request = {
    resources: [arnOf(aws, "route-table", id)],
    parameters: { AssociationId: associationId, RouteTableId: id },
  };
  return callEc2(aws, "ReplaceRouteTableAssociation", request, () => {
    const tables = ec2.routeTables(aws);
    required("route-table", tables, id);
    const { table, association } = associationOf(aws, associationId);
    const moved = { ...association, id: newId(aws, "rtbassoc", { id, replaces: associationId }) };
    dropAssociation(aws, table, associationId);
    const target = required("route-table", tables, id);
    tables.put(id, { ...target, associations: [...target.associations, moved] });
    return moved;
  });
}

/**
 * DisassociateRouteTable.
 *
 * @throws AwsError when there is no such association, or it is that of a main table
 */
export function disassociateRouteTable(aws: Aws, associationId: string): void {
  callEc2(aws, "DisassociateRouteTable", { parameters: { AssociationId: associationId } }, () => {
    const { table, association } = associationOf(aws, associationId);
    refuseIf(association.main, rules.associationMain, associationId);
    dropAssociation(aws, table, associationId);
  });
}

/**
 * EnableVgwRoutePropagation; virtual private gateways are not part of this world, so that any can only be missing.
 *
 * @throws AwsError `InvalidGatewayID.NotFound`
 */
export function enableRoutePropagation(aws: Aws, id: string, gatewayId: string): void {
  const request = {
    resources: [arnOf(aws, "route-table", id)],
    parameters: { RouteTableId: id, GatewayId: gatewayId },
  };
  callEc2(aws, "EnableVgwRoutePropagation", request, () => refuse(rules.gatewayMissing, gatewayId));
}

/** `blackhole` once the target of a route is gone or detached; the route itself stays. */
export function routeState(aws: Aws, table: RouteTable, { target }: Route): "active" | "blackhole" {
  if (target.id === "local") return "active";
  if (target.id.startsWith("igw-")) {
    return ec2.internetGateways(aws).get(target.id)?.vpcId === table.vpcId ? "active" : "blackhole";
  }
  const targets = [
    ec2.natGateways(aws),
    ec2.networkInterfaces(aws),
    ec2.egressOnlyInternetGateways(aws),
    ec2.vpcEndpoints(aws),
  ];
  return targets.some((candidates) => candidates.has(target.id)) ? "active" : "blackhole";
}

function associationOf(aws: Aws, id: string): { table: RouteTable; association: RouteTableAssociation } {
  for (const table of ec2.routeTables(aws).rows()) {
    const association = table.associations.find((candidate) => candidate.id === id);
    if (association) return { table, association };
  }
  return refuse(rules.associationMissing, id);
}

function dropAssociation(aws: Aws, table: RouteTable, id: string): void {
  const associations = table.associations.filter((association) => association.id !== id);
  ec2.routeTables(aws).put(table.id, { ...table, associations });
}
