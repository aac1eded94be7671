import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";

/** An AWS account of the simulated world. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  /** Simulated time, ISO 8601. */
  readonly createdDate: string;
}

const accountsTable = "aws/accounts";

/** Adds an account to the world; one that exists is returned as it is. */
export function createAccount(
  world: World,
  account: { readonly id: string; readonly name: string; readonly actor: Actor },
): Account {
  const accounts = world.table<Account>(accountsTable);
  const existing = accounts.get(account.id);
  if (existing) return existing;
  const created = { id: account.id, name: account.name, createdDate: world.now.toISOString() };
  accounts.put(account.id, created);
  world.commit(account.actor);
  return created;
}

/** The account with this id, if the world holds it. */
export function accountOf(world: World, id: string): Account | undefined {
  return world.table<Account>(accountsTable).get(id);
}

/** All accounts of the world. */
export function accountsOf(world: World): readonly Account[] {
  return world.table<Account>(accountsTable).rows();
}
