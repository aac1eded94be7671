import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { idOf, networkIn, testNetwork } from "../../testing/network.ts";
import { refusalOf } from "../../testing/rule-test.ts";
import { servicePrincipal } from "../principal.ts";
import { createNetworkInterface } from "./api/network-interfaces.ts";
import { createSecurityGroup } from "./api/security-groups.ts";

/** Everything that may stand in a VPC, in an order in which it can be built. */
function wholeNetwork() {
  const network = testNetwork({ enable_dns_hostnames: true, assign_generated_ipv6_cidr_block: true });
  const { cloud, vpcId: vpc_id } = network;
  const made: [type: string, state: Values][] = [["aws_vpc", network.vpc]];
  const create = (type: string, config: Values): string => {
    const state = cloud.create(type, config);
    made.push([type, state]);
    return idOf(state);
  };
  const subnet_id = create("aws_subnet", { vpc_id, cidr_block: "10.0.1.0/24", map_public_ip_on_launch: true });
  const gateway_id = create("aws_internet_gateway", { vpc_id, tags: { Name: "way out" } });
  create("aws_egress_only_internet_gateway", { vpc_id });
  const address = create("aws_eip", { domain: "vpc" });
  const nat_gateway_id = create("aws_nat_gateway", { allocation_id: address, subnet_id });
  const route_table_id = create("aws_route_table", { vpc_id, route: [{ cidr_block: "0.0.0.0/0", gateway_id }] });
  create("aws_route", { route_table_id, destination_cidr_block: "192.168.0.0/16", nat_gateway_id });
  create("aws_route_table_association", { route_table_id, subnet_id });
  const group = create("aws_security_group", { name: "nodes", description: "nodes", vpc_id });
  create("aws_vpc_security_group_ingress_rule", {
    security_group_id: group,
    ip_protocol: "-1",
    cidr_ipv4: "10.0.0.0/16",
  });
  create("aws_network_acl", { vpc_id, subnet_ids: [subnet_id] });
  create("aws_vpc_endpoint", { vpc_id, service_name: "com.amazonaws.us-east-1.s3", route_table_ids: [route_table_id] });
  create("aws_vpc_endpoint", {
    vpc_id,
    service_name: "com.amazonaws.us-east-1.sts",
    vpc_endpoint_type: "Interface",
    subnet_ids: [subnet_id],
    security_group_ids: [group],
    private_dns_enabled: true,
  });
  const network_interface = create("aws_network_interface", { subnet_id, security_groups: [group] });
  create("aws_eip", { network_interface });
  create("aws_instance", {
    ami: "ami-01234567",
    instance_type: "t3.micro",
    subnet_id,
    vpc_security_group_ids: [group],
  });
  return { ...network, cloud, made };
}

test("a whole network is read without a difference, and nothing is left once it is removed in the opposite order", () => {
  const { cloud, made } = wholeNetwork();
  for (const [type, state] of made) {
    const now = cloud.read(type, state);
    expect(cloud.read(type, now ?? {}), type).toEqual(now);
  }
  for (const [type, state] of made.reverse()) cloud.delete(type, cloud.read(type, state) ?? state);
  expect(cloud.world.ledger()).toEqual([]);
});

test("nothing that others stand on can be removed before them", () => {
  const { cloud, made } = wholeNetwork();
  const codes = (type: string): (string | undefined)[] =>
    made
      .filter(([candidate]) => candidate === type)
      .map(([, state]) => refusalOf(() => cloud.delete(type, state))?.code);
  expect(codes("aws_vpc")).toEqual(["DependencyViolation"]);
  expect(codes("aws_subnet")).toEqual(["DependencyViolation"]);
  expect(codes("aws_internet_gateway")).toEqual(["DependencyViolation"]);
  expect(codes("aws_security_group")).toEqual(["DependencyViolation"]);
  expect(codes("aws_eip")[0]).toBe("AuthFailure");
});

test.each([
  ["a subnet", "aws_subnet", { cidr_block: "10.0.1.0/24" }],
  ["a group", "aws_security_group", { name: "a", description: "a" }],
  ["a route table", "aws_route_table", {}],
  ["a network ACL", "aws_network_acl", {}],
  ["an internet gateway", "aws_internet_gateway", {}],
  ["an egress-only gateway", "aws_egress_only_internet_gateway", {}],
  ["an endpoint", "aws_vpc_endpoint", { service_name: "com.amazonaws.us-east-1.s3" }],
])("a VPC stays as long as %s is in it, and goes afterwards", (_what, type, config: Values) => {
  const { cloud, vpc, vpcId } = testNetwork();
  const state = cloud.create(type, { vpc_id: vpcId, ...config });
  expect(refusalOf(() => cloud.delete("aws_vpc", vpc))?.code).toBe("DependencyViolation");
  cloud.delete(type, state);
  cloud.delete("aws_vpc", vpc);
  expect(cloud.read("aws_vpc", vpc)).toBeNull();
});

test("an interface that a service left behind keeps subnet, group and VPC, and its owner cannot remove it", () => {
  const network = testNetwork();
  const { cloud, vpc } = network;
  const eks = cloud.aws.as(servicePrincipal("eks.amazonaws.com", cloud.aws.account));
  const subnetId = network.subnet();
  const { id } = createNetworkInterface(eks, { subnetId, requesterId: "amazon-eks", description: "Amazon EKS main" });
  const state = cloud.import("aws_network_interface", id);
  expect(state.description).toBe("Amazon EKS main");
  expect(refusalOf(() => cloud.delete("aws_network_interface", state))?.code).toBe("AuthFailure");
  expect(refusalOf(() => cloud.delete("aws_subnet", cloud.import("aws_subnet", subnetId)))?.code).toBe(
    "DependencyViolation",
  );
  expect(refusalOf(() => cloud.delete("aws_vpc", vpc))?.code).toBe("DependencyViolation");
});

test("a group that a service made in the VPC keeps the VPC, though no state knows of it", () => {
  const { cloud, vpc, vpcId } = testNetwork();
  const guard = cloud.aws.as(servicePrincipal("guardduty.amazonaws.com", cloud.aws.account));
  createSecurityGroup(guard, { name: "GuardDutyManagedSecurityGroup", description: "GuardDuty", vpcId });
  expect(refusalOf(() => cloud.delete("aws_vpc", vpc))?.rule).toBe("ec2/vpc-leftovers");
});

test("a VPC comes with a route table, an ACL and a group of its own, which go with it", () => {
  const { cloud, vpc } = testNetwork();
  expect(vpc).toMatchObject({
    enable_dns_support: true,
    enable_dns_hostnames: false,
    main_route_table_id: vpc.default_route_table_id,
  });
  const acl = cloud.import("aws_default_network_acl", String(vpc.default_network_acl_id));
  expect([acl.ingress, acl.egress]).toMatchObject([
    [{ rule_no: 100, action: "allow" }],
    [{ rule_no: 100, action: "allow" }],
  ]);
  const group = cloud.import("aws_default_security_group", String(vpc.default_security_group_id));
  expect(group).toMatchObject({ name: "default", ingress: [{ self: true }], egress: [{ cidr_blocks: ["0.0.0.0/0"] }] });
  cloud.delete("aws_vpc", vpc);
  expect(cloud.world.ledger()).toEqual([]);
});

test("DHCP options are one set for all VPCs of an account and Region", () => {
  const { cloud, vpc } = testNetwork();
  expect(networkIn(cloud).vpc.dhcp_options_id).toBe(vpc.dhcp_options_id);
  expect(networkIn(cloud, { region: "eu-west-1" }).vpc.dhcp_options_id).not.toBe(vpc.dhcp_options_id);
});

test("IPv6 given to a VPC later reaches the local routes of all its tables", () => {
  const network = testNetwork();
  const { cloud, vpc } = network;
  const table = network.routeTable();
  const wide = cloud.update(vpc, "aws_vpc", { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true });
  expect(wide.ipv6_cidr_block).toMatch(/::\/56$/);
  const route = { route_table_id: table, destination_ipv6_cidr_block: String(wide.ipv6_cidr_block) };
  const gateway = network.internetGateway();
  expect(refusalOf(() => cloud.create("aws_route", { ...route, gateway_id: gateway }))?.code).toBe(
    "RouteAlreadyExists",
  );
});

test("an operation takes as long as the real one", () => {
  const { cloud, made } = wholeNetwork();
  for (const [type, state] of made.reverse()) cloud.delete(type, cloud.read(type, state) ?? state);
  const seconds = (type: string) =>
    cloud.provider.operations.filter((operation) => operation.type === type).map((operation) => operation.seconds);
  expect(seconds("aws_vpc")).toEqual([11, 1]);
  expect(seconds("aws_subnet")).toEqual([11, 1]);
  expect(seconds("aws_nat_gateway")).toEqual([105, 60]);
  expect(seconds("aws_vpc_endpoint")).toEqual([6, 110, 120, 8]);
  expect(seconds("aws_security_group")).toEqual([3, 1]);
  expect(seconds("aws_internet_gateway")).toEqual([1, 10]);
  expect(seconds("aws_instance")).toEqual([15, 40]);
  expect(seconds("aws_route")).toEqual([1, 1]);
});
