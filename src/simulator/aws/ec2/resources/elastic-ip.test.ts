import { expect, test } from "vitest";
import { idOf, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { ec2 } from "../tables.ts";

function withInterfaces(): { readonly network: TestNetwork; readonly first: string; readonly second: string } {
  const network = testNetwork();
  network.internetGateway();
  const subnet_id = network.subnet();
  const make = (address: string) => network.make("aws_network_interface", { subnet_id, private_ips: [address] });
  return { network, first: make("10.0.1.10"), second: make("10.0.1.11") };
}

test("an address of its own has a name, and nothing behind it", () => {
  const { cloud } = testNetwork({}, { region: "eu-west-1" });
  const state = cloud.create("aws_eip", { domain: "vpc" });
  expect(state).toMatchObject({
    allocation_id: state.id,
    association_id: "",
    instance: "",
    network_border_group: "eu-west-1",
    public_dns: `ec2-${String(state.public_ip).replaceAll(".", "-")}.eu-west-1.compute.amazonaws.com`,
  });
  expect(cloud.read("aws_eip", state)).toEqual(state);
});

test("an address moves from one interface to another, and is let go", () => {
  const { network, first, second } = withInterfaces();
  const { cloud } = network;
  const state = cloud.create("aws_eip", { network_interface: first });
  expect(state).toMatchObject({ private_ip: "10.0.1.10", private_dns: "ip-10-0-1-10.ec2.internal" });
  const moved = cloud.update(state, "aws_eip", { network_interface: second });
  expect(moved).toMatchObject({ id: state.id, private_ip: "10.0.1.11" });
  expect(moved.association_id).not.toBe(state.association_id);
  cloud.delete("aws_eip", moved);
  expect(ec2.addresses(cloud.aws).size).toBe(0);
});

test("an address moves from an interface to an instance", () => {
  const { network, first } = withInterfaces();
  const { cloud } = network;
  const state = cloud.create("aws_eip", { network_interface: first });
  const host = { ami: "ami-01234567", instance_type: "t3.micro", subnet_id: network.subnet("10.0.2.0/24") };
  const instance = network.make("aws_instance", host);
  const moved = cloud.update(state, "aws_eip", { instance });
  expect(moved).toMatchObject({ instance, private_ip: expect.stringMatching(/^10\.0\.2\./) });
});

test("an address that cannot be associated is there, to be replaced", () => {
  const network = testNetwork();
  const { cloud } = network;
  const network_interface = network.make("aws_network_interface", { subnet_id: network.subnet() });
  expect(() => cloud.create("aws_eip", { network_interface })).toThrow("Gateway.NotAttached");
  expect(ec2.addresses(cloud.aws).rows()).toMatchObject([{ association: null }]);
});

test("an interface that goes frees its address", () => {
  const { network, first } = withInterfaces();
  const { cloud } = network;
  const state = cloud.create("aws_eip", { network_interface: first });
  cloud.delete("aws_network_interface", cloud.import("aws_network_interface", first));
  expect(cloud.read("aws_eip", state)).toMatchObject({ association_id: "", network_interface: "" });
});

test("a gateway that cannot be attached is there, to be replaced", () => {
  const network = testNetwork();
  const { cloud } = network;
  network.internetGateway();
  expect(() => network.internetGateway()).toThrow("already has an internet gateway attached");
  expect(
    ec2
      .internetGateways(cloud.aws)
      .rows()
      .map(({ vpcId }) => vpcId),
  ).toEqual([network.vpcId, null]);
});

test("an egress-only gateway takes routes over IPv6 and goes without regard to them", () => {
  const network = testNetwork({ assign_generated_ipv6_cidr_block: true });
  const { cloud } = network;
  const gateway = cloud.create("aws_egress_only_internet_gateway", { vpc_id: network.vpcId, tags: { a: "b" } });
  const route = { route_table_id: network.routeTable(), destination_ipv6_cidr_block: "::/0" };
  const state = cloud.create("aws_route", { ...route, egress_only_gateway_id: idOf(gateway) });
  expect(state.state).toBe("active");
  expect(cloud.import("aws_egress_only_internet_gateway", idOf(gateway))).toEqual(gateway);
  cloud.delete("aws_egress_only_internet_gateway", gateway);
  expect(cloud.read("aws_route", state)?.state).toBe("blackhole");
});
