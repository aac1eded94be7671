import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type MachineClient, TelemetryApi } from "../../src/modules/auth0/telemetry-api.ts";
import { createTenant } from "../../src/simulator/auth0/onboarding.ts";
import { auth0Tables } from "../../src/simulator/auth0/records.ts";
import { Aws } from "../../src/simulator/aws/client.ts";
import { rootPrincipal } from "../../src/simulator/aws/principal.ts";
import { getSecretValue } from "../../src/simulator/aws/secretsmanager/secret-value.ts";
import { faultKinds } from "../../src/simulator/world/faults.ts";
import { unseal } from "../../src/simulator/world/seal.ts";
import { World } from "../../src/simulator/world/world.ts";
import { PlatformStack } from "../../src/stacks/platform-stack.ts";
import { open, planned, succeed, type Workspace } from "./workspace.ts";

/** Where workspaces of the engine work. */
const account = "123456789012";

const domain = "dev.us.auth0.com";

const scopes = ["clients", "client_credentials", "client_grants", "resource_servers"].flatMap((what) =>
  ["create", "read", "update", "delete"].map((verb) => `${verb}:${what}`),
);

/** The telemetry API with one client, as it is rendered, in a tenant of its own. */
async function tenant(world: World): Promise<Workspace> {
  const { clientId, clientSecret } = createTenant(world, domain, scopes);
  const workspace = await open(
    `provider "auth0" {
      domain        = "${domain}"
      client_id     = "${clientId}"
      client_secret = "${clientSecret}"
    }`,
    { world },
  );
  describeClient(workspace, 1);
  return workspace;
}

function describeClient({ folder }: Workspace, secretRevision: number): void {
  const sender: MachineClient = { name: "sender", description: "", scopes: ["write:telemetry"], secretRevision };
  const stack = new PlatformStack("test", { providers: ["auth0", "aws", "random"] });
  new TelemetryApi(stack, "telemetry", { clusterName: "k8", audience: "https://dev.example.org", clients: { sender } });
  writeFileSync(join(folder, "api.tf.json"), JSON.stringify(stack.toTerraform()));
}

/** The secret that the tenant takes from the client. */
function secretInTenant({ world }: Workspace): string {
  const client = auth0Tables.clients(world, domain).find(({ name }) => name === "sender");
  return client ? unseal(world.seed, client.secret) : "";
}

/** What the client finds in Secrets Manager. */
function secretInStore({ world }: Workspace): string {
  const actor = { stack: "test", run: "test" };
  const aws = new Aws({ world, actor, account, region: "us-east-1", principal: rootPrincipal(account) });
  const { value } = getSecretValue(aws, "k8/auth0/sender");
  return (JSON.parse(value ?? "{}") as { client_secret: string }).client_secret;
}

// Defect 21: credentials were carried from one place to the other by hand.
test("a client whose tenant failed in the middle of a run gets the secret that was stored before", async () => {
  const world = World.inMemory();
  world.planFaults([{ ...faultKinds.throttling, action: "auth0:PATCH /api/v2/clients/{id}", skip: 0, times: 1 }]);
  const workspace = await tenant(world);
  expect((await workspace.apply()).ok).toBe(false);
  expect(planned(await workspace.plan())).toEqual(["create auth0_client_credentials.sender_credentials"]);
  succeed(await workspace.apply());
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
  expect(secretInTenant(workspace)).toMatch(/^\w{64}$/);
  expect(secretInStore(workspace)).toBe(secretInTenant(workspace));
});

test("another revision is another secret, in both places", async () => {
  const workspace = await tenant(World.inMemory());
  succeed(await workspace.apply());
  const first = secretInTenant(workspace);
  describeClient(workspace, 2);
  succeed(await workspace.apply());
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
  const second = secretInTenant(workspace);
  expect(second).not.toBe(first);
  expect(secretInStore(workspace)).toBe(second);
});
