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

test("of long values that begin alike both sides are shown from a little before they differ", () => {
  const policy = (action: string) => ({
    policy: `{"Version":"2012-10-17","Statement":[{"Sid":"${"x".repeat(100)}","Action":"${action}","Resource":"${"y".repeat(100)}"}]}`,
  });
  const [change] = subnet({ actions: ["update"], before: policy("s3:GetObject"), after: policy("s3:PutObject") });
  const [attribute] = change?.attributes ?? [];
  expect(attribute?.before).toMatch(/^…x.*s3:GetObject.*y…$/);
  expect(attribute?.after).toMatch(/^…x.*s3:PutObject.*y…$/);
  expect([attribute?.before?.length, attribute?.after?.length]).toEqual([100, 100]);
});

test("a long value is shown from its beginning where it differs there, or nothing stands beside it", () => {
  const long = "x".repeat(200);
  for (const before of ["y", null]) {
    const [change] = subnet({ actions: ["update"], before: { value: before }, after: { value: long } });
    expect(change?.attributes).toEqual([{ path: "value", before: before && '"y"', after: `"${long.slice(0, 98)}…` }]);
  }
});

test("values that fit on a line are shown whole, however much they have in common", () => {
  const [change] = subnet({
    actions: ["update"],
    before: { value: `${"x".repeat(90)}1` },
    after: { value: `${"x".repeat(90)}2` },
  });
  expect(change?.attributes).toEqual([
    { path: "value", before: `"${"x".repeat(90)}1"`, after: `"${"x".repeat(90)}2"` },
  ]);
});

test("one empty value in place of another is not told beside a true change", () => {
  const empty = {
    before: { gateway: "", routes: [], labels: null },
    after: { gateway: null, routes: null, labels: {} },
  };
  const paths = (before: object, after: object, replace_paths: PlannedChange["replace_paths"] = []) =>
    subnet({
      actions: ["update"],
      before: { ...empty.before, ...before },
      after: { ...empty.after, ...after },
      replace_paths,
    })[0]?.attributes.map(({ path }) => path);
  expect(paths({ name: "a" }, { name: "b" })).toEqual(["name"]);
  expect(paths({ count: 0 }, { count: null })).toEqual(["count"]);
  expect(paths({}, {})).toEqual(["gateway", "labels", "routes"]);
  expect(paths({ name: "a" }, { name: "b" }, [["gateway"]])).toEqual(["gateway", "name"]);
});
