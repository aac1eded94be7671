import { text } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { refuseIf, ServiceError } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { Spot, SpotError } from "./client.ts";
import { spotRules } from "./rules.ts";

/**
 * The client of a provider block. As the real provider, it asks only for a token to be there: whether it is good shows at the first
 * call.
 *
 * @throws ProviderError without credentials
 */
export function logIn(world: World, actor: Actor, config: Values, environment: Readonly<Record<string, string>>): Spot {
  const token = text(config, "token") || (environment.SPOTINST_TOKEN ?? "");
  const account = text(config, "account") || (environment.SPOTINST_ACCOUNT ?? "");
  try {
    refuseIf(token === "", spotRules.credentialsMissing);
  } catch (error) {
    throw error instanceof ServiceError ? new SpotError(error.message, error) : error;
  }
  return new Spot(world, actor, { account, token });
}
