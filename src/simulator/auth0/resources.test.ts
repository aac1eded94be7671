import { describe, expect, test } from "vitest";
import { SimulatedProvider } from "../planning/provider.ts";
import { providerTables } from "../planning/tables.ts";
import type { Values } from "../planning/values.ts";
import { managementApi } from "./login.ts";
import { auth0Provider } from "./service.ts";
import { actor, domain, tenant } from "./testing/tenant.ts";

const sender = { name: "sender", app_type: "non_interactive" };

describe("a client", () => {
  test("is known by its client id, and keeps it when it is renamed", () => {
    const { provider } = tenant();
    const state = provider.create("auth0_client", sender);
    expect(state.client_id).toBe(state.id);
    const renamed = provider.update(state, "auth0_client", { ...sender, name: "sender - Dev" });
    expect(renamed).toMatchObject({ id: state.id, name: "sender - Dev" });
  });

  test("takes its grants along when it goes", () => {
    const { provider, auth0 } = tenant();
    provider.create("auth0_resource_server", { name: "API", identifier: "k8" });
    provider.create("auth0_resource_server_scopes", {
      resource_server_identifier: "k8",
      scopes: [{ name: "write:telemetry" }],
    });
    const state = provider.create("auth0_client", sender);
    const grant = provider.create("auth0_client_grant", {
      client_id: state.id ?? "",
      audience: "k8",
      scopes: ["write:telemetry"],
    });
    provider.delete("auth0_client", state);
    expect(provider.read("auth0_client_grant", grant)).toBeNull();
    expect(auth0.clients.has(String(state.id))).toBe(false);
  });
});

describe("credentials", () => {
  test("that are write-only reach the tenant, and no state", () => {
    const { provider, auth0 } = tenant();
    const { id } = provider.create("auth0_client", sender);
    const state = provider.create("auth0_client_credentials", {
      client_id: id ?? "",
      authentication_method: "client_secret_post",
      client_secret_wo: "only-once",
      client_secret_wo_version: 1,
    });
    expect(JSON.stringify(state)).not.toContain("only-once");
    expect(JSON.stringify(auth0.world.snapshot())).not.toContain("only-once");
    expect(auth0.unseal(auth0.clients.get(String(id))?.secret ?? "")).toBe("only-once");
  });

  test("that nobody gives are the tenant's, and are in the state", () => {
    const { provider } = tenant();
    const { id } = provider.create("auth0_client", sender);
    const state = provider.create("auth0_client_credentials", { client_id: id ?? "" });
    expect(state.authentication_method).toBe("client_secret_post");
    expect(String(state.client_secret)).toHaveLength(64);
  });
});

describe("an API", () => {
  test("has the settings of Auth0 where none are given", () => {
    const state = tenant().provider.create("auth0_resource_server", { name: "API", identifier: "k8" });
    expect(state).toMatchObject({ signing_alg: "RS256", token_lifetime: 86_400, allow_offline_access: false });
  });

  test("loses its scopes with the resource that holds them, and stays", () => {
    const { provider, auth0 } = tenant();
    const api = provider.create("auth0_resource_server", { name: "API", identifier: "k8" });
    const scopes = provider.create("auth0_resource_server_scopes", {
      resource_server_identifier: "k8",
      scopes: [{ name: "write:telemetry", description: "Send telemetry" }],
    });
    provider.delete("auth0_resource_server_scopes", scopes);
    expect(auth0.resourceServers.get(String(api.id))?.scopes).toEqual([]);
  });

  test("of the tenant itself is never deleted", () => {
    const { provider, auth0 } = tenant();
    const held = auth0.resourceServers.find(({ identifier }) => identifier === managementApi(domain));
    provider.delete("auth0_resource_server", { id: held?.id ?? "" });
    expect(auth0.resourceServers.has(held?.id ?? "")).toBe(true);
  });
});

describe("what a killed run made", () => {
  function lostClient() {
    const { world, auth0, provider } = tenant();
    const state = provider.create("auth0_client", sender);
    const service = auth0Provider(world, actor);
    const place = service.recovery?.place(auth0) ?? null;
    const another = new SimulatedProvider(service, providerTables("auth0"), { environment: {} });
    return {
      world,
      auth0,
      id: String(state.id),
      place,
      remove: () => another.removeLost("auth0_client", state, place),
    };
  }

  test("is removed from its tenant, without a provider block and without anybody's secret", () => {
    const { auth0, id, place, remove } = lostClient();
    expect(place).toEqual({ domain });
    expect(remove().diagnostics).toEqual([]);
    expect(auth0.clients.has(id)).toBe(false);
  });

  test("stays where nobody manages the tenant any more: it is gone with it", () => {
    const { auth0, id, remove } = lostClient();
    for (const grant of auth0.clientGrants.rows()) auth0.clientGrants.delete(grant.id);
    expect(remove().diagnostics).toEqual([]);
    expect(auth0.clients.has(id)).toBe(true);
  });
});

describe("the provider itself refuses", () => {
  const refused: readonly (readonly [string, string, Values])[] = [
    ["a grant without scopes", "auth0_client_grant", { client_id: "a", audience: "k8" }],
    ["a grant of some and all scopes", "auth0_client_grant", { ...grantOf(["read"]), allow_all_scopes: true }],
    ["details that are off and described", "auth0_resource_server", apiWith("authorization_details", { type: "a" })],
    ["encryption that is off and has a form", "auth0_resource_server", apiWith("token_encryption", encryption)],
    ["a proof that is off and required", "auth0_resource_server", apiWith("proof_of_possession", { required: true })],
  ];
  test.each(refused)("%s", (_, type, config) => {
    expect(() => tenant().provider.plan(type, null, config)).toThrow(/cannot be|must be set/);
  });

  const accepted: readonly (readonly [string, string, Values])[] = [
    ["a grant of scopes", "auth0_client_grant", grantOf(["read"])],
    ["a grant of no scope", "auth0_client_grant", grantOf([])],
    ["a grant of all scopes", "auth0_client_grant", { client_id: "a", audience: "k8", allow_all_scopes: true }],
    ["a proof that is off and not required", "auth0_resource_server", apiWith("proof_of_possession", {})],
  ];
  test.each(accepted)("but not %s", (_, type, config) => {
    expect(tenant().provider.plan(type, null, config).action).toBe("create");
  });
});

const encryption = { format: "compact-nested-jwe", encryption_key: [{ algorithm: "RSA-OAEP-256", pem: "key" }] };

function grantOf(scopes: readonly string[]): Values {
  return { client_id: "a", audience: "k8", scopes };
}

function apiWith(block: string, settings: Values): Values {
  return { name: "API", identifier: "k8", [block]: [{ disable: true, ...settings }] };
}
