import { TestProvider } from "../../testing/provider.ts";
import { World } from "../../world/world.ts";
import { Auth0 } from "../client.ts";
import { createTenant } from "../onboarding.ts";
import { auth0Provider } from "../service.ts";

/** Domain of the tenant of tests. */
export const domain = "example.us.auth0.com";
/** Who makes things in tests. */
export const actor = { stack: "auth0", run: "test" };

/** Every scope of the Management API that the simulated types need. */
export const allScopes = ["clients", "client_credentials", "client_grants", "resource_servers"].flatMap((what) =>
  ["create", "read", "update", "delete"].map((verb) => `${verb}:${what}`),
);

/** A fresh tenant with its provider, logged in as the application that manages it. */
export interface Tenant {
  readonly world: World;
  readonly auth0: Auth0;
  readonly provider: TestProvider<Auth0>;
}

/** A tenant with an application that manages it, and the provider as that application. */
export function tenant(): Tenant {
  const world = World.inMemory();
  const { clientId } = createTenant(world, domain, allScopes);
  const auth0 = new Auth0({ world, actor, domain, caller: clientId, scopes: allScopes });
  return { world, auth0, provider: new TestProvider(world, auth0Provider(world, actor), auth0) };
}
