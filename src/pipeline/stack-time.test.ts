import { expect, test } from "vitest";
import { stackTime } from "./stack-time.ts";
import type { StateInstance } from "./state.ts";

const instance = (address: string, id: string, dependencies: string[] = []): StateInstance => ({
  address,
  type: address.slice(0, address.indexOf(".")),
  mode: "managed",
  id,
  values: {},
  dependencies,
  tainted: false,
});
const vpc = instance("aws_vpc.vpc", "vpc-1");
const cluster = instance("aws_eks_cluster.cluster", "dpe", ["aws_vpc.vpc"]);
const gateway = instance("aws_nat_gateway.nat", "nat-1", ["aws_vpc.vpc"]);
const all = [vpc, cluster, gateway];

/** As the engine tells it: the id of what it deleted is missing. */
const applied = (action: "create" | "delete") =>
  all.map(({ address, type, id }) => ({ address, type, id: action === "delete" ? null : id, action }));
const timed = (action: "create" | "delete") => [
  { type: "aws_vpc", id: "vpc-1", action, seconds: 10 },
  { type: "aws_eks_cluster", id: "dpe", action, seconds: 600 },
  { type: "aws_nat_gateway", id: "nat-1", action, seconds: 100 },
];

test("creation follows the dependencies of the new state", () => {
  const { seconds, steps } = stackTime(applied("create"), timed("create"), [], all);
  expect(seconds).toBe(610);
  expect(steps.map(({ name }) => name)).toEqual(["aws_vpc.vpc", "aws_eks_cluster.cluster"]);
});

test("deletion goes the other way round", () => {
  const { seconds, steps } = stackTime(applied("delete"), timed("delete"), all, []);
  expect(seconds).toBe(610);
  expect(steps.map(({ name }) => name)).toEqual(["aws_eks_cluster.cluster (delete)", "aws_vpc.vpc (delete)"]);
});

test("a replacement is deleted before it is created again", () => {
  const both = [
    { address: gateway.address, type: gateway.type, id: "nat-1", action: "delete" as const },
    { address: gateway.address, type: gateway.type, id: "nat-2", action: "create" as const },
  ];
  const operations = [
    { type: "aws_nat_gateway", id: "nat-1", action: "delete" as const, seconds: 60 },
    { type: "aws_nat_gateway", id: "nat-2", action: "create" as const, seconds: 105 },
  ];
  expect(stackTime(both, operations, all, [vpc, cluster, { ...gateway, id: "nat-2" }]).seconds).toBe(165);
});

test("a run that changed nothing takes no time", () => {
  expect(stackTime([], [], all, all).seconds).toBe(0);
});

test("a protection is lifted before its resource is deleted", () => {
  const steps = [
    { address: cluster.address, type: cluster.type, id: "dpe", action: "update" as const },
    { address: cluster.address, type: cluster.type, id: null, action: "delete" as const },
  ];
  const operations = [
    { type: "aws_eks_cluster", id: "dpe", action: "update" as const, seconds: 120 },
    { type: "aws_eks_cluster", id: "dpe", action: "delete" as const, seconds: 180 },
  ];
  expect(stackTime(steps, operations, all, []).steps.map(({ name }) => name)).toEqual([
    "aws_eks_cluster.cluster",
    "aws_eks_cluster.cluster (delete)",
  ]);
});
