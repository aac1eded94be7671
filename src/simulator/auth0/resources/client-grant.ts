import { flag, text, texts } from "../../planning/input.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Auth0 } from "../client.ts";
import type { ClientGrant } from "../records.ts";
import { auth0Rules as rules } from "../rules.ts";
import { clientOf } from "./client.ts";
import { checkGrant } from "./plan-checks.ts";
import { findByIdentifier } from "./resource-server.ts";

/** `auth0_client_grant`: what a client may ask of an API. */
export const clientGrant: ResourceType<Auth0> = {
  type: "auth0_client_grant",
  label: "client grant",
  plan: checkGrant,

  create({ client, input }) {
    const [clientId, audience] = [text(input, "client_id"), text(input, "audience")];
    const subjectType = text(input, "subject_type") || "client";
    const operation = "POST /api/v2/client-grants";
    const made = client.call({ operation, scope: "create:client_grants", parameters: { clientId, audience } }, () => {
      clientOf(client, clientId);
      const scopes = allowedScopes(client, input);
      const present = client.clientGrants.find((held) => held.clientId === clientId && held.audience === audience);
      const id =
        present?.id ?? `cgr_${client.world.ids.hex(16, "auth0/client-grant", [client.domain, clientId, audience])}`;
      return client.clientGrants.put(id, { id, clientId, audience, scopes, subjectType });
    });
    return shown(made);
  },

  read({ client, state }) {
    const id = text(state, "id");
    const operation = "GET /api/v2/client-grants/{id}";
    const found = client.call({ operation, scope: "read:client_grants", resources: [id] }, () =>
      client.clientGrants.get(id),
    );
    if (!found) return null;
    return { ...shown(found), audience: found.audience, client_id: found.clientId, ...scopesShown(found, state) };
  },

  update({ client, input, state }) {
    const id = text(state, "id");
    client.call(
      { operation: "PATCH /api/v2/client-grants/{id}", scope: "update:client_grants", resources: [id] },
      () => {
        const held = client.clientGrants.get(id);
        if (held) client.clientGrants.put(id, { ...held, scopes: allowedScopes(client, input) });
      },
    );
    return {};
  },

  delete({ client, state }) {
    const id = text(state, "id");
    if (!client.clientGrants.has(id)) return;
    client.call(
      { operation: "DELETE /api/v2/client-grants/{id}", scope: "delete:client_grants", resources: [id] },
      () => {
        client.clientGrants.delete(id);
      },
    );
  },
};

/** The scopes that a grant asks for, all of which its API must have. */
function allowedScopes(client: Auth0, input: Values): readonly string[] {
  const audience = text(input, "audience");
  const api = findByIdentifier(client, audience);
  refuseUnless(api, rules.unknownAudience, audience);
  const known = api.scopes.map(({ name }) => name);
  if (flag(input, "allow_all_scopes")) {
    refuseIf(api.isSystem, rules.allScopesOfSystemApi);
    return known;
  }
  const scopes = texts(input.scopes);
  const unknown = scopes.filter((scope) => !known.includes(scope));
  refuseIf(unknown.length > 0, rules.unknownScope, unknown);
  return scopes;
}

function shown({ id, subjectType }: ClientGrant): Values {
  return { id, subject_type: subjectType, is_system: false };
}

function scopesShown({ scopes }: ClientGrant, state: Values): Values {
  return flag(state, "allow_all_scopes") ? {} : { scopes };
}
