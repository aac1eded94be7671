import { text } from "../planning/input.ts";
import type { Recovery } from "../planning/service.ts";
import type { Values } from "../planning/values.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import { unseal } from "../world/seal.ts";
import type { World } from "../world/world.ts";
import { Auth0 } from "./client.ts";
import { auth0Tables } from "./records.ts";
import { auth0Rules as rules } from "./rules.ts";

/** Settings of the provider block, and the variables that stand in for them. */
const settings = {
  domain: "AUTH0_DOMAIN",
  client_id: "AUTH0_CLIENT_ID",
  client_secret: "AUTH0_CLIENT_SECRET",
} as const;

/**
 * Logs in as the provider does: with the credentials of an application that the tenant lets use its Management API.
 *
 * @throws ServiceError when a setting is missing, or the tenant does not know or let in the application
 */
export function logIn(
  world: World,
  actor: Actor,
  config: Values,
  environment: Readonly<Record<string, string>>,
): Auth0 {
  const setting = (name: keyof typeof settings) => text(config, name) || environment[settings[name]] || "";
  const missing = (Object.keys(settings) as (keyof typeof settings)[]).filter((name) => setting(name) === "");
  refuseIf(
    missing.length > 0,
    rules.missingCredentials,
    missing.map((name) => settings[name]),
  );
  const [domain, clientId] = [setting("domain"), setting("client_id")];
  refuseUnless(auth0Tables.tenants(world).has(domain), rules.unknownTenant, domain);
  const client = auth0Tables.clients(world, domain).get(clientId);
  refuseUnless(client && unseal(world.seed, client.secret) === setting("client_secret"), rules.unauthorized);
  const audience = managementApi(domain);
  const grant = auth0Tables
    .clientGrants(world, domain)
    .find((held) => held.clientId === clientId && held.audience === audience);
  refuseUnless(grant, rules.notAuthorizedForApi, clientId, domain);
  return new Auth0({ world, actor, domain, caller: clientId, scopes: grant.scopes });
}

/** Identifier of the API by which a tenant is managed. */
export function managementApi(domain: string): string {
  return `https://${domain}/api/v2/`;
}

/** How what was made in a tenant is found again: by the application that manages the tenant, whose secret is not kept. */
export function auth0Recovery(world: World, actor: Actor): Recovery<Auth0> {
  return {
    place: ({ domain }) => ({ domain }),
    client(place) {
      const domain = String(place.domain);
      const caller = auth0Tables.clients(world, domain).find(({ managesTenant }) => managesTenant)?.id;
      const audience = managementApi(domain);
      const grant = auth0Tables
        .clientGrants(world, domain)
        .find((held) => held.clientId === caller && held.audience === audience);
      return caller && grant ? new Auth0({ world, actor, domain, caller, scopes: grant.scopes }) : null;
    },
  };
}
