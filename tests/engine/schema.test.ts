import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inStateOnly } from "../../src/simulator/planning/in-state-only.ts";
import { SimulatedProvider } from "../../src/simulator/planning/provider.ts";
import type { ResourceType } from "../../src/simulator/planning/resource-type.ts";
import { providerTables } from "../../src/simulator/planning/tables.ts";
import type { AttachableProvider } from "../../src/simulator/protocol/server.ts";
import { applied, done, planned, said, succeed } from "./workspace.ts";

/** A provider with one type, which exists in the state only: what the tables and the engine make of a schema. */
function inState(
  provider: string,
  source: string,
  type: Partial<ResourceType<null>> & { type: string },
): AttachableProvider {
  const service = {
    provider,
    sources: [source],
    resources: [{ label: type.type, create: () => ({}), ...inStateOnly, ...type }],
    dataSources: [],
    ephemeralResources: [],
    functions: [],
    durations: {},
    configure: () => null,
  };
  return { provider: new SimulatedProvider<null>(service, providerTables(provider)), sources: service.sources };
}

describe("attributes that hold objects", () => {
  let revision = 0;
  const helm = inState("helm", "hashicorp/helm", {
    type: "helm_release",
    create: ({ input }) => ({ id: String(input.name), metadata: metadata() }),
    update: () => ({ metadata: metadata() }),
  });
  const metadata = () => {
    revision += 1;
    return { revision, chart: "web", first_deployed: 1_764_086_400 };
  };
  const release = (replicas: number): string => `
resource "helm_release" "web" {
  name  = "web"
  chart = "web"
  set = [
    { name = "image.tag", value = "1.0" },
    { name = "replicas", value = "${replicas}" },
  ]
  set_wo = [{ name = "password", value = "secret" }]
}
output "revision" { value = helm_release.web.metadata.revision }
`;

  test("keep what was configured, fill what was left out, hide what is write-only, and need no second change", async () => {
    const workspace = await applied(release(1), { providers: [helm] });
    expect(workspace.object("helm_release.web")).toMatchObject({
      set: [
        { name: "image.tag", value: "1.0", type: "" },
        { name: "replicas", value: "1", type: "" },
      ],
      set_wo: null,
      metadata: { chart: "web", notes: null },
    });
    expect(workspace.storedState()).not.toContain("secret");
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });

  test("change in place with one of their objects, and what follows is unknown until then", async () => {
    const workspace = await applied(release(1), { providers: [helm] });
    const before = workspace.object("helm_release.web").metadata as { revision: number };
    workspace.configure(release(2));
    expect((await workspace.run("plan", "-no-color", "-lock=false")).text).toContain("known after apply");
    expect(done(succeed(await workspace.apply()))).toEqual(["update helm_release.web"]);
    const after = workspace.object("helm_release.web").metadata as { revision: number };
    expect(after.revision).toBeGreaterThan(before.revision);
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });
});

test("numbers that are no binary fractions, and those that are too long, come back as they were written", async () => {
  const auth0 = inState("auth0", "auth0/auth0", { type: "auth0_tenant", create: () => ({ id: "tenant" }) });
  const tenant = `
terraform {
  required_providers { auth0 = { source = "auth0/auth0" } }
}
resource "auth0_tenant" "main" {
  session_lifetime      = 0.1
  idle_session_lifetime = 12345678901234567891
}
output "same" { value = auth0_tenant.main.session_lifetime == 0.1 }
`;
  const workspace = await applied(tenant, { providers: [auth0] });
  expect(workspace.storedState()).toContain('"idle_session_lifetime": 12345678901234567891');
  expect(workspace.storedState()).toContain('"session_lifetime": 0.1,');
  expect(JSON.parse(workspace.storedState())).toMatchObject({ outputs: { same: { value: true } } });
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
});

describe("a state of another version of the provider", () => {
  const rewrite = (text: string, version: number): string => {
    const state = JSON.parse(text) as {
      resources: { instances: { schema_version: number; attributes: Record<string, unknown> }[] }[];
    };
    for (const instance of state.resources.flatMap(({ instances }) => instances)) {
      instance.schema_version = version;
      delete instance.attributes.numeric;
      instance.attributes.gone = "x";
    }
    return JSON.stringify(state);
  };
  const configuration = 'resource "random_string" "one" { length = 4 }\n';

  test("is upgraded when it is older, without a change", async () => {
    const workspace = await applied(configuration);
    const before = workspace.object("random_string.one");
    writeFileSync(join(workspace.folder, "terraform.tfstate"), rewrite(workspace.storedState(), 1));
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
    succeed(await workspace.apply(undefined, "-refresh-only"));
    expect(workspace.object("random_string.one")).toEqual(before);
  });

  test("is refused when it is newer", async () => {
    const workspace = await applied(configuration);
    writeFileSync(join(workspace.folder, "terraform.tfstate"), rewrite(workspace.storedState(), 99));
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan)).toEqual([expect.stringContaining("newer provider version")]);
  });
});
