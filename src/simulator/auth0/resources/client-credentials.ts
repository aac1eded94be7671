import { text } from "../../planning/input.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf } from "../../rule.ts";
import type { Auth0 } from "../client.ts";
import { auth0Rules as rules } from "../rules.ts";
import { clientOf } from "./client.ts";

/** Types of clients that keep no secret. */
const publicTypes: ReadonlySet<string> = new Set(["native", "spa"]);

/** `auth0_client_credentials`: how a client proves who it is. */
export const clientCredentials: ResourceType<Auth0> = {
  type: "auth0_client_credentials",
  label: "client credentials",

  create({ client, input }) {
    return set(client, input);
  },

  read({ client, state }) {
    const id = text(state, "client_id") || text(state, "id");
    const held = client.call({ operation: "GET /api/v2/clients/{id}", scope: "read:clients", resources: [id] }, () =>
      client.clients.get(id),
    );
    if (!held) return null;
    const isHidden = typeof state.client_secret_wo_version === "number";
    return {
      id,
      client_id: id,
      authentication_method: held.authenticationMethod ?? defaultMethod(held.appType),
      client_secret: isHidden ? null : client.unseal(held.secret),
    };
  },

  update({ client, input }) {
    return set(client, input);
  },

  /** The client goes back to the method that its type has by default. */
  delete({ client, state }) {
    const id = text(state, "client_id");
    if (!client.clients.has(id)) return;
    client.call({ operation: "PATCH /api/v2/clients/{id}", scope: "update:clients", resources: [id] }, () => {
      client.clients.put(id, { ...clientOf(client, id), authenticationMethod: null });
    });
  },

  import: (_call, id) => ({ id, client_id: id }),
};

function set(client: Auth0, input: Values): Values {
  const id = text(input, "client_id");
  const held = client.call(
    { operation: "PATCH /api/v2/clients/{id}", scope: "update:client_credentials", resources: [id] },
    () => {
      const present = clientOf(client, id);
      const method = text(input, "authentication_method") || defaultMethod(present.appType);
      const secret = text(input, "client_secret_wo") || text(input, "client_secret");
      refuseIf(
        publicTypes.has(present.appType) && (secret !== "" || method !== "none"),
        rules.publicClient,
        present.appType,
      );
      return client.clients.put(id, {
        ...present,
        authenticationMethod: method,
        ...(secret === "" ? {} : { secret: client.seal(secret) }),
      });
    },
  );
  const isHidden = typeof input.client_secret_wo_version === "number";
  return {
    id,
    authentication_method: held.authenticationMethod,
    client_secret: isHidden ? null : client.unseal(held.secret),
  };
}

function defaultMethod(appType: string): string {
  if (publicTypes.has(appType)) return "none";
  return appType === "regular_web" || appType === "non_interactive" ? "client_secret_post" : "client_secret_basic";
}
