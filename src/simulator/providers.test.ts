import { expect, test } from "vitest";
import { providerTables } from "./planning/tables.ts";
import { simulatedProviders, simulatedTypes } from "./providers.ts";
import { World } from "./world/world.ts";

const schemas = {
  resource: "resource_schemas",
  "data source": "data_source_schemas",
  "ephemeral resource": "ephemeral_resource_schemas",
} as const;

test("every simulated type has a schema, and is simulated once", () => {
  const types = simulatedTypes();
  const withoutSchema = types.filter(
    ({ provider, kind, type }) => providerTables(provider).schema[schemas[kind]][type] === undefined,
  );
  expect(withoutSchema).toEqual([]);
  const names = types.map(({ kind, type }) => `${kind} ${type}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("every provider has a registry address of its own", () => {
  const providers = simulatedProviders({
    world: World.inMemory(),
    actor: { stack: "test", run: "test" },
    folder: "",
    environment: {},
  });
  const sources = providers.flatMap((provider) => provider.sources);
  expect(new Set(sources).size).toBe(sources.length);
  expect(sources).toEqual(expect.arrayContaining(["hashicorp/aws", "spacelift-io/spacelift", "hashicorp/random"]));
});
