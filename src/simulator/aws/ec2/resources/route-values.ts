import type { Values } from "../../../planning/values.ts";
import { text } from "../../input.ts";
import { type Route, type RouteTable, type RouteTarget, routeTargetKinds } from "../routing-records.ts";
import { type AttributeBlocks, filled } from "./attribute-blocks.ts";

const destinations = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];
const blockDestinations = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"];

/** The destination that an `aws_route`, or a `route` block of a table, names. */
export function destinationOf(values: Values): string {
  return [...destinations, ...blockDestinations].map((name) => text(values, name)).find(Boolean) ?? "";
}

/** The targets that it names; one, where the configuration is right. */
export function targetsOf(values: Values): RouteTarget[] {
  return routeTargetKinds.flatMap((kind) => {
    const id = text(values, kind);
    return id ? [{ kind, id }] : [];
  });
}

/** Under which of three names, for IPv4, IPv6 and prefix lists, a destination stands. */
function nameOf(destination: string, [ipv4 = "", ipv6 = "", prefixList = ""]: readonly string[]): string {
  if (destination.startsWith("pl-")) return prefixList;
  return destination.includes(":") ? ipv6 : ipv4;
}

/** Every member that a `route` block has in one of the table types; only the default table's still has `instance_id`. */
const emptyBlock = Object.fromEntries(
  [...blockDestinations, ...routeTargetKinds, "instance_id"].map((name) => [name, ""]),
);

/** The routes in the configuration of a table. */
export const routeBlocks: AttributeBlocks = { name: "route", stored: (element) => filled(emptyBlock, element) };

/** A route as an element of `route`. */
export function routeBlock({ destination, target }: Route): Values {
  return { ...emptyBlock, [nameOf(destination, blockDestinations)]: destination, [target.kind]: target.id };
}

/** Destination and target of a route as attributes of `aws_route`. */
export function routeValues({ destination, target }: Route): Values {
  const targets = routeTargetKinds.map((kind) => [kind, kind === target.kind ? target.id : ""]);
  return { [nameOf(destination, destinations)]: destination, ...Object.fromEntries(targets) };
}

/** Routes that a table was given, without the local ones and those of gateway endpoints. */
export function ownRoutes(table: RouteTable): Route[] {
  return table.routes.filter(({ origin, target }) => origin === "CreateRoute" && !target.id.startsWith("vpce-"));
}
