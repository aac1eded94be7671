import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configurations } from "../testing/arbitrary.ts";
import { Ids } from "../world/ids.ts";
import { conform } from "./objects.ts";
import { SimulatedProvider } from "./provider.ts";
import type { ResourceType } from "./resource-type.ts";
import type { Service } from "./service.ts";
import { providerTables } from "./tables.ts";
import { unknown, type Values } from "./values.ts";

const providers = [
  "auth0",
  "aws",
  "cloudinit",
  "helm",
  "kubectl",
  "kubernetes",
  "local",
  "null",
  "random",
  "spacelift",
  "spotinst",
  "time",
  "tls",
];

/** A provider whose every type exists in the state only, so that the tables alone decide. */
function byTablesAlone(name: string): SimulatedProvider<null> {
  const tables = providerTables(name);
  const resources = Object.keys(tables.schema.resource_schemas).map(
    (type): ResourceType<null> => ({
      type,
      label: type,
      create: () => ({}),
      read: ({ state }) => state,
      update: () => ({}),
      delete() {},
    }),
  );
  const service: Service<null> = {
    provider: name,
    sources: [],
    resources,
    dataSources: [],
    ephemeralResources: [],
    functions: [],
    durations: {},
    configure: () => null,
    defaultTags: () => ({ owner: "dpe" }),
    identity: () => ({ partition: "aws", region: "us-east-1", account: "123456789012", ids: new Ids("seed") }),
  };
  return new SimulatedProvider(service, tables);
}

/** Every resource type of every schema. */
const types = providers.flatMap((name) =>
  Object.entries(providerTables(name).schema.resource_schemas).map(([type, { block }]) => ({ name, type, block })),
);

function every(what: string, property: (provider: SimulatedProvider<null>, type: string) => void): void {
  for (const name of providers) {
    test(`${what}: every type of ${name}`, () => {
      const provider = byTablesAlone(name);
      for (const { type } of types.filter((known) => known.name === name)) property(provider, type);
    });
  }
}

const runs = { numRuns: 10, seed: 7 };

describe("planning by the tables alone", () => {
  every("plans nothing for an unchanged configuration over its own applied state", (provider, type) => {
    const block = provider.schema.resource_schemas[type]?.block ?? {};
    fc.assert(
      fc.property(configurations(block), (config) => {
        const { planned } = provider.planResource(type, null, config);
        const { state } = provider.applyResource(type, null, planned, config);
        const read = provider.readResource(type, state ?? {}).state;
        expect(read, type).toEqual(state);
        expect(provider.planResource(type, read, config), type).toEqual({
          planned: read,
          replace: [],
          diagnostics: [],
        });
      }),
      runs,
    );
  });

  every("has exactly the attributes of the schema", (provider, type) => {
    const block = provider.schema.resource_schemas[type]?.block ?? {};
    fc.assert(
      fc.property(
        configurations(block, { withUnknown: true }),
        configurations(block, { withUnknown: true }),
        (first, second) => {
          const created = provider.planResource(type, null, first).planned ?? {};
          expect(created, type).toEqual(conform(block, created));
          const state = provider.applyResource(type, null, created, first).state ?? {};
          expect(state, type).toEqual(conform(block, state));
          const updated = provider.planResource(type, state, second).planned ?? {};
          expect(updated, type).toEqual(conform(block, updated));
        },
      ),
      runs,
    );
  });

  every(
    "leaves what is configured as it is, or as the state has it, and what is not known unknown",
    (provider, type) => {
      const block = provider.schema.resource_schemas[type]?.block ?? {};
      fc.assert(
        fc.property(configurations(block), configurations(block, { withUnknown: true }), (first, second) => {
          const created = provider.planResource(type, null, first).planned;
          const state = provider.applyResource(type, null, created, first).state ?? {};
          const planned = provider.planResource(type, state, second).planned ?? {};
          for (const [name, { write_only: isSecret, type: of }] of Object.entries(block.attributes ?? {})) {
            const value = second[name] ?? null;
            if (value === null || isSecret || of === undefined) continue;
            const allowed: Values[string][] = value === unknown ? [unknown] : [value, state[name] ?? null];
            expect(allowed, `${type}.${name}`).toContainEqual(planned[name]);
          }
        }),
        runs,
      );
    },
  );
});
