import { createAccount } from "../simulator/aws/accounts.ts";
import { Aws } from "../simulator/aws/client.ts";
import { createAccessKey } from "../simulator/aws/iam/access-key.ts";
import { accessKeysOf, attachUserPolicy, createUser, findUser } from "../simulator/aws/iam/user.ts";
import { rootPrincipal } from "../simulator/aws/principal.ts";
import { createApiKey, createAccount as createSpaceliftAccount } from "../simulator/spacelift/onboarding.ts";
import { accountNames } from "../simulator/spacelift/queries/account.ts";
import { digest } from "../simulator/spot/client.ts";
import { createSpotAccount } from "../simulator/spot/onboarding.ts";
import type { World } from "../simulator/world/world.ts";

/** The account and the user that a world has for configurations which name none. */
const account = "123456789012";
const name = "administrator";
const spaceliftAccount = "simulate";
const spotAccount = "act-51b01a7e";

/**
 * The environment of a provider that acts as an administrator of the default accounts; they are created when a world is first used.
 * The access key alone tells the simulated AWS who calls.
 */
export function administratorOf(world: World, region = "us-east-1"): Readonly<Record<string, string>> {
  return { ...awsAdministrator(world, region), ...spaceliftAdministrator(world), ...spotAdministrator(world) };
}

/** An API key of the world's Spacelift account. */
function spaceliftAdministrator(world: World): Readonly<Record<string, string>> {
  const [existing] = accountNames(world);
  if (!existing) createSpaceliftAccount(world, { name: spaceliftAccount, vcs: [{ id: "github", isDefault: true }] });
  return createApiKey(world, existing ?? spaceliftAccount, name);
}

/** A token of an account in Spot that works in the default AWS account. */
function spotAdministrator(world: World): Readonly<Record<string, string>> {
  const token = digest(`${world.seed} spot token`);
  createSpotAccount(world, { id: spotAccount, awsAccountId: account, token });
  return { SPOTINST_TOKEN: token, SPOTINST_ACCOUNT: spotAccount };
}

function awsAdministrator(world: World, region: string): Readonly<Record<string, string>> {
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
