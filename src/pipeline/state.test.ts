import { expect, test } from "vitest";
import { managedOf, parseState } from "./state.ts";

const file = {
  version: 4,
  outputs: { vpc_id: { value: "vpc-1", type: "string" }, token: { value: "x", type: "string", sensitive: true } },
  resources: [
    { mode: "data", type: "aws_region", name: "current", instances: [{ attributes: { id: "us-east-1" } }] },
    {
      module: "module.network",
      mode: "managed",
      type: "aws_subnet",
      name: "workers",
      instances: [{ index_key: "a", attributes: { id: "subnet-1" }, dependencies: ["aws_vpc.vpc"], status: "tainted" }],
    },
  ],
};

test("a stack without state has no resources and no outputs", () => {
  expect(parseState(undefined)).toEqual({ instances: [], outputs: [] });
});

test("an instance is addressed with its module and its key", () => {
  expect(managedOf(parseState(file))).toMatchObject([
    { address: 'module.network.aws_subnet.workers["a"]', id: "subnet-1", dependencies: ["aws_vpc.vpc"], tainted: true },
  ]);
});

test("outputs keep whether they are sensitive", () => {
  expect(parseState(file).outputs).toEqual([
    { name: "vpc_id", value: "vpc-1", sensitive: false },
    { name: "token", value: "x", sensitive: true },
  ]);
});
