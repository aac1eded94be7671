import { expect, test } from "vitest";
import { World } from "../world/world.ts";
import { accountOf, accountsOf, createAccount } from "./accounts.ts";

const actor = { stack: "onboarding", run: "onboarding" };

test("an account is made once and keeps its name", () => {
  const world = World.inMemory();
  const created = createAccount(world, { id: "123456789012", name: "development", actor });
  expect(createAccount(world, { id: "123456789012", name: "other", actor })).toEqual(created);
  expect(accountOf(world, "123456789012")?.name).toBe("development");
  expect(accountOf(world, "210987654321")).toBeUndefined();
});

test("accounts are no leftovers of a stack", () => {
  const world = World.inMemory();
  createAccount(world, { id: "123456789012", name: "development", actor });
  createAccount(world, { id: "210987654321", name: "production", actor });
  expect(accountsOf(world).map(({ name }) => name)).toEqual(["development", "production"]);
  expect(world.ledger()).toEqual([]);
});
