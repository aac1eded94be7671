import { text } from "../../planning/input.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf } from "../../rule.ts";
import type { Auth0 } from "../client.ts";
import { managementApi } from "../login.ts";
import type { ResourceServer } from "../records.ts";
import { auth0Rules as rules } from "../rules.ts";
import { settled } from "../settled.ts";
import { checkResourceServer } from "./plan-checks.ts";

/** `auth0_resource_server`: an API that tokens are for. */
export const resourceServer: ResourceType<Auth0> = {
  type: "auth0_resource_server",
  label: "resource server",
  plan: checkResourceServer,

  create({ client, input }) {
    const identifier = text(input, "identifier");
    const operation = "POST /api/v2/resource-servers";
    const made = client.call({ operation, scope: "create:resource_servers", parameters: { identifier } }, () => {
      refuseIf(findByIdentifier(client, identifier), rules.identifierTaken, identifier);
      const id = client.world.ids.hex(24, "auth0/resource-server", [client.domain, identifier]);
      const settings = { ...defaults, ...settled(input), name: text(input, "name") };
      return client.resourceServers.put(id, { id, identifier, settings, scopes: [], isSystem: false });
    });
    return shown(made);
  },

  read({ client, state }) {
    const id = text(state, "id");
    const operation = "GET /api/v2/resource-servers/{id}";
    const found = client.call({ operation, scope: "read:resource_servers", resources: [id] }, () =>
      client.resourceServers.get(id),
    );
    return found ? shown(found) : null;
  },

  update({ client, input, state }) {
    const id = text(state, "id");
    const operation = "PATCH /api/v2/resource-servers/{id}";
    client.call({ operation, scope: "update:resource_servers", resources: [id] }, () => {
      const present = resourceServerOf(client, id);
      client.resourceServers.put(id, { ...present, settings: { ...present.settings, ...settled(input) } });
    });
    return {};
  },

  /** The Management API of the tenant stays whatever a configuration says; grants for the API go with it. */
  delete({ client, state }) {
    const id = text(state, "id");
    const held = client.resourceServers.get(id);
    if (!held || held.identifier === managementApi(client.domain)) return;
    const operation = "DELETE /api/v2/resource-servers/{id}";
    client.call({ operation, scope: "delete:resource_servers", resources: [id] }, () => {
      for (const grant of client.clientGrants.filter(({ audience }) => audience === held.identifier)) {
        client.clientGrants.delete(grant.id);
      }
      client.resourceServers.delete(id);
    });
  },
};

/** What the API answers for settings that nobody made. */
const defaults: Values = {
  allow_offline_access: false,
  allow_online_access: false,
  allow_online_access_with_ephemeral_sessions: false,
  authorization_details: [{ disable: true, type: null }],
  authorization_policy: [],
  client_id: "",
  consent_policy: "null",
  enforce_policies: false,
  is_system: false,
  proof_of_possession: [{ disable: true, mechanism: null, required: null, required_for: null }],
  signing_alg: "RS256",
  signing_secret: "",
  skip_consent_for_verifiable_first_party_clients: false,
  subject_type_authorization: [{ user: [{ policy: "allow_all" }], client: [{ policy: "require_client_grant" }] }],
  token_dialect: "",
  token_encryption: [{ disable: true, format: null, encryption_key: [] }],
  token_lifetime: 86_400,
  token_lifetime_for_web: 7_200,
};

function shown({ id, identifier, settings, isSystem }: ResourceServer): Values {
  return { ...defaults, ...settings, id, identifier, is_system: isSystem };
}

/** The API of that identifier, if the tenant has it. */
export function findByIdentifier(client: Auth0, identifier: string): ResourceServer | undefined {
  return client.resourceServers.find((held) => held.identifier === identifier);
}

function resourceServerOf(client: Auth0, id: string): ResourceServer {
  const held = client.resourceServers.get(id);
  refuseIf(!held, rules.unknownResourceServer);
  return held as ResourceServer;
}
