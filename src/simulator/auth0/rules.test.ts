import { TestProvider } from "../testing/provider.ts";
import { testRules } from "../testing/rule-test.ts";
import { World } from "../world/world.ts";
import { logIn } from "./login.ts";
import { createTenant } from "./onboarding.ts";
import { auth0Tables } from "./records.ts";
import { auth0Rules } from "./rules.ts";
import { auth0Provider } from "./service.ts";
import { actor, allScopes, domain, type Tenant, tenant } from "./testing/tenant.ts";

function environment(world: World, change: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const { clientId, clientSecret } = createTenant(world, domain, allScopes);
  return { AUTH0_DOMAIN: domain, AUTH0_CLIENT_ID: clientId, AUTH0_CLIENT_SECRET: clientSecret, ...change };
}

const logInWith = (world: World, change: Readonly<Record<string, string>> = {}) =>
  logIn(world, actor, {}, environment(world, change));

const api = ({ provider }: Tenant, identifier = "k8") =>
  provider.create("auth0_resource_server", { name: "API", identifier });

const scopes = ({ provider }: Tenant, ...names: readonly string[]) =>
  provider.create("auth0_resource_server_scopes", {
    resource_server_identifier: "k8",
    scopes: names.map((name) => ({ name, description: "" })),
  });

const program = ({ provider }: Tenant, change: Readonly<Record<string, string>> = {}) =>
  provider.create("auth0_client", { name: "sender", app_type: "non_interactive", ...change });

const grant = ({ provider }: Tenant, clientId: string, change: object = {}) =>
  provider.create("auth0_client_grant", {
    client_id: clientId,
    audience: "k8",
    scopes: ["write:telemetry"],
    ...change,
  });

const management = { audience: `https://${domain}/api/v2/` };

testRules(auth0Rules, tenant, {
  missingCredentials: {
    refused: () => logInWith(World.inMemory(), { AUTH0_CLIENT_SECRET: "" }),
    accepted: () => logInWith(World.inMemory()),
  },
  unknownTenant: {
    refused: () => logInWith(World.inMemory(), { AUTH0_DOMAIN: "other.us.auth0.com" }),
    accepted: () => logInWith(World.inMemory()),
  },
  unauthorized: {
    refused: () => logInWith(World.inMemory(), { AUTH0_CLIENT_SECRET: "guessed" }),
    accepted: () => logInWith(World.inMemory()),
  },
  notAuthorizedForApi: {
    refused: () => {
      const world = World.inMemory();
      const credentials = environment(world);
      const grants = auth0Tables.clientGrants(world, domain);
      for (const id of [...grants.keys()]) grants.delete(id);
      logIn(world, actor, {}, credentials);
    },
    accepted: () => logInWith(World.inMemory()),
  },
  insufficientScope: {
    refused: () => {
      const world = World.inMemory();
      const { clientId, clientSecret } = createTenant(world, domain, ["read:clients"]);
      const config = { domain, client_id: clientId, client_secret: clientSecret };
      const limited = logIn(world, actor, config, {});
      new TestProvider(world, auth0Provider(world, actor), limited).create("auth0_client", {
        name: "sender",
        app_type: "non_interactive",
      });
    },
    accepted: (subject) => program(subject),
  },
  identifierTaken: {
    refused: (subject) => {
      api(subject);
      api(subject);
    },
    accepted: (subject) => {
      api(subject);
      api(subject, "k8-staging");
    },
  },
  systemApi: {
    refused: ({ provider }) =>
      provider.create("auth0_resource_server_scopes", {
        resource_server_identifier: management.audience,
        scopes: allScopes.map((name) => ({ name, description: "" })),
      }),
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry");
    },
  },
  unknownResourceServer: {
    refused: (subject) => scopes(subject, "write:telemetry"),
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry");
    },
  },
  scopesPresent: {
    refused: (subject) => {
      api(subject);
      scopes(subject, "read:telemetry");
      scopes(subject, "write:telemetry");
    },
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry");
      scopes(subject, "write:telemetry", "read:telemetry");
    },
  },
  repeatedScope: {
    refused: (subject) => {
      api(subject);
      subject.provider.create("auth0_resource_server_scopes", {
        resource_server_identifier: "k8",
        scopes: [
          { name: "write:telemetry", description: "one" },
          { name: "write:telemetry", description: "other" },
        ],
      });
    },
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry", "read:telemetry");
    },
  },
  unknownAudience: {
    refused: (subject) => grant(subject, String(program(subject).id)),
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry");
      grant(subject, String(program(subject).id));
    },
  },
  unknownClient: {
    refused: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry");
      grant(subject, "nobody");
    },
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry");
      grant(subject, String(program(subject).id));
    },
  },
  // Defect 22: grants could come before the scopes that they name.
  unknownScope: {
    refused: (subject) => {
      api(subject);
      grant(subject, String(program(subject).id));
    },
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry", "read:telemetry");
      grant(subject, String(program(subject).id));
    },
  },
  allScopesOfSystemApi: {
    refused: (subject) =>
      grant(subject, String(program(subject).id), { ...management, scopes: null, allow_all_scopes: true }),
    accepted: (subject) => {
      api(subject);
      scopes(subject, "write:telemetry");
      grant(subject, String(program(subject).id), { scopes: null, allow_all_scopes: true });
    },
  },
  publicClient: {
    refused: (subject) =>
      subject.provider.create("auth0_client_credentials", {
        client_id: String(program(subject, { app_type: "spa" }).id),
        authentication_method: "client_secret_post",
      }),
    accepted: (subject) =>
      subject.provider.create("auth0_client_credentials", {
        client_id: String(program(subject).id),
        authentication_method: "client_secret_post",
      }),
  },
  nameForm: {
    refused: (subject) => program(subject, { name: "<sender>" }),
    accepted: (subject) => program(subject, { name: "sender - Dev (1)" }),
  },
});
