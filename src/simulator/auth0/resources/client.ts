import { blocks, text } from "../../planning/input.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Auth0 } from "../client.ts";
import type { Client } from "../records.ts";
import { auth0Rules as rules } from "../rules.ts";
import { settled } from "../settled.ts";

/** `auth0_client`: a program that asks for tokens. */
export const client: ResourceType<Auth0> = {
  type: "auth0_client",
  label: "client",

  create({ client, input }) {
    const name = text(input, "name");
    const made = client.call(
      { operation: "POST /api/v2/clients", scope: "create:clients", parameters: { name } },
      () => {
        refuseIf(/[<>]/.test(name), rules.nameForm, name);
        const id = client.world.ids.hex(32, "auth0/client", [client.domain, name]);
        return client.clients.put(id, {
          id,
          name,
          appType: text(input, "app_type"),
          settings: settled(input),
          authenticationMethod: null,
          secret: client.seal(client.world.ids.hex(64, "auth0/secret", [client.domain, id])),
          managesTenant: false,
        });
      },
    );
    return shown(made, input);
  },

  read({ client, state }) {
    const id = text(state, "id");
    const found = client.call({ operation: "GET /api/v2/clients/{id}", scope: "read:clients", resources: [id] }, () =>
      client.clients.get(id),
    );
    return found ? shown(found, state) : null;
  },

  update({ client, input, state }) {
    const id = text(state, "id");
    client.call({ operation: "PATCH /api/v2/clients/{id}", scope: "update:clients", resources: [id] }, () => {
      const name = text(input, "name");
      refuseIf(/[<>]/.test(name), rules.nameForm, name);
      const held = clientOf(client, id);
      client.clients.put(id, { ...held, name, appType: text(input, "app_type"), settings: settled(input) });
    });
    return {};
  },

  /** What it was granted goes with it. */
  delete({ client, state }) {
    const id = text(state, "id");
    if (!client.clients.has(id)) return;
    client.call({ operation: "DELETE /api/v2/clients/{id}", scope: "delete:clients", resources: [id] }, () => {
      for (const grant of client.clientGrants.filter(({ clientId }) => clientId === id))
        client.clientGrants.delete(grant.id);
      client.clients.delete(id);
    });
  },
};

/** What the API answers for settings that nobody made. */
const defaults: Values = {
  callbacks: [],
  custom_login_page_on: true,
  external_client_id: "",
  external_metadata_created_by: "",
  external_metadata_type: "",
  grant_types: ["authorization_code", "implicit", "refresh_token", "client_credentials"],
  is_first_party: true,
  is_token_endpoint_ip_header_trusted: false,
  jwks_uri: "",
  oidc_backchannel_logout_urls: [],
  oidc_conformant: false,
  organization_require_behavior: "",
  organization_usage: "",
  redirection_policy: "",
  third_party_security_mode: "",
  refresh_token: [
    {
      rotation_type: "non-rotating",
      expiration_type: "non-expiring",
      leeway: 0,
      token_lifetime: 2_592_000,
      infinite_token_lifetime: true,
      infinite_idle_token_lifetime: true,
      idle_token_lifetime: 1_296_000,
      policies: [],
    },
  ],
};

function shown(held: Client, values: Values): Values {
  const [configured] = blocks(held.settings, "jwt_configuration");
  const token = { lifetime_in_seconds: 36_000, secret_encoded: false, alg: null, scopes: null };
  return {
    ...defaults,
    ...held.settings,
    jwt_configuration: [{ ...token, ...settled(configured ?? {}) }],
    signing_keys: values.signing_keys ?? [{ cert: "-----BEGIN CERTIFICATE-----" }],
    id: held.id,
    client_id: held.id,
    name: held.name,
  };
}

/**
 * The client of that id.
 *
 * @throws ServiceError when the tenant has none
 */
export function clientOf(auth0: Auth0, id: string): Client {
  const held = auth0.clients.get(id);
  refuseUnless(held, rules.unknownClient);
  return held;
}
