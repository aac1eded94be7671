import { expect, test } from "vitest";
import { networkIn, testNetwork } from "../../../testing/network.ts";

test("an empty subnet has all its addresses but five to give away", () => {
  const network = testNetwork();
  for (const [cidr, count] of [
    ["10.0.1.0/28", 11],
    ["10.0.2.0/24", 251],
  ] as const) {
    const id = network.subnet(cidr);
    expect(network.cloud.data("aws_subnet", { id }).available_ip_address_count).toBe(count);
  }
});

test("interfaces take addresses from the count, and give them back", () => {
  const network = testNetwork();
  const id = network.subnet("10.0.1.0/24");
  const left = () => network.cloud.data("aws_subnet", { id }).available_ip_address_count;
  const state = network.cloud.create("aws_network_interface", {
    subnet_id: id,
    private_ips_count: 2,
    ipv4_prefix_count: 1,
  });
  expect(left()).toBe(251 - 3 - 16);
  network.cloud.delete("aws_network_interface", state);
  expect(left()).toBe(251);
});

test("a zone may be named or given by its id", () => {
  const { cloud, vpcId } = testNetwork();
  const byName = cloud.create("aws_subnet", {
    vpc_id: vpcId,
    cidr_block: "10.0.1.0/24",
    availability_zone: "us-east-1b",
  });
  const byId = cloud.create("aws_subnet", {
    vpc_id: vpcId,
    cidr_block: "10.0.2.0/24",
    availability_zone_id: "use1-az1",
  });
  expect([byName.availability_zone_id, byId.availability_zone]).toEqual(["use1-az1", "us-east-1b"]);
});

test("a refused zone is answered with those that there are", () => {
  const network = testNetwork({}, { region: "us-west-1" });
  expect(() => network.subnet("10.0.1.0/24", "us-west-1b")).toThrow(
    "Value (us-west-1b) for parameter availabilityZone is invalid. " +
      "Subnets can currently only be created in the following availability zones: us-west-1a, us-west-1c.",
  );
});

test("attributes are changed in place, the range is not", () => {
  const { cloud, vpcId } = testNetwork();
  const config = { vpc_id: vpcId, cidr_block: "10.0.1.0/24" };
  const state = cloud.create("aws_subnet", config);
  const open = cloud.update(state, "aws_subnet", {
    ...config,
    map_public_ip_on_launch: true,
    tags: { tier: "public" },
  });
  expect(open).toMatchObject({ id: state.id, map_public_ip_on_launch: true, tags_all: { tier: "public" } });
  expect(cloud.plan("aws_subnet", open, { ...config, cidr_block: "10.0.2.0/24" }).replace).toEqual(["cidr_block"]);
});

test("a subnet gets, changes and loses an IPv6 range of its VPC", () => {
  const { cloud, vpc, vpcId } = testNetwork({ assign_generated_ipv6_cidr_block: true });
  const range = (number: number) => String(vpc.ipv6_cidr_block).replace("00::/56", `0${number}::/64`);
  const config = (ipv6_cidr_block: string | null, cidr_block = "10.0.1.0/24") => ({
    vpc_id: vpcId,
    cidr_block,
    ipv6_cidr_block,
  });
  const state = cloud.create("aws_subnet", config(range(1)));
  const second = cloud.update(state, "aws_subnet", config(range(2)));
  expect(second).toMatchObject({ id: state.id, ipv6_cidr_block: range(2) });
  cloud.create("aws_subnet", config(range(1), "10.0.2.0/24"));
  expect(() => cloud.create("aws_subnet", config(range(2), "10.0.3.0/24"))).toThrow("InvalidSubnet.Conflict");
  expect(() => cloud.create("aws_subnet", config("2001:db8::/64", "10.0.3.0/24"))).toThrow("InvalidSubnet.Range");
});

test("what is not simulated is refused by name", () => {
  const { cloud, vpcId } = testNetwork();
  const ipv6Only = { vpc_id: vpcId, ipv6_native: true };
  expect(() => cloud.create("aws_subnet", ipv6Only)).toThrow("IPv6-only subnets are not simulated");
  expect(() => cloud.create("aws_vpc", { ipv4_ipam_pool_id: "ipam-pool-1", ipv4_netmask_length: 20 })).toThrow(
    "Address pools of one's own are not simulated",
  );
});

test("the same range may stand in two VPCs", () => {
  const network = testNetwork();
  network.subnet("10.0.1.0/24");
  expect(networkIn(network.cloud).subnet("10.0.1.0/24")).toMatch(/^subnet-0[0-9a-f]{16}$/);
});
