import { expect, test } from "vitest";
import { idOf, type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { ec2 } from "../tables.ts";

function publicNetwork(): TestNetwork {
  const network = testNetwork();
  network.internetGateway();
  return network;
}

test("a gateway holds an interface of its own, which its address is mapped to and nobody else may touch", () => {
  const network = publicNetwork();
  const { cloud } = network;
  const address = cloud.create("aws_eip", { domain: "vpc" });
  const subnet_id = network.subnet();
  const nat = cloud.create("aws_nat_gateway", { allocation_id: idOf(address), subnet_id });
  const held = cloud.import("aws_network_interface", String(nat.network_interface_id));
  expect(held).toMatchObject({
    subnet_id,
    description: `Interface for NAT Gateway ${idOf(nat)}`,
    private_ip: nat.private_ip,
    security_groups: [],
  });
  expect(nat.public_ip).toBe(address.public_ip);
  expect(cloud.read("aws_eip", address)).toMatchObject({
    network_interface: nat.network_interface_id,
    private_ip: nat.private_ip,
  });
  expect(() => cloud.delete("aws_network_interface", held)).toThrow("AuthFailure");
  const [row] = ec2.networkInterfaces(cloud.aws).rows();
  expect(row).toMatchObject({ interfaceType: "nat_gateway", attachment: { instanceOwnerId: "amazon-aws" } });
});

test("a deleted gateway takes its interface along and leaves its address allocated", () => {
  const network = publicNetwork();
  const { cloud } = network;
  const address = cloud.create("aws_eip", { domain: "vpc" });
  const nat = cloud.create("aws_nat_gateway", { allocation_id: idOf(address), subnet_id: network.subnet() });
  cloud.delete("aws_nat_gateway", nat);
  expect(ec2.networkInterfaces(cloud.aws).size).toBe(0);
  const free = cloud.read("aws_eip", address);
  expect(free).toMatchObject({ association_id: "", public_ip: address.public_ip });
  cloud.delete("aws_eip", free ?? {});
  expect(cloud.read("aws_eip", address)).toBeNull();
});

test.each([
  ["without an internet gateway", (network: TestNetwork) => network, "Gateway.NotAttached: Network vpc-"],
  [
    "whose address is in use",
    (network: TestNetwork) => {
      network.internetGateway();
      return network;
    },
    "Resource.AlreadyAssociated: Elastic IP address",
  ],
])("a gateway %s is made, ends as failed, and is to be replaced", (_case, prepare, words) => {
  const network = prepare(testNetwork());
  const { cloud } = network;
  const config = { allocation_id: network.address(), subnet_id: network.subnet() };
  if (words.startsWith("Resource")) cloud.create("aws_nat_gateway", config);
  expect(() => cloud.create("aws_nat_gateway", config)).toThrow(words);
  const failed = ec2.natGateways(cloud.aws).filter(({ state }) => state === "failed");
  expect(failed).toMatchObject([{ networkInterfaceId: null, addresses: [] }]);
});

test("a failed gateway counts against no quota and can be removed", () => {
  const network = testNetwork();
  const { cloud } = network;
  const config = { allocation_id: network.address(), subnet_id: network.subnet() };
  for (let count = 0; count < 6; count += 1) {
    expect(() => cloud.create("aws_nat_gateway", config)).toThrow("Gateway.NotAttached");
  }
  for (const { id } of ec2.natGateways(cloud.aws).rows()) cloud.delete("aws_nat_gateway", { id });
  expect(ec2.natGateways(cloud.aws).size).toBe(0);
});

test("a subnet without free addresses fails the gateway with the code of the cause", () => {
  const network = publicNetwork();
  const subnet_id = network.subnet("10.0.1.0/28");
  for (let count = 0; count < 11; count += 1) network.make("aws_network_interface", { subnet_id });
  const create = () => network.make("aws_nat_gateway", { allocation_id: network.address(), subnet_id });
  expect(create).toThrow("InsufficientFreeAddressesInSubnet: Subnet has insufficient free addresses");
});

test("secondary addresses of a public gateway come and go with their Elastic IP addresses", () => {
  const network = publicNetwork();
  const { cloud } = network;
  const [first, second, third] = [network.address(), network.address(), network.address()];
  const config = { allocation_id: first, subnet_id: network.subnet() };
  const state = cloud.create("aws_nat_gateway", { ...config, secondary_allocation_ids: [second] });
  expect(state).toMatchObject({ allocation_id: first, secondary_allocation_ids: [second] });
  const moved = cloud.update(state, "aws_nat_gateway", { ...config, secondary_allocation_ids: [third] });
  expect(moved).toMatchObject({ id: state.id, secondary_allocation_ids: [third] });
  expect(ec2.addresses(cloud.aws).get(second)?.association).toBeNull();
  expect(cloud.read("aws_nat_gateway", moved)).toEqual(moved);
});

test("a private gateway has secondary addresses by name or by number, and no public one", () => {
  const network = testNetwork();
  const { cloud } = network;
  const config = { connectivity_type: "private", subnet_id: network.subnet() };
  const named = ["10.0.1.20", "10.0.1.21"];
  const state = cloud.create("aws_nat_gateway", { ...config, secondary_private_ip_addresses: named });
  expect(state).toMatchObject({ public_ip: "", secondary_private_ip_addresses: named });
  const fewer = cloud.update(state, "aws_nat_gateway", { ...config, secondary_private_ip_addresses: ["10.0.1.21"] });
  expect(fewer).toMatchObject({ id: state.id, secondary_private_ip_addresses: ["10.0.1.21"] });
  const counted = cloud.create("aws_nat_gateway", { ...config, secondary_private_ip_address_count: 3 });
  expect(counted.secondary_private_ip_addresses).toHaveLength(3);
});

test("a regional gateway is refused by name", () => {
  const { cloud, vpcId } = publicNetwork();
  const create = () => cloud.create("aws_nat_gateway", { availability_mode: "regional", vpc_id: vpcId });
  expect(create).toThrow("Regional NAT gateways are not simulated");
});
