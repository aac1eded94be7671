import { expect, test } from "vitest";
import { leftoverCost } from "./leftover-cost.ts";

test("a volume costs by its size and type", () => {
  expect(leftoverCost("ec2/volume", { size: 100, type: "gp3" })).toBe(8);
  expect(leftoverCost("ec2/volume", { size: 100, type: "unheard-of" })).toBe(0);
});

test("an instance costs by its type", () => {
  expect(leftoverCost("ec2/instance", { instanceType: "m5.large" })).toBe(70.08);
  expect(leftoverCost("ec2/instance", { instanceType: "z9.huge" })).toBe(0);
});

test("a load balancer costs by the hour", () => {
  expect(leftoverCost("elb/load-balancer", {})).toBeGreaterThan(10);
});

test("a key costs until its deletion is scheduled", () => {
  expect(leftoverCost("kms/key", { deletionDate: null })).toBe(1);
  expect(leftoverCost("kms/key", { deletionDate: "2026-12-24T00:00:00Z" })).toBe(0);
});

test("what has no price of its own costs nothing", () => {
  expect(leftoverCost("iam/role", {})).toBe(0);
});
