import type { Values } from "../planning/values.ts";
import { refuse, refuseIf, refuseUnless } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { Spacelift } from "./client.ts";
import { text } from "./input.ts";
import { accountNames } from "./queries/account.ts";
import type { Account, ApiKey, RunToken } from "./records/account.ts";
import { loginRules } from "./rules/login.ts";
import { claimsOf } from "./run-token.ts";
import { checksum } from "./sealing.ts";

/** Settings of the provider block, and the variables that stand in for them. */
const settings = {
  api_key_endpoint: "SPACELIFT_API_KEY_ENDPOINT",
  api_key_id: "SPACELIFT_API_KEY_ID",
  api_key_secret: "SPACELIFT_API_KEY_SECRET",
  api_token: "SPACELIFT_API_TOKEN",
} as const;

/**
 * Logs in as the provider does: with the API key when all three of its settings are there, else with the in-run token.
 *
 * @throws ServiceError when neither is complete, or Spacelift does not know it
 */
export function logIn(
  world: World,
  actor: Actor,
  config: Values,
  environment: Readonly<Record<string, string>>,
): Spacelift {
  const setting = (name: keyof typeof settings) => text(config[name]) || environment[settings[name]] || "";
  const key = (["api_key_endpoint", "api_key_id", "api_key_secret"] as const).filter((name) => !setting(name));
  if (key.length === 0) {
    return withApiKey(world, actor, setting("api_key_endpoint"), setting("api_key_id"), setting("api_key_secret"));
  }
  const token = setting("api_token");
  refuseIf(token === "", loginRules.missing, key);
  return withToken(world, actor, token);
}

function withApiKey(world: World, actor: Actor, endpoint: string, id: string, secret: string): Spacelift {
  const account = accountAt(world, endpoint);
  refuseUnless(account, loginRules.unknownEndpoint, endpoint);
  const key = world.table<ApiKey>(`spacelift/${account.name}/${"api-key"}`).get(id);
  refuseUnless(key && key.secretChecksum === checksum(secret), loginRules.unknownKey);
  return new Spacelift({ world, actor, account: account.name, caller: { kind: "api-key", id } });
}

function withToken(world: World, actor: Actor, token: string): Spacelift {
  const claims = claimsOf(token);
  if (!claims) refuse(loginRules.badToken);
  const [endpoint] = claims.aud;
  refuseIf(claims.aud.length !== 1 || endpoint === undefined, loginRules.badAudience, claims.aud);
  const account = accountAt(world, endpoint ?? "");
  const known = account && world.table<RunToken>(`spacelift/${account.name}/${"run-token"}`).get(checksum(token));
  refuseUnless(known, loginRules.unknownToken);
  const { stackId, runId, id: tokenId } = known;
  return new Spacelift({ world, actor, account: account.name, caller: { kind: "stack", stackId, runId, tokenId } });
}

function accountAt(world: World, endpoint: string): Account | undefined {
  const wanted = endpoint.replace(/\/+$/, "");
  for (const name of accountNames(world)) {
    const account = world.table<Account>(`spacelift/${name}/${"account"}`).get(name);
    if (account?.endpoint === wanted) return account;
  }
  return undefined;
}
