import { crc32 } from "node:zlib";
import { ProviderError } from "../../../planning/diagnostics.ts";
import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { text } from "../../input.ts";
import { describeRouteTable, routeState } from "../api/route-tables.ts";
import { canonicalDestination, createRoute, deleteRoute, replaceRoute } from "../api/routes.ts";
import { ignoring } from "../calls.ts";
import type { Route, RouteTable } from "../routing-records.ts";
import { ec2 } from "../tables.ts";
import { destinationOf, routeValues, targetsOf } from "./route-values.ts";

const missing = ["InvalidRouteTableID.NotFound"];

function routeAttributes(aws: Aws, table: RouteTable, route: Route): Values {
  const { kind, id } = route.target;
  const attachment = kind === "network_interface_id" ? ec2.networkInterfaces(aws).get(id)?.attachment : undefined;
  return {
    // The provider's own id; AWS gives routes none.
    id: `r-${table.id}${crc32(route.destination)}`,
    route_table_id: table.id,
    ...routeValues(route),
    instance_id: attachment?.instanceId ?? "",
    instance_owner_id: attachment?.instanceId ? attachment.instanceOwnerId : "",
    origin: route.origin,
    state: routeState(aws, table, route),
  };
}

function findRoute(aws: Aws, values: Values): Values | null {
  const table = ignoring(missing, () => describeRouteTable(aws, text(values, "route_table_id")));
  const destination = canonicalDestination(destinationOf(values));
  const route = table?.routes.find((candidate) => candidate.destination === destination);
  return table && route ? routeAttributes(aws, table, route) : null;
}

export const route: ResourceType<Aws> = {
  type: "aws_route",
  label: "EC2 Route",
  create({ client, input }) {
    const id = text(input, "route_table_id");
    if (text(input, "gateway_id") === "local") {
      throw new ProviderError("cannot create a route to the local gateway, import the existing one instead");
    }
    const made = createRoute(client, id, destinationOf(input), targetsOf(input));
    return routeAttributes(client, describeRouteTable(client, id), made);
  },
  read: ({ client, state }) => findRoute(client, state),
  update({ client, state, input }) {
    // The old target stays in the plan as computed value; only the one that changed is meant.
    const changed = targetsOf(input).filter(({ kind, id }) => text(state, kind) !== id);
    const targets = changed.length > 0 ? changed : targetsOf(input);
    replaceRoute(client, text(state, "route_table_id"), destinationOf(state), targets);
    return findRoute(client, state) ?? {};
  },
  delete({ client, state }) {
    ignoring([...missing, "InvalidRoute.NotFound"], () =>
      deleteRoute(client, text(state, "route_table_id"), destinationOf(state)),
    );
  },
  import(_call, id) {
    const [table = "", destination = "", ...rest] = id.split("_");
    if (!table.startsWith("rtb-") || destination === "" || rest.length > 0) return null;
    if (destination.startsWith("pl-")) return { route_table_id: table, destination_prefix_list_id: destination };
    const family = destination.includes(":") ? "destination_ipv6_cidr_block" : "destination_cidr_block";
    return { route_table_id: table, [family]: destination };
  },
};
