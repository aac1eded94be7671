import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { testCloud } from "../../testing/cloud.ts";

function network() {
  const cloud = testCloud();
  const vpc = cloud.create("aws_vpc", { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true });
  const subnet = cloud.create("aws_subnet", {
    vpc_id: vpc.id ?? null,
    cidr_block: "10.0.1.0/24",
    availability_zone: "us-east-1a",
  });
  return { cloud, vpc, subnet };
}

test("a network with a way out through NAT can be built, read without a difference, and removed", () => {
  const { cloud, vpc, subnet } = network();
  const made: [string, ReturnType<typeof cloud.create>][] = [];
  const create = (type: string, config: Parameters<typeof cloud.create>[1]) => {
    const state = cloud.create(type, config);
    made.push([type, state]);
    expect(cloud.read(type, state), type).toEqual(state);
    return state;
  };
  const gateway = create("aws_internet_gateway", { vpc_id: vpc.id ?? null, tags: { Name: "a" } });
  const table = create("aws_route_table", { vpc_id: vpc.id ?? null });
  create("aws_route", {
    route_table_id: table.id ?? null,
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: gateway.id ?? null,
  });
  create("aws_route_table_association", { route_table_id: table.id ?? null, subnet_id: subnet.id ?? null });
  const address = cloud.create("aws_eip", { domain: "vpc" });
  const nat = create("aws_nat_gateway", { allocation_id: address.id ?? null, subnet_id: subnet.id ?? null });
  expect(nat.public_ip).toBe(address.public_ip);
  const group = create("aws_security_group", { name: "nodes", description: "nodes", vpc_id: vpc.id ?? null });
  create("aws_vpc_security_group_ingress_rule", {
    security_group_id: group.id ?? null,
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "10.0.0.0/16",
  });
  for (const [type, state] of made.reverse()) cloud.delete(type, cloud.read(type, state) ?? state);
  cloud.delete("aws_eip", address);
  cloud.delete("aws_subnet", subnet);
  cloud.delete("aws_vpc", vpc);
  expect(cloud.world.ledger()).toEqual([]);
});

test("a VPC with a subnet is not deleted", () => {
  const { cloud, vpc } = network();
  expect(() => cloud.delete("aws_vpc", vpc)).toThrow("DependencyViolation");
});

test("an overlapping subnet is refused, a touching one is not", () => {
  const { cloud, vpc } = network();
  const config = (cidr_block: string): Values => ({
    vpc_id: vpc.id ?? null,
    cidr_block,
    availability_zone: "us-east-1b",
  });
  expect(() => cloud.create("aws_subnet", config("10.0.1.128/25"))).toThrow("InvalidSubnet.Conflict");
  expect(cloud.create("aws_subnet", config("10.0.2.0/24")).id).toMatch(/^subnet-/);
});
