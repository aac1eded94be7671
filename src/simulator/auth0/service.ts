import { configured } from "../planning/diagnostics.ts";
import type { Service } from "../planning/service.ts";
import type { LeftOut } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import type { Auth0 } from "./client.ts";
import { auth0Recovery, logIn } from "./login.ts";
import { client } from "./resources/client.ts";
import { clientCredentials } from "./resources/client-credentials.ts";
import { clientGrant } from "./resources/client-grant.ts";
import { resourceServer } from "./resources/resource-server.ts";
import { resourceServerScopes } from "./resources/resource-server-scopes.ts";

/** Known facts about Auth0 that the simulator does not enforce. */
export const auth0LeftOut: readonly LeftOut[] = [
  { id: "auth0/rate-limit", reason: "Request rates are not counted; plan a fault to see a 429." },
  {
    id: "auth0/plan-limits",
    reason: "Numbers of applications and APIs depend on the subscription, which nothing says.",
  },
  { id: "auth0/token", reason: "No token is issued: programs that send telemetry do not run in a rehearsal." },
];

/** The provider `auth0/auth0` on the simulated tenants: what a platform of machine clients needs of it. */
export function auth0Provider(world: World, actor: Actor): Service<Auth0> {
  return {
    provider: "auth0",
    sources: ["auth0/auth0"],
    resources: [client, clientCredentials, clientGrant, resourceServer, resourceServerScopes],
    dataSources: [],
    ephemeralResources: [],
    functions: [],
    durations: {},
    configure: (config, environment) => configured(() => logIn(world, actor, config, environment)),
    recovery: auth0Recovery(world, actor),
  };
}
