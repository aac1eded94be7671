import { expect, test } from "vitest";
import { World } from "../simulator/world/world.ts";
import { leftoversOf } from "./ledger.ts";

function worldWith(table: string, row: object, stack: string): World {
  const world = World.inMemory();
  world.table(table).put("x-1", row);
  world.commit({ stack, run: "run" });
  return world;
}

test("an object that a stack made and nobody removed is a leftover with its place", () => {
  expect(leftoversOf(worldWith("aws/123456789012/us-east-1/ec2/network-interface", {}, "development"))).toEqual([
    {
      kind: "ec2/network-interface in 123456789012 us-east-1",
      id: "x-1",
      stack: "development",
      reason: null,
      monthlyCost: 0,
    },
  ]);
});

test("an object whose name is unique in all accounts has no account nor Region before it", () => {
  expect(leftoversOf(worldWith("aws/partition/s3/bucket", {}, "development"))).toMatchObject([{ kind: "s3/bucket" }]);
});

test("what was there before the product is no leftover", () => {
  expect(leftoversOf(worldWith("aws/123456789012/global/iam/role", {}, "onboarding"))).toEqual([]);
});

test("what AWS deletes later by itself says when", () => {
  const [leftover] = leftoversOf(
    worldWith("aws/123456789012/us-east-1/kms/key", { deletionDate: "2026-12-24T00:00:00Z" }, "a"),
  );
  expect(leftover?.reason).toContain("2026-12-24");
});

test("run history is no leftover", () => {
  expect(leftoversOf(worldWith("spacelift/acme/run", {}, "a"))).toEqual([]);
});
