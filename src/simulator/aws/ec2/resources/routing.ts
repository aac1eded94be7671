import { crc32 } from "node:zlib";
import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  associateRouteTable,
  canonicalDestination,
  createRoute,
  createRouteTable,
  deleteRoute,
  deleteRouteTable,
  describeRouteTable,
  disassociateRouteTable,
  replaceRoute,
  replaceRouteTableAssociation,
  routeState,
} from "../api/route-tables.ts";
import { ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import { type Route, type RouteTable, type RouteTarget, routeTargetKinds } from "../routing-records.ts";
import { ec2 } from "../tables.ts";
import { type AttributeBlocks, filled, planAttributeBlocks } from "./attribute-blocks.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidRouteTableID.NotFound", "InvalidRouteTableId.NotFound"];

function destinationOf(values: Values): string {
  return (
    text(values, "destination_cidr_block") ||
    text(values, "cidr_block") ||
    text(values, "destination_ipv6_cidr_block") ||
    text(values, "ipv6_cidr_block") ||
    text(values, "destination_prefix_list_id")
  );
}

function targetsOf(values: Values): RouteTarget[] {
  return routeTargetKinds.flatMap((kind) => {
    const id = text(values, kind);
    return id ? [{ kind, id }] : [];
  });
}

const routeMembers = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id", ...routeTargetKinds];
const emptyRoute: Values = Object.fromEntries(routeMembers.map((name) => [name, ""]));

const routeSet: AttributeBlocks = {
  name: "route",
  stored: (element) => filled(emptyRoute, element),
};

/** Routes that a table was given, without the local ones and those of gateway endpoints. */
function ownRoutes(table: RouteTable): Route[] {
  return table.routes.filter(({ origin, target }) => origin === "CreateRoute" && !target.id.startsWith("vpce-"));
}

function routeBlock(route: Route): Values {
  const family = route.destination.includes(":") ? "ipv6_cidr_block" : "cidr_block";
  const destination = route.destination.startsWith("pl-") ? "destination_prefix_list_id" : family;
  return { ...emptyRoute, [destination]: route.destination, [route.target.kind]: route.target.id };
}

function tableAttributes(aws: Aws, table: RouteTable): Values {
  return {
    id: table.id,
    arn: arnOf(aws, "route-table", table.id),
    owner_id: aws.account,
    vpc_id: table.vpcId,
    route: ownRoutes(table).map(routeBlock),
    propagating_vgws: table.propagatingGatewayIds,
    tags_all: table.tags,
  };
}

/** Brings the routes that stand in the table's own configuration to what it says; null means that they are managed elsewhere. */
function applyRoutes(aws: Aws, id: string, before: readonly Values[], after: readonly Values[]): void {
  const wanted = new Map(after.map((block) => [canonicalDestination(destinationOf(block)), block]));
  const present = new Map(before.map((block) => [canonicalDestination(destinationOf(block)), block]));
  for (const destination of present.keys()) if (!wanted.has(destination)) deleteRoute(aws, id, destination);
  for (const [destination, block] of wanted) {
    const old = present.get(destination);
    if (!old) createRoute(aws, id, destination, targetsOf(block));
    else if (JSON.stringify(targetsOf(old)) !== JSON.stringify(targetsOf(block)))
      replaceRoute(aws, id, destination, targetsOf(block));
  }
}

export const routeTable: ResourceType<Aws> = {
  type: "aws_route_table",
  label: "EC2 Route Table",
  plan: (call) => planAttributeBlocks(call, routeSet),
  create({ client, input }) {
    const made = createRouteTable(client, text(input, "vpc_id"), tagsOf(input.tags_all));
    applyRoutes(client, made.id, [], blocks(input, "route"));
    return tableAttributes(client, describeRouteTable(client, made.id));
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeRouteTable(client, text(state, "id")));
    return found ? tableAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    if (changed("route")) applyRoutes(client, text(state, "id"), blocks(state, "route"), blocks(input, "route"));
    updateTags(call, "route-table", ec2.routeTables(client));
    return tableAttributes(client, describeRouteTable(client, text(state, "id")));
  },
  delete({ client, state }) {
    ignoring(missing, () => {
      for (const { id } of describeRouteTable(client, text(state, "id")).associations)
        disassociateRouteTable(client, id);
      deleteRouteTable(client, text(state, "id"));
    });
  },
};

export const defaultRouteTable: ResourceType<Aws> = {
  type: "aws_default_route_table",
  label: "EC2 Default Route Table",
  plan: (call) => planAttributeBlocks(call, routeSet),
  create(call) {
    const { client, input } = call;
    const id = text(input, "default_route_table_id");
    const table = describeRouteTable(client, id);
    applyRoutes(client, id, ownRoutes(table).map(routeBlock), blocks(input, "route"));
    ec2.routeTables(client).put(id, { ...describeRouteTable(client, id), tags: tagsOf(input.tags_all) });
    return { ...tableAttributes(client, describeRouteTable(client, id)), default_route_table_id: id };
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeRouteTable(client, text(state, "id")));
    return found ? { ...tableAttributes(client, found), default_route_table_id: found.id } : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    if (changed("route")) applyRoutes(client, text(state, "id"), blocks(state, "route"), blocks(input, "route"));
    updateTags(call, "route-table", ec2.routeTables(client));
    return tableAttributes(client, describeRouteTable(client, text(state, "id")));
  },
  // The table goes with its VPC; the provider only forgets it.
  delete() {},
};

function routeAttributes(aws: Aws, table: RouteTable, route: Route): Values {
  const isIpv6 = route.destination.includes(":");
  return {
    id: routeId(table.id, route.destination),
    route_table_id: table.id,
    ...(route.destination.startsWith("pl-")
      ? {}
      : { [isIpv6 ? "destination_ipv6_cidr_block" : "destination_cidr_block"]: route.destination }),
    ...Object.fromEntries(routeTargetKinds.map((kind) => [kind, kind === route.target.kind ? route.target.id : ""])),
    instance_id: "",
    instance_owner_id: "",
    network_interface_id: route.target.kind === "network_interface_id" ? route.target.id : "",
    origin: route.origin,
    state: routeState(aws, table, route),
  };
}

/** `r-<table><hash of the destination>`, as the provider makes it. */
function routeId(tableId: string, destination: string): string {
  return `r-${tableId}${crc32(destination)}`;
}

function findRoute(aws: Aws, values: Values): { table: RouteTable; route: Route } | undefined {
  const table = ignoring(missing, () => describeRouteTable(aws, text(values, "route_table_id")));
  const route = table?.routes.find(({ destination }) => destination === canonicalDestination(destinationOf(values)));
  return table && route ? { table, route } : undefined;
}

export const route: ResourceType<Aws> = {
  type: "aws_route",
  label: "EC2 Route",
  create({ client, input }) {
    const id = text(input, "route_table_id");
    const made = createRoute(client, id, destinationOf(input), targetsOf(input));
    return routeAttributes(client, describeRouteTable(client, id), made);
  },
  read({ client, state }) {
    const found = findRoute(client, state);
    return found ? routeAttributes(client, found.table, found.route) : null;
  },
  update({ client, state, input }) {
    // The old target stays in the plan as computed value; only the one that changed is meant.
    const changed = targetsOf(input).filter(({ kind, id }) => text(state, kind) !== id);
    replaceRoute(
      client,
      text(state, "route_table_id"),
      destinationOf(state),
      changed.length > 0 ? changed : targetsOf(input),
    );
    const found = findRoute(client, state);
    return found ? routeAttributes(client, found.table, found.route) : {};
  },
  delete({ client, state }) {
    ignoring([...missing, "InvalidRoute.NotFound"], () =>
      deleteRoute(client, text(state, "route_table_id"), destinationOf(state)),
    );
  },
  import(_call, id) {
    const [table = "", destination = ""] = id.split("_");
    if (!table.startsWith("rtb-") || destination === "") return null;
    return {
      route_table_id: table,
      [destination.includes(":") ? "destination_ipv6_cidr_block" : "destination_cidr_block"]: destination,
    };
  },
};

export const routeTableAssociation: ResourceType<Aws> = {
  type: "aws_route_table_association",
  label: "EC2 Route Table Association",
  create({ client, input }) {
    const target = { subnetId: textOrNull(input, "subnet_id"), gatewayId: textOrNull(input, "gateway_id") };
    return { id: associateRouteTable(client, text(input, "route_table_id"), target).id };
  },
  read({ client, state }) {
    const table = ignoring(missing, () => describeRouteTable(client, text(state, "route_table_id")));
    const found = table?.associations.find(({ id }) => id === text(state, "id"));
    return table && found
      ? { id: found.id, route_table_id: table.id, subnet_id: found.subnetId ?? "", gateway_id: found.gatewayId ?? "" }
      : null;
  },
  update({ client, state, input }) {
    return { id: replaceRouteTableAssociation(client, text(state, "id"), text(input, "route_table_id")).id };
  },
  delete({ client, state }) {
    ignoring(["InvalidAssociationID.NotFound"], () => disassociateRouteTable(client, text(state, "id")));
  },
  import(call, id) {
    const [target = "", table = ""] = id.split("/");
    const found = ec2
      .routeTables(call.client)
      .get(table)
      ?.associations.find(({ subnetId, gatewayId }) => target === subnetId || target === gatewayId);
    return found
      ? {
          id: found.id,
          route_table_id: table,
          ...(target.startsWith("subnet-") ? { subnet_id: target } : { gateway_id: target }),
        }
      : null;
  },
};
