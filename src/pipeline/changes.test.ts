import { expect, test } from "vitest";
import { changesOf, type PlannedChange } from "./changes.ts";

const subnet = (change: PlannedChange) =>
  changesOf([{ address: "aws_subnet.workers_a", mode: "managed", type: "aws_subnet", change }]);

test("a resource without change is left out", () => {
  expect(subnet({ actions: ["no-op"], before: {}, after: {} })).toEqual([]);
});

test("data that is read during apply is no change", () => {
  const change = { actions: ["read"], before: null, after: {} };
  expect(changesOf([{ address: "data.aws_region.current", mode: "data", type: "aws_region", change }])).toEqual([]);
});

test("a replacement names the attribute that forces it", () => {
  const [change] = subnet({
    actions: ["delete", "create"],
    before: { cidr_block: "10.0.0.0/24", id: "subnet-1" },
    after: { cidr_block: "10.0.1.0/24" },
    after_unknown: { id: true },
    replace_paths: [["cidr_block"]],
  });
  expect(change).toMatchObject({ action: "replace", forcedBy: ["cidr_block"] });
  expect(change?.attributes).toEqual([
    { path: "cidr_block", before: '"10.0.0.0/24"', after: '"10.0.1.0/24"' },
    { path: "id", before: '"subnet-1"', after: "(known after apply)" },
  ]);
});

test("a path inside a block is written as people write it", () => {
  const change = {
    actions: ["create", "delete"],
    before: {},
    after: {},
    replace_paths: [["vpc_config", 0, "subnet_ids"]],
  };
  expect(subnet(change)[0]?.forcedBy).toEqual(["vpc_config[0].subnet_ids"]);
});

test("a sensitive value is never shown", () => {
  const [change] = subnet({
    actions: ["update"],
    before: { value: "old secret" },
    after: { value: "new secret" },
    after_sensitive: { value: true },
  });
  expect(change?.attributes).toEqual([{ path: "value", before: "(sensitive)", after: "(sensitive)" }]);
});

test("an import without other changes is shown as an import", () => {
  expect(subnet({ actions: ["no-op"], before: {}, after: {}, importing: { id: "subnet-1" } })[0]?.action).toBe(
    "import",
  );
});
