import { seal, unseal } from "../world/seal.ts";
import type { World } from "../world/world.ts";
import { managementApi } from "./login.ts";
import { auth0Tables } from "./records.ts";

const onboarding = { stack: "onboarding", run: "onboarding" };

/** Credentials of the application by which a tenant is managed. */
interface ManagementCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Makes a tenant as a person does in the browser, with one application that may use its Management API as far as the scopes go.
 * A tenant that exists is left as it is.
 */
export function createTenant(world: World, domain: string, scopes: readonly string[]): ManagementCredentials {
  const tenants = auth0Tables.tenants(world);
  const clients = auth0Tables.clients(world, domain);
  const existing = clients.find(({ managesTenant }) => managesTenant);
  if (tenants.has(domain) && existing) {
    return { clientId: existing.id, clientSecret: unseal(world.seed, existing.secret) };
  }
  tenants.put(domain, { domain, createdAt: world.now.toISOString() });
  const clientId = world.ids.hex(32, "auth0/client", [domain, "management"]);
  const clientSecret = world.ids.hex(64, "auth0/secret", [domain, "management"]);
  clients.put(clientId, {
    id: clientId,
    name: "OpenTofu",
    appType: "non_interactive",
    settings: {},
    authenticationMethod: "client_secret_post",
    secret: seal(world.seed, clientSecret),
    managesTenant: true,
  });
  const apiId = world.ids.hex(24, "auth0/resource-server", [domain, "management"]);
  auth0Tables.resourceServers(world, domain).put(apiId, {
    id: apiId,
    identifier: managementApi(domain),
    settings: { name: "Auth0 Management API" },
    scopes: scopes.map((name) => ({ name, description: "" })),
    isSystem: true,
  });
  const grantId = `cgr_${world.ids.hex(16, "auth0/client-grant", [domain, "management"])}`;
  auth0Tables.clientGrants(world, domain).put(grantId, {
    id: grantId,
    clientId,
    audience: managementApi(domain),
    scopes,
    subjectType: "client",
  });
  world.commit(onboarding);
  return { clientId, clientSecret };
}

/** True when the tenant is there with its application. */
export function hasTenant(world: World, domain: string): boolean {
  return auth0Tables.tenants(world).has(domain);
}
