import { describe, expect, test } from "vitest";
import { nullProvider } from "../null/provider.ts";
import { SimulatedProvider } from "../planning/provider.ts";
import { providerTables } from "../planning/tables.ts";
import { unknown, type Value, type Values } from "../planning/values.ts";
import { randomProvider } from "../random/provider.ts";
import { testCloud } from "../testing/cloud.ts";
import { timeProvider } from "../time/provider.ts";
import { World } from "../world/world.ts";
import { decodeValue, encodeValue } from "./codec.ts";
import { type Handler, handlersOf } from "./handlers.ts";
import { Removals } from "./removals.ts";

const actor = { stack: "test", run: "test" };
const secret = Buffer.from("private state of the provider");

function nulls(): ReturnType<typeof handlersOf> {
  return handlersOf(
    new SimulatedProvider(nullProvider(World.inMemory(), actor), providerTables("null")),
    new Removals(0),
  );
}

function randoms(): ReturnType<typeof handlersOf> {
  return handlersOf(
    new SimulatedProvider(randomProvider(World.inMemory(), actor), providerTables("random")),
    new Removals(0),
  );
}

function sent(value: Value): { readonly msgpack: Uint8Array } {
  return { msgpack: encodeValue(value) };
}

function ask(handler: Handler, request: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return handler(request) as Readonly<Record<string, unknown>>;
}

const created: Values = { id: "1", triggers: null };
const config: Values = { id: null, triggers: { version: "2" } };

describe("private state", () => {
  test("comes back from a plan, an apply and a read as the engine sent it", () => {
    const handlers = nulls();
    const type_name = "null_resource";
    const planned = ask(handlers.PlanResourceChange, {
      type_name,
      prior_state: sent(created),
      proposed_new_state: sent(config),
      config: sent(config),
      prior_private: secret,
    });
    expect(planned.planned_private).toBe(secret);
    const applied = ask(handlers.ApplyResourceChange, {
      type_name,
      prior_state: sent(null),
      planned_state: planned.planned_state,
      config: sent(config),
      planned_private: secret,
    });
    expect(applied.private).toBe(secret);
    expect(ask(handlers.ReadResource, { type_name, current_state: sent(created), private: secret }).private).toBe(
      secret,
    );
  });
});

describe("a state that an older version of the provider wrote", () => {
  const upgrade = (version: number, stored: object) =>
    ask(randoms().UpgradeResourceState, {
      type_name: "random_string",
      version,
      raw_state: { json: Buffer.from(JSON.stringify(stored)) },
    });

  test("gets the attributes that it lacked, and loses those that are no more", () => {
    const { upgraded_state: state, diagnostics } = upgrade(1, {
      id: "abc",
      result: "abc",
      length: 3,
      number: false,
      gone: 1,
    });
    expect(decodeValue(state)).toMatchObject({ id: "abc", length: 3, number: false, numeric: false, keepers: null });
    expect(decodeValue(state)).not.toHaveProperty("gone");
    expect(diagnostics).toEqual([]);
  });

  test("is taken as it is when it has the version of today", () => {
    const { upgraded_state: state } = upgrade(
      providerTables("random").schema.resource_schemas.random_string?.version ?? 0,
      {
        id: "abc",
        result: "abc",
      },
    );
    expect(decodeValue(state)).toMatchObject({ id: "abc", numeric: null });
  });
});

describe("the engine is told", () => {
  const planOf = (cloud = testCloud()) => {
    const handlers = handlersOf(cloud.provider, new Removals(0));
    const block = { type_name: "aws_vpc" };
    const vpc = cloud.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
    const other = { ...vpc, cidr_block: "10.1.0.0/16" };
    return ask(handlers.PlanResourceChange, {
      ...block,
      prior_state: sent(vpc),
      proposed_new_state: sent(other),
      config: sent({ cidr_block: "10.1.0.0/16" }),
    });
  };

  test("which attribute forces a replacement", () => {
    expect(planOf().requires_replace).toEqual([{ steps: [{ attribute_name: "cidr_block" }] }]);
  });

  test("to tolerate inexact plans from types of the older plugin generation only", () => {
    expect(planOf().legacy_type_system).toBe(true);
    const plan = ask(nulls().PlanResourceChange, {
      type_name: "null_resource",
      prior_state: sent(null),
      proposed_new_state: sent(config),
      config: sent(config),
    });
    expect(plan.legacy_type_system).toBe(false);
  });

  test("that nothing comes after a removal", () => {
    const plan = ask(nulls().PlanResourceChange, {
      type_name: "null_resource",
      prior_state: sent(created),
      proposed_new_state: sent(null),
      config: sent(null),
    });
    expect(decodeValue(plan.planned_state)).toBeNull();
  });

  test("that an object cannot move from another type", () => {
    const { diagnostics } = ask(nulls().MoveResourceState, {
      source_type_name: "terraform_data",
      target_type_name: "null_resource",
    });
    expect(diagnostics).toMatchObject([{ severity: 1, summary: expect.stringContaining("terraform_data") }]);
  });
});

describe("an import", () => {
  test("gives the object that the id stands for", () => {
    const imported = ask(randoms().ImportResourceState, { type_name: "random_id", id: "p,AQI" });
    expect(imported).toMatchObject({ imported_resources: [{ type_name: "random_id" }], diagnostics: [] });
  });

  test("of a type that has none is refused", () => {
    const refused = ask(nulls().ImportResourceState, { type_name: "null_resource", id: "1" });
    expect(refused).toMatchObject({
      imported_resources: [],
      diagnostics: [{ severity: 1, summary: "Resource Import Not Implemented" }],
    });
  });
});

describe("a function of a provider", () => {
  const call = (...parameters: Value[]) => {
    const provider = new SimulatedProvider(timeProvider(World.inMemory()), providerTables("time"));
    return ask(handlersOf(provider, new Removals(0)).CallFunction, {
      name: "duration_parse",
      arguments: parameters.map(sent),
    });
  };

  test("gives its result", () => {
    expect(decodeValue(call("90m").result)).toMatchObject({ hours: "1.5", minutes: 90 });
  });

  test("of a value that is not known yet is not known yet", () => {
    expect(decodeValue(call(unknown).result)).toBe(unknown);
  });

  test("says what is wrong with its argument", () => {
    expect(call("soon")).toMatchObject({ error: { text: expect.stringContaining("soon") } });
  });

  test("that does not exist is an error", () => {
    expect(ask(nulls().CallFunction, { name: "none", arguments: [] })).toMatchObject({
      error: { text: "No function none." },
    });
  });
});
