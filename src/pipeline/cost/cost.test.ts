import { expect, test } from "vitest";
import { monthlyCost } from "./cost.ts";

test("a cluster with one NAT gateway and its address costs what AWS charges by the hour", () => {
  const resources = ["aws_eks_cluster", "aws_nat_gateway", "aws_eip"].map((type) => ({ type, values: {} }));
  expect(monthlyCost(resources)).toBeCloseTo(73 + 32.85 + 3.65, 2);
});

test("an interface endpoint is charged for every zone, a gateway endpoint not at all", () => {
  const endpoint = (values: Record<string, unknown>) => monthlyCost([{ type: "aws_vpc_endpoint", values }]);
  expect(endpoint({ vpc_endpoint_type: "Interface", subnet_ids: ["a", "b", "c"] })).toBeCloseTo(21.9, 2);
  expect(endpoint({ vpc_endpoint_type: "Gateway" })).toBe(0);
});

test("nodes of a group are charged by their desired number", () => {
  const values = { instance_types: ["m5.large"], scaling_config: [{ desired_size: 3 }] };
  expect(monthlyCost([{ type: "aws_eks_node_group", values }])).toBeCloseTo(210.24, 2);
});

test("the nodes that Ocean always has are charged as the cheapest type that its filters leave, on demand", () => {
  const values = { min_size: 3, desired_capacity: 5, filters: [{ min_memory_gib: 8, hypervisor: ["nitro"] }] };
  expect(monthlyCost([{ type: "spotinst_ocean_aws", values }])).toBeCloseTo(0.086 * 730 * 3, 2);
});

test("what has no price of its own adds nothing", () => {
  expect(monthlyCost([{ type: "aws_iam_role", values: {} }])).toBe(0);
});
