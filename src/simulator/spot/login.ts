import { text } from "../planning/input.ts";
import type { Recovery } from "../planning/service.ts";
import type { Values } from "../planning/values.ts";
import { ServiceError } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { digest, Spot, SpotError } from "./client.ts";
import { spotAccounts } from "./records.ts";
import { spotRules } from "./rules.ts";

const { credentialsMissing } = spotRules;

/**
 * The client of a provider block. As the real provider, it asks only for a token to be there: whether it is good shows at the first
 * call.
 *
 * @throws SpotError without a token
 */
export function logIn(world: World, actor: Actor, config: Values, environment: Readonly<Record<string, string>>): Spot {
  const token = text(config, "token") || (environment.SPOTINST_TOKEN ?? "");
  const account = text(config, "account") || (environment.SPOTINST_ACCOUNT ?? "");
  if (token === "") {
    const missing = new ServiceError(credentialsMissing, credentialsMissing.message());
    throw new SpotError(missing.message, missing);
  }
  return new Spot(world, actor, { account, tokenChecksum: digest(token) });
}

/** How what was made in an account is found again: its token is not kept, any of the account opens it. */
export function spotRecovery(world: World, actor: Actor): Recovery<Spot> {
  return {
    place: ({ accountId }) => ({ account: accountId }),
    client({ account }) {
      const found = spotAccounts(world).get(String(account));
      return found ? new Spot(world, actor, { account: found.id, tokenChecksum: found.tokenChecksums[0] ?? "" }) : null;
    },
  };
}
