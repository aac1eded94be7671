import { describe, expect, test } from "vitest";
import { conform } from "./objects.ts";
import { planObject } from "./plan.ts";
import type { Behaviour, Block } from "./schema.ts";
import { typeTables } from "./type-tables.ts";
import { unknown, type Values } from "./values.ts";

const block: Block = {
  attributes: {
    id: { type: "string", computed: true },
    name: { type: "string", required: true },
    note: { type: "string", optional: true },
    size: { type: "number", optional: true },
    zone: { type: "string", optional: true, computed: true },
    endpoint: { type: "string", computed: true },
    secret: { type: "string", optional: true, write_only: true },
    labels: { type: ["set", "string"], optional: true },
    members: {
      optional: true,
      nested_type: {
        nesting_mode: "set",
        attributes: { name: { type: "string", required: true }, address: { type: "string", computed: true } },
      },
    },
  },
  block_types: {
    rule: {
      nesting_mode: "set",
      block: {
        attributes: {
          port: { type: "number", required: true },
          note: { type: "string", optional: true },
          id: { type: "string", computed: true },
        },
      },
    },
    options: {
      nesting_mode: "list",
      block: { attributes: { mode: { type: "string", optional: true, computed: true } } },
    },
  },
};

const sdk: Behaviour = { kind: "sdkv2", optional_computed: ["zone", "options", "options.mode"] };
const framework: Behaviour = { kind: "framework", use_state_for_unknown: ["id"] };

function plan(behaviour: Behaviour, prior: Values | null, config: Values): Values {
  return planObject(typeTables(block, behaviour), prior && conform(block, prior), conform(block, config));
}

describe("on create", () => {
  test("what the provider fills is unknown, blocks included, and the rest is null or empty", () => {
    expect(plan(sdk, null, { name: "a" })).toEqual({
      id: unknown,
      name: "a",
      note: null,
      size: null,
      zone: unknown,
      endpoint: unknown,
      secret: null,
      labels: null,
      members: null,
      rule: [],
      options: unknown,
    });
  });

  test("a default of the tables stands where nothing is configured", () => {
    const behaviour = { ...sdk, default: { size: 3, "rule.note": "none" } };
    expect(plan(behaviour, null, { name: "a", rule: [{ port: 1 }] })).toMatchObject({
      size: 3,
      rule: [{ port: 1, note: "none", id: unknown }],
    });
    expect(plan(behaviour, null, { name: "a", size: 5 })).toMatchObject({ size: 5 });
  });

  test("a write-only value is in no plan", () => {
    const tables = typeTables(block, sdk);
    expect(planObject(tables, null, { ...conform(block, { name: "a" }), secret: "s" }).secret).toBeNull();
  });

  test("left out members of a set are empty for the older generation and null for the newer one", () => {
    expect(plan(sdk, null, { name: "a", rule: [{ port: 1 }] }).rule).toEqual([{ port: 1, note: "", id: unknown }]);
    expect(plan(framework, null, { name: "a", rule: [{ port: 1 }] }).rule).toEqual([
      { port: 1, note: null, id: unknown },
    ]);
  });
});

const prior: Values = {
  id: "1",
  name: "a",
  zone: "z",
  endpoint: "e",
  rule: [
    { port: 1, note: "", id: "r1" },
    { port: 2, note: "", id: "r2" },
  ],
  options: [{ mode: "fast" }],
  members: [
    { name: "x", address: "10.0.0.1" },
    { name: "y", address: "10.0.0.2" },
  ],
};

describe("on update", () => {
  test("computed values of the older generation keep the state's value", () => {
    expect(plan(sdk, prior, { name: "b" })).toMatchObject({
      id: "1",
      zone: "z",
      endpoint: "e",
      options: [{ mode: "fast" }],
    });
  });

  test("computed values of the newer generation are unknown again but for those that stay", () => {
    expect(plan(framework, prior, { name: "b" })).toMatchObject({ id: "1", zone: unknown, endpoint: unknown });
  });

  test("computed values stay known when nothing but the order of a set changes", () => {
    const state = { ...prior, rule: [{ port: 1, id: "r1" }] };
    const config = {
      name: "a",
      rule: [{ port: 1 }],
      members: [{ name: "y" }, { name: "x" }],
      options: [{ mode: null }],
    };
    expect(plan(framework, state, config)).toEqual(conform(block, state));
  });

  test("a new element of a set leaves the others as they are", () => {
    const planned = plan(sdk, prior, { name: "a", rule: [{ port: 3 }, { port: 2 }, { port: 1 }] });
    expect(planned.rule).toEqual([
      { port: 3, note: "", id: unknown },
      { port: 2, note: "", id: "r2" },
      { port: 1, note: "", id: "r1" },
    ]);
  });

  test("two equal elements of a set stand for two", () => {
    const twice = {
      ...prior,
      rule: [
        { port: 1, note: "", id: "r1" },
        { port: 1, note: "", id: "r2" },
      ],
    };
    expect(plan(sdk, twice, { name: "a", rule: [{ port: 1 }, { port: 1 }] }).rule).toEqual(twice.rule);
  });

  test("a nested attribute that is new has unknown computed members, and an old one keeps them", () => {
    const planned = plan(sdk, prior, { name: "a", members: [{ name: "y" }, { name: "z" }] });
    expect(planned.members).toEqual([
      { name: "y", address: "10.0.0.2" },
      { name: "z", address: unknown },
    ]);
  });

  test("the same set in another order is no change", () => {
    const state = { ...prior, labels: ["a", "b"] };
    expect(plan(sdk, state, { name: "a", labels: ["b", "a"] }).labels).toEqual(["a", "b"]);
  });

  test("the older generation takes an empty text for one that is not set, and the newer one does not", () => {
    expect(plan(sdk, { ...prior, note: null }, { name: "a", note: "" }).note).toBeNull();
    expect(plan(sdk, { ...prior, note: "" }, { name: "a" }).note).toBe("");
    expect(plan(framework, { ...prior, note: "" }, { name: "a" }).note).toBeNull();
    expect(plan(sdk, { ...prior, size: null }, { name: "a", size: 0 }).size).toBe(0);
  });

  test("an attribute that is taken out is planned away", () => {
    expect(plan(sdk, { ...prior, note: "n", size: 3 }, { name: "a" })).toMatchObject({ note: null, size: null });
  });

  test("a value that is not known yet is planned as such", () => {
    expect(plan(sdk, prior, { name: unknown, rule: unknown })).toMatchObject({ name: unknown, rule: unknown });
  });
});

describe("computed values that follow from others", () => {
  const behaviour: Behaviour = {
    ...sdk,
    computed: { endpoint: "host name; unknown again when size changes" },
    default_rule: { zone: "one of the region; unknown at plan on any change except note" },
  };
  const state = { ...prior, size: 1 };

  test("are unknown again when these change", () => {
    expect(plan(behaviour, state, { name: "a", size: 2 }).endpoint).toBe(unknown);
    expect(plan(behaviour, state, { name: "a", size: unknown }).endpoint).toBe(unknown);
    expect(plan(behaviour, state, { name: "b", size: 1 }).zone).toBe(unknown);
  });

  test("keep the state's value when others change, or when they are configured", () => {
    const unchanged = { name: "a", size: 1, rule: [{ port: 1 }, { port: 2 }], members: [{ name: "x" }, { name: "y" }] };
    expect(plan(behaviour, state, { ...unchanged, name: "b" }).endpoint).toBe("e");
    expect(plan(behaviour, state, { ...unchanged, note: "n" }).zone).toBe("z");
    expect(plan(behaviour, state, { ...unchanged, name: "b", zone: "y" }).zone).toBe("y");
  });
});
