import { describe, expect, test } from "vitest";
import { testSpacelift } from "../testing/spacelift.ts";
import { World } from "../world/world.ts";
import { createAccount, createApiKey, createRootStack } from "./onboarding.ts";

const root = {
  name: "Root Spacelift Administrative Stack",
  vcs: "github",
  namespace: "acme",
  repository: "infrastructure",
  branch: "main",
  projectRoot: "",
  toolVersion: null,
};

describe("an account on its first day", () => {
  test("has its spaces and system roles, and nothing that a stack has to clean up", () => {
    const { spacelift, world } = testSpacelift();
    expect(
      spacelift
        .table("space")
        .rows()
        .map(({ id }) => id),
    ).toEqual(["root", "legacy"]);
    expect(
      spacelift
        .table("role")
        .rows()
        .map(({ slug }) => slug),
    ).toEqual(["space-admin", "space-writer", "space-reader"]);
    expect(world.ledger()).toEqual([]);
  });

  test("is left as it is when it is made again", () => {
    const world = World.inMemory();
    createAccount(world, { name: "acme", vcs: [] });
    const spacelift = createAccount(world, { name: "acme", vcs: [{ id: "github" }] });
    expect(spacelift.table("vcs-integration").size).toBe(0);
  });
});

test("a root stack that is made by hand can be imported by its own configuration", () => {
  const spacelift = testSpacelift();
  createRootStack(spacelift.world, "acme", root);
  const imported = spacelift.import("spacelift_stack", "root-spacelift-administrative-stack");
  expect(imported).toMatchObject({ name: root.name, space_id: "root", github_enterprise: [{ id: "github" }] });
  const run = spacelift.inRunOf("root-spacelift-administrative-stack");
  expect(() => run.create("spacelift_context", { name: "Shared", space_id: "root" })).not.toThrow();
});

test("an API key of one name is made once", () => {
  const { world, spacelift } = testSpacelift();
  expect(createApiKey(world, "acme", "automation")).toEqual(createApiKey(world, "acme", "automation"));
  expect(spacelift.table("api-key").size).toBe(1);
});
