import { describe, expect, test } from "vitest";
import { synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { type MachineClient, TelemetryApi } from "./telemetry-api.ts";

function api(clients: Readonly<Record<string, MachineClient>>) {
  return synthesise(
    (stack) => {
      new TelemetryApi(stack, "telemetry", { clusterName: "k8", audience: "https://dev.example.org", clients });
    },
    ["auth0", "aws", "random"],
  );
}

const sender: MachineClient = {
  name: "sender - Dev",
  description: "",
  scopes: ["write:telemetry"],
  secretRevision: 1,
};

describe("the API", () => {
  // Defect 22: the scope of the API was written out, and those of the clients were input.
  test("has the scopes that its clients have, each once", () => {
    const module = api({ a: sender, b: { ...sender, scopes: ["write:telemetry", "read:telemetry"] } });
    expect(module.resource("auth0_resource_server_scopes.telemetry_scopes").scopes).toMatchObject([
      { name: "read:telemetry" },
      { name: "write:telemetry" },
    ]);
  });

  test("stands without scopes while it has no clients", () => {
    expect(api({}).addresses()).toEqual(["auth0_resource_server.telemetry"]);
  });

  test("signs its tokens by a key pair, for thirty hours, and hands out none for later", () => {
    expect(api({}).resource("auth0_resource_server.telemetry")).toMatchObject({
      identifier: "https://dev.example.org",
      signing_alg: "RS256",
      token_lifetime: 108_000,
      allow_offline_access: false,
    });
  });
});

describe("a client", () => {
  // Defects 22 and 120: clients were keyed by the name that people see, and their grants by attributes of them.
  test("has addresses by its key, so that a new name makes no new credentials", () => {
    const renamed = api({ sender: { ...sender, name: "sender - Production" } }).addresses();
    expect(renamed).toEqual(api({ sender }).addresses());
  });

  test("is granted its scopes after the API has them", () => {
    expect(api({ sender }).resource("auth0_client_grant.sender_grant")).toMatchObject({
      scopes: ["write:telemetry"],
      depends_on: ["auth0_resource_server_scopes.telemetry_scopes"],
    });
  });

  test("may ask for tokens in its own name only", () => {
    expect(api({ sender }).resource("auth0_client.sender").grant_types).toEqual(["client_credentials"]);
  });

  // Defects 21 and 110: secrets stood in the state and were copied from a screen.
  test("has a secret that goes to Auth0 and to Secrets Manager by write-only arguments", () => {
    const module = api({ sender: { ...sender, secretRevision: 3 } });
    const credentials = module.resource("auth0_client_credentials.sender_credentials");
    expect(credentials.client_secret).toBeUndefined();
    expect(credentials).toMatchObject({
      client_secret_wo: expression(
        "jsondecode(ephemeral.aws_secretsmanager_secret_version.sender_kept.secret_string).client_secret",
      ),
      client_secret_wo_version: 3,
    });
    const stored = module.resource("aws_secretsmanager_secret_version.sender_stored_value");
    expect(stored.secret_string).toBeUndefined();
    expect(stored.secret_string_wo_version).toBe(3);
    expect(String(stored.secret_string_wo)).toContain("ephemeral.random_password.sender_secret.result");
  });

  test("gets the secret that was stored, also when a run ended between the two writes", () => {
    expect(api({ sender }).module.ephemeral).toMatchObject({
      aws_secretsmanager_secret_version: {
        sender_kept: {
          secret_id: expression("aws_secretsmanager_secret_version.sender_stored_value.secret_id"),
          version_id: expression("aws_secretsmanager_secret_version.sender_stored_value.version_id"),
        },
      },
    });
  });
});
