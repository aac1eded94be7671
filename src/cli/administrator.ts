import { createAccount } from "../simulator/aws/accounts.ts";
import { Aws } from "../simulator/aws/client.ts";
import { createAccessKey } from "../simulator/aws/iam/access-key.ts";
import { accessKeysOf, attachUserPolicy, createUser, findUser } from "../simulator/aws/iam/user.ts";
import { rootPrincipal } from "../simulator/aws/principal.ts";
import type { World } from "../simulator/world/world.ts";

/** The account and the user that a world has for configurations which name none. */
const account = "123456789012";
const name = "administrator";

/**
 * The environment of a provider that acts as an administrator of the default account; both are created when a world is first used.
 * The access key alone tells the simulated AWS who calls.
 */
export function administratorOf(world: World, region = "us-east-1"): Readonly<Record<string, string>> {
  const actor = { stack: "onboarding", run: "simulate" };
  createAccount(world, { id: account, name: "simulate", actor });
  const aws = new Aws({ world, actor, principal: rootPrincipal(account), account, region });
  if (!findUser(aws, name)) {
    createUser(aws, { name });
    attachUserPolicy(aws, name, "arn:aws:iam::aws:policy/AdministratorAccess");
  }
  const key = accessKeysOf(aws, name)[0] ?? createAccessKey(aws, name);
  return { AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: "simulated", AWS_REGION: region };
}
