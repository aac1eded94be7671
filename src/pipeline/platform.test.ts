import { expect, test } from "vitest";
import type { AccountRecords } from "../simulator/spacelift/queries/account.ts";
import {
  accountRecords,
  byId,
  dependencyRecord,
  spaceRecord,
  stackRecord,
} from "../simulator/testing/account-records.ts";
import { environmentOfStack, inOrder, type Platform, stacksOf } from "./platform.ts";

const platform: Platform = {
  account: "acme",
  rootStackId: "root-stack",
  projectRoots: [],
  clusters: {},
  environments: ["development", "staging", "production"],
};

const base = accountRecords();
const records: AccountRecords = {
  ...base,
  spaces: new Map([
    ...base.spaces,
    ...byId(spaceRecord("development"), spaceRecord("production"), spaceRecord("dpe", { parentSpaceId: "production" })),
  ]),
  stacks: byId(
    stackRecord("b-cluster", { spaceId: "dpe" }),
    stackRecord("a-apps", { spaceId: "dpe" }),
    stackRecord("z-cluster", { spaceId: "development" }),
    stackRecord("root-stack"),
  ),
  dependencies: [dependencyRecord("a-apps", "b-cluster")],
};

test("a stack belongs to the environment whose space it is in or below", () => {
  expect(environmentOfStack(platform, records, "b-cluster")).toBe("production");
  expect(environmentOfStack(platform, records, "root-stack")).toBeNull();
  expect(environmentOfStack(platform, records, "unknown")).toBeNull();
});

test("stacks come by the promotion of their environments, and each after those it depends on", () => {
  expect(inOrder(platform, records, ["a-apps", "b-cluster", "z-cluster", "root-stack"])).toEqual([
    "root-stack",
    "z-cluster",
    "b-cluster",
    "a-apps",
  ]);
});

test("only the stacks of the environments that are asked for are worked on", () => {
  expect(stacksOf(platform, records, ["production"])).toEqual(["b-cluster", "a-apps"]);
  expect(stacksOf(platform, records, ["staging"])).toEqual([]);
});
