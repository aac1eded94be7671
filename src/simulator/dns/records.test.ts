import { expect, test } from "vitest";
import { World } from "../world/world.ts";
import { dnsRecords, pointHost, resolveHost } from "./records.ts";

test("a host points at what somebody pointed it at last", () => {
  const world = World.inMemory();
  pointHost(world, "data.example.org", "old.elb.amazonaws.com");
  pointHost(world, "DATA.example.org", "new.elb.amazonaws.com");
  expect(resolveHost(world, "data.EXAMPLE.org")).toBe("new.elb.amazonaws.com");
  expect(dnsRecords(world)).toHaveLength(1);
});

test("a host that nobody pointed anywhere is unknown", () => {
  const world = World.inMemory();
  pointHost(world, "telemetry.example.org", "a.elb.amazonaws.com");
  expect(resolveHost(world, "data.example.org")).toBeUndefined();
});

test("a wildcard answers for hosts below it, not for its own domain, and comes after a host's own record", () => {
  const world = World.inMemory();
  pointHost(world, "*.example.org", "wild.elb.amazonaws.com");
  pointHost(world, "data.example.org", "own.elb.amazonaws.com");
  expect(resolveHost(world, "a.b.example.org")).toBe("wild.elb.amazonaws.com");
  expect(resolveHost(world, "data.example.org")).toBe("own.elb.amazonaws.com");
  expect(resolveHost(world, "example.org")).toBeUndefined();
});
