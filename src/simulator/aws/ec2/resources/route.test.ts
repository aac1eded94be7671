import { expect, test } from "vitest";
import { unknown, type Value, type Values } from "../../../planning/values.ts";
import { idOf, networkIn, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { blocks } from "../../input.ts";
import { detachInternetGateway } from "../api/internet-gateways.ts";

/** A route of a table of its own to a target. */
function routeTo(network: TestNetwork, target: Values): Values {
  const destination = { route_table_id: network.routeTable(), destination_cidr_block: "192.168.0.0/16" };
  return network.cloud.create("aws_route", { ...destination, ...target });
}

test.each([
  [
    "a NAT gateway",
    (network: TestNetwork) => {
      const nat = { connectivity_type: "private", subnet_id: network.subnet() };
      return ["aws_nat_gateway", network.cloud.create("aws_nat_gateway", nat), "nat_gateway_id"] as const;
    },
  ],
  [
    "a network interface",
    (network: TestNetwork) => {
      const held = network.cloud.create("aws_network_interface", { subnet_id: network.subnet() });
      return ["aws_network_interface", held, "network_interface_id"] as const;
    },
  ],
  [
    "an internet gateway",
    (network: TestNetwork) => {
      const gateway = network.cloud.create("aws_internet_gateway", { vpc_id: network.vpcId });
      return ["aws_internet_gateway", gateway, "gateway_id"] as const;
    },
  ],
])("a route becomes a blackhole when %s behind it goes, which nothing prevents", (_what, make) => {
  const network = testNetwork();
  const [type, target, name] = make(network);
  const state = routeTo(network, { [name]: idOf(target) });
  expect(state).toMatchObject({ state: "active", origin: "CreateRoute", [name]: target.id });
  network.cloud.delete(type, target);
  expect(network.cloud.read("aws_route", state)).toMatchObject({ state: "blackhole", [name]: target.id });
});

test("a detached gateway is a blackhole until it is attached again", () => {
  const network = testNetwork();
  const gateway = network.cloud.create("aws_internet_gateway", { vpc_id: network.vpcId });
  const state = routeTo(network, { gateway_id: idOf(gateway) });
  detachInternetGateway(network.cloud.aws, idOf(gateway), network.vpcId);
  expect(network.cloud.read("aws_route", state)?.state).toBe("blackhole");
  const detached = network.cloud.read("aws_internet_gateway", gateway) ?? {};
  network.cloud.update(detached, "aws_internet_gateway", { vpc_id: network.vpcId });
  expect(network.cloud.read("aws_route", state)?.state).toBe("active");
});

test("another target replaces the old one in place, another destination the route", () => {
  const network = testNetwork();
  const { cloud } = network;
  const route_table_id = network.routeTable();
  const config = { route_table_id, destination_cidr_block: "0.0.0.0/0" };
  const gateway_id = network.internetGateway();
  const state = cloud.create("aws_route", { ...config, gateway_id });
  const nat_gateway_id = network.make("aws_nat_gateway", { connectivity_type: "private", subnet_id: network.subnet() });
  const moved = cloud.update(state, "aws_route", { ...config, nat_gateway_id });
  expect(moved).toMatchObject({ id: state.id, nat_gateway_id, gateway_id: "" });
  expect(cloud.plan("aws_route", moved, { ...config, nat_gateway_id }).action).toBe("none");
  const other = { route_table_id, destination_cidr_block: "192.168.0.0/16", nat_gateway_id };
  expect(cloud.plan("aws_route", moved, other).replace).toEqual(["destination_cidr_block"]);
});

test("a route is imported by its table and destination", () => {
  const network = testNetwork();
  const state = routeTo(network, { gateway_id: network.internetGateway() });
  const imported = network.cloud.import("aws_route", `${String(state.route_table_id)}_192.168.0.0/16`);
  expect(imported).toMatchObject({ id: state.id, gateway_id: state.gateway_id });
  expect(() => network.cloud.import("aws_route", "192.168.0.0/16")).toThrow("unexpected format");
});

test("targets that this world has none of can only be missing, each under its own code", () => {
  const network = testNetwork();
  const create = (target: Values) => () => routeTo(network, target);
  expect(create({ transit_gateway_id: "tgw-01234567" })).toThrow("InvalidTransitGatewayID.NotFound");
  expect(create({ vpc_peering_connection_id: "pcx-01234567" })).toThrow("InvalidVpcPeeringConnectionID.NotFound");
  expect(create({ gateway_id: "local" })).toThrow("import the existing one instead");
});

test("routes in the configuration of a table are read as they were written, and changed one by one", () => {
  const network = testNetwork();
  const { cloud, vpcId } = network;
  const gateway_id = network.internetGateway();
  const route = (cidr_block: string) => ({ cidr_block, gateway_id });
  const config = { vpc_id: vpcId, route: [route("0.0.0.0/0"), route("192.168.0.0/16")] };
  const state = cloud.create("aws_route_table", config);
  expect(cloud.plan("aws_route_table", cloud.read("aws_route_table", state), config).action).toBe("none");
  const fewer = { ...config, route: [route("0.0.0.0/0")] };
  const updated = cloud.update(state, "aws_route_table", fewer);
  expect(updated.route).toMatchObject([{ cidr_block: "0.0.0.0/0", gateway_id }]);
  cloud.delete("aws_route_table", updated);
});

test.each(["aws_route_table", "aws_default_route_table"])(
  "a route of %s whose target is not known yet is planned with every member that it will have",
  (type) => {
    const network = testNetwork();
    const { cloud, vpc, vpcId } = network;
    const of: Values =
      type === "aws_route_table" ? { vpc_id: vpcId } : { default_route_table_id: String(vpc.default_route_table_id) };
    const config = (gateway_id: Value): Values => ({ ...of, route: [{ cidr_block: "0.0.0.0/0", gateway_id }] });
    const early = cloud.plan(type, null, config(unknown)).planned.route;
    const gateway = network.internetGateway();
    const [final] = blocks(cloud.plan(type, null, config(gateway)).planned, "route");
    expect(early).toEqual([{ ...final, gateway_id: unknown }]);
    const state = cloud.create(type, config(gateway));
    expect(state.route).toEqual([final]);
    expect(cloud.plan(type, cloud.read(type, state), config(unknown)).action).toBe("update");
  },
);

test("the routes of a default table have the members of its type and no others", () => {
  const network = testNetwork();
  const { cloud, vpc } = network;
  const route = [{ cidr_block: "0.0.0.0/0", gateway_id: network.internetGateway() }];
  const config = { default_route_table_id: String(vpc.default_route_table_id), route };
  const [own] = blocks(cloud.plan("aws_default_route_table", null, config).planned, "route");
  expect(own).toMatchObject({ instance_id: "" });
  expect(own).not.toHaveProperty("carrier_gateway_id");
  const state = cloud.create("aws_default_route_table", config);
  expect(cloud.read("aws_default_route_table", state)?.route).toEqual([own]);
});

test("routes beside a table show in its state and are no difference to it", () => {
  const network = testNetwork();
  const { cloud, vpcId } = network;
  const table = cloud.create("aws_route_table", { vpc_id: vpcId });
  const target = { destination_cidr_block: "0.0.0.0/0", gateway_id: network.internetGateway() };
  cloud.create("aws_route", { route_table_id: idOf(table), ...target });
  const now = cloud.read("aws_route_table", table);
  expect(now?.route).toHaveLength(1);
  expect(cloud.plan("aws_route_table", now, { vpc_id: vpcId }).action).toBe("none");
  expect(cloud.plan("aws_route_table", now, { vpc_id: vpcId, route: [] }).action).toBe("update");
});

test("a table that fails in its routes is there, to be replaced", () => {
  const network = testNetwork();
  const foreign = networkIn(network.cloud).internetGateway();
  const config = { vpc_id: network.vpcId, route: [{ cidr_block: "0.0.0.0/0", gateway_id: foreign }] };
  expect(() => network.cloud.create("aws_route_table", config)).toThrow("belong to different networks");
  expect(network.cloud.world.ledger().filter(({ table }) => table.endsWith("ec2/route-table"))).toHaveLength(3);
});

test("a default table that is adopted loses its routes and goes only with its VPC", () => {
  const network = testNetwork();
  const { cloud, vpc, vpcId } = network;
  const id = String(vpc.default_route_table_id);
  const destination = { route_table_id: id, destination_cidr_block: "0.0.0.0/0" };
  const route = cloud.create("aws_route", { ...destination, gateway_id: network.internetGateway() });
  const state = cloud.create("aws_default_route_table", { default_route_table_id: id, tags: { Name: "main" } });
  expect(cloud.read("aws_route", route)).toBeNull();
  expect(cloud.import("aws_default_route_table", vpcId)).toMatchObject({ id, tags_all: { Name: "main" } });
  cloud.delete("aws_default_route_table", state);
  expect(cloud.read("aws_route_table", { id })?.vpc_id).toBe(vpcId);
});

test("a subnet moves to another table under a new association", () => {
  const network = testNetwork();
  const { cloud } = network;
  const [first, second, subnet_id] = [network.routeTable(), network.routeTable(), network.subnet()];
  const state = cloud.create("aws_route_table_association", { route_table_id: first, subnet_id });
  const moved = cloud.update(state, "aws_route_table_association", { route_table_id: second, subnet_id });
  expect(moved.id).not.toBe(state.id);
  expect(cloud.import("aws_route_table_association", `${subnet_id}/${second}`)).toMatchObject({ id: moved.id });
  cloud.delete("aws_route_table_association", moved);
  expect(cloud.read("aws_route_table_association", moved)).toBeNull();
});
