import { expect, test } from "vitest";
import { type TestCloud, testCloud } from "../testing/cloud.ts";
import { trust } from "../testing/identities.ts";
import { World } from "../world/world.ts";
import { namePrefixOf } from "./generated-name.ts";

const role = (cloud: TestCloud, more: object = {}) =>
  cloud.create("aws_iam_role", { assume_role_policy: trust("ec2.amazonaws.com"), ...more });
const seeded = (seed: string) => testCloud({ world: World.inMemory(seed) });

test("a name that is not given is made of the moment and a count, after the prefix if there is one", () => {
  const cloud = testCloud();
  expect(role(cloud)).toMatchObject({
    name: expect.stringMatching(/^terraform-20261124080000\d{4}[0-9a-f]{8}$/),
    name_prefix: "terraform-",
  });
  expect(role(cloud, { name_prefix: "node-" })).toMatchObject({
    name: expect.stringMatching(/^node-\d{18}[0-9a-f]{8}$/),
    name_prefix: "node-",
  });
});

test("two names of one prefix and moment differ", () => {
  const cloud = testCloud();
  expect(role(cloud, { name_prefix: "node-" }).name).not.toBe(role(cloud, { name_prefix: "node-" }).name);
});

test("the same requests give the same names and ids in worlds of one seed, and others in worlds of another", () => {
  const made = (seed: string) => {
    const cloud = seeded(seed);
    return [role(cloud), role(cloud, { name_prefix: "node-" }), role(cloud, { name: "reader" })];
  };
  expect(made("a")).toEqual(made("a"));
  for (const [index, state] of made("b").entries()) {
    expect(state.unique_id).not.toBe(made("a")[index]?.unique_id);
    if (index < 2) expect(state.name).not.toBe(made("a")[index]?.name);
  }
});

test("names do not depend on what else is made before them", () => {
  const busy = seeded("a");
  busy.create("aws_cloudwatch_log_group", {});
  role(busy, { name_prefix: "other-" });
  expect(role(busy, { name_prefix: "node-" })).toEqual(role(seeded("a"), { name_prefix: "node-" }));
});

test("the prefix of a name is what comes before its generated end", () => {
  expect(namePrefixOf("node-20261124080000000012345678")).toBe("node-");
  expect(namePrefixOf("node")).toBe("");
  expect(namePrefixOf("node-20261124080000")).toBe("");
});
