import { blocks, text } from "../../planning/input.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Auth0 } from "../client.ts";
import type { ResourceServer } from "../records.ts";
import { auth0Rules as rules } from "../rules.ts";
import { findByIdentifier } from "./resource-server.ts";

/** `auth0_resource_server_scopes`: all scopes of an API. */
export const resourceServerScopes: ResourceType<Auth0> = {
  type: "auth0_resource_server_scopes",
  label: "resource server scopes",

  create({ client, input }) {
    const identifier = text(input, "resource_server_identifier");
    const wanted = scopesIn(input);
    const present = findByIdentifier(client, identifier)?.scopes ?? [];
    refuseIf(
      present.some(({ name }) => !wanted.some((scope) => scope.name === name)),
      rules.scopesPresent,
      identifier,
    );
    setScopes(client, identifier, wanted);
    return { id: identifier };
  },

  read({ client, state }) {
    const identifier = text(state, "resource_server_identifier") || text(state, "id");
    const operation = "GET /api/v2/resource-servers/{id}";
    const found = client.call({ operation, scope: "read:resource_servers", resources: [identifier] }, () =>
      findByIdentifier(client, identifier),
    );
    if (!found) return null;
    return {
      id: identifier,
      resource_server_identifier: identifier,
      scopes: found.scopes.map((scope) => ({ ...scope })),
    };
  },

  update({ client, input }) {
    setScopes(client, text(input, "resource_server_identifier"), scopesIn(input));
    return {};
  },

  delete({ client, state }) {
    const identifier = text(state, "id");
    if (findByIdentifier(client, identifier)) setScopes(client, identifier, []);
  },

  import: (_call, id) => ({ id, resource_server_identifier: id }),
};

function setScopes(client: Auth0, identifier: string, scopes: ResourceServer["scopes"]): void {
  const operation = "PATCH /api/v2/resource-servers/{id}";
  client.call({ operation, scope: "update:resource_servers", resources: [identifier] }, () => {
    const held = findByIdentifier(client, identifier);
    refuseUnless(held, rules.unknownResourceServer);
    refuseIf(held.isSystem, rules.systemApi);
    const names = scopes.map(({ name }) => name);
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    refuseIf(repeated !== undefined, rules.repeatedScope, repeated ?? "");
    client.resourceServers.put(held.id, { ...held, scopes });
  });
}

function scopesIn(input: Values): ResourceServer["scopes"] {
  return blocks(input, "scopes").map((scope) => ({
    name: text(scope, "name"),
    description: text(scope, "description"),
  }));
}
