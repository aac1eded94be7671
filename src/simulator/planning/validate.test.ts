import { describe, expect, test } from "vitest";
import type { Behaviour, Block } from "./schema.ts";
import { providerTables } from "./tables.ts";
import { compileValidator } from "./validate.ts";
import { unknown, type Value, type Values } from "./values.ts";

const block: Block = {
  attributes: {
    a: { type: "string" },
    b: { type: "string" },
    id: { type: "string", optional: true, computed: true },
    routes: { type: ["set", ["object", { gateway: "string", nat: "string" }]] },
  },
  block_types: {
    rule: { nesting_mode: "set", block: { attributes: { days: { type: "number" }, date: { type: "string" } } } },
    timeouts: { nesting_mode: "single", block: { attributes: { create: { type: "string" } } } },
  },
};

/** What is wrong with a configuration by these tables. */
function problems(behaviour: Behaviour, config: Values): string[] {
  return compileValidator(block, behaviour)(config).map(({ summary, detail }) => detail ?? summary);
}

describe("attributes that exclude each other", () => {
  const behaviour = { conflicts: [["a", "b"]] };

  test("are refused together", () => {
    expect(compileValidator(block, behaviour)({ a: "1", b: "2" })).toMatchObject([
      { severity: "error", detail: '"a": conflicts with b', attribute: ["a"] },
    ]);
  });

  test.each<[string, Values]>([
    ["one of them is not known yet", { a: "1", b: unknown }],
    ["neither is known yet", { a: unknown, b: unknown }],
    ["one of them is null", { a: "1", b: null }],
  ])("are accepted while %s", (_, config) => {
    expect(problems(behaviour, config)).toEqual([]);
  });

  test("are looked for in each element of a block by itself", () => {
    const inRules = { conflicts: [["rule.days", "rule.date"]] };
    expect(problems(inRules, { rule: [{ days: 1 }, { date: "2026-01-01" }] })).toEqual([]);
    expect(problems(inRules, { rule: [{ days: 1, date: "2026-01-01" }] })).toEqual([
      '"rule.days": conflicts with rule.date',
    ]);
  });
});

describe("an attribute that needs another", () => {
  const behaviour = { required_with: [["a", "b"]] };

  test("is refused without it", () => {
    expect(problems(behaviour, { a: "1", b: null })).toEqual(['"a": all of `a,b` must be specified']);
  });

  test("is accepted with it, known or not", () => {
    expect(problems(behaviour, { a: "1", b: unknown })).toEqual([]);
    expect(problems(behaviour, { a: null, b: "1" })).toEqual([]);
  });
});

describe("exactly one of several", () => {
  const behaviour = { exactly_one: [["a", "b"]] };

  test.each<[string, Values, string]>([
    ["none", { a: null, b: null }, "one of `a,b` must be specified"],
    ["two", { a: "1", b: "2" }, "only one of `a,b` can be specified, but `a,b` were specified."],
  ])("is refused with %s", (_, config, complaint) => {
    expect(problems(behaviour, config)).toEqual([`"a": ${complaint}`]);
  });

  test("is accepted with one, and while the other is not known yet", () => {
    expect(problems(behaviour, { a: "1", b: null })).toEqual([]);
    expect(problems(behaviour, { a: "1", b: unknown })).toEqual([]);
  });

  test("is asked of each object of an attribute, where an empty text means that it is not set", () => {
    const inRoutes = { exactly_one: [["routes.gateway", "routes.nat"]] };
    expect(
      problems(inRoutes, {
        routes: [
          { gateway: "igw-1", nat: "" },
          { gateway: "", nat: "nat-1" },
        ],
      }),
    ).toEqual([]);
    expect(problems(inRoutes, { routes: [{ gateway: "igw-1", nat: "nat-1" }] })).toHaveLength(1);
    expect(problems(inRoutes, { routes: [{ gateway: "", nat: null }] })).toHaveLength(1);
    expect(problems(inRoutes, { routes: [] })).toEqual([]);
  });
});

test("at least one of several is refused with none and accepted with all", () => {
  const behaviour = { at_least_one: [["a", "b"]] };
  expect(problems(behaviour, { a: null, b: null })).toHaveLength(1);
  expect(problems(behaviour, { a: "1", b: "2" })).toEqual([]);
});

test("a time-out that is no duration is refused at its place", () => {
  const validate = compileValidator(block, {});
  expect(validate({ timeouts: { create: "soon" } })).toMatchObject([{ attribute: ["timeouts", "create"] }]);
  expect(validate({ timeouts: { create: "1h30m" } })).toEqual([]);
});

describe("the form of a complaint", () => {
  test("is that of the plugin generation", () => {
    const values = { a: ["x", "y"] };
    expect(compileValidator(block, { values, kind: "sdkv2" })({ a: "z" })).toMatchObject([
      { summary: 'expected a to be one of ["x","y"], got z', attribute: ["a"] },
    ]);
    expect(compileValidator(block, { values, kind: "framework" })({ a: "z" })).toMatchObject([
      { summary: "Invalid Attribute Value", detail: 'Attribute a value must be one of ["x","y"], got z' },
    ]);
  });
});

describe("a value by its constraint", () => {
  test.each<[constraint: Behaviour, right: Value, wrong: Value]>([
    [{ pattern: { a: { kind: "int", min: 1, max: 9 } } }, 9, 10],
    [{ pattern: { a: { kind: "int", min: 1 } } }, 1, 1.5],
    [{ pattern: { a: { kind: "int", multiple: 60 } } }, 120, 90],
    [{ pattern: { a: { kind: "float", above: 0 } } }, 0.5, 0],
    [{ pattern: { a: { min: 7, max: 30, note: "number; 0 too (delete at once)" } } }, 0, 3],
    [{ pattern: { a: { min: 0, max: 3600, note: "number, given as string" } } }, "300", "4000"],
    [{ pattern: { a: { min: 2, max: 4 } } }, "abcd", "a"],
    [{ pattern: { a: { regex: "^[a-z]+$" } } }, "abc", "Abc"],
    [{ pattern: { a: { regex: "(?i)^abc$" } } }, "ABC", "abd"],
    [{ pattern: { a: { not: "^sg-" } } }, "web", "sg-web"],
    [{ pattern: { a: { kind: "cidr", min: 16, max: 28 } } }, "10.0.0.0/16", "10.0.0.0/8"],
    [{ pattern: { a: { kind: "cidr4" } } }, "10.0.0.0/8", "10.0.0.1/8"],
    [{ pattern: { a: { kind: "cidr6", min: 44, max: 60, step: 4 } } }, "2001:db8::/48", "2001:db8::/46"],
    [{ pattern: { a: { kind: "arn" } } }, "arn:aws:iam::123456789012:role/a", "role/a"],
    [{ pattern: { a: { kind: "ipv4" } } }, "10.0.0.1", "10.0.0.256"],
    [{ pattern: { a: { kind: "ipv6" } } }, "::1", "10.0.0.1"],
    [{ pattern: { a: { kind: "json" } } }, "{}", "[]"],
    [{ pattern: { a: { note: "JSON" } } }, "[]", "["],
    [{ pattern: { a: { max: 4, note: "JSON; the length counts after normalising" } } }, "[1]", "[1,2]"],
    [{ pattern: { a: { kind: "rfc3339" } } }, "2026-01-01T00:00:00Z", "2026-01-01"],
    [{ pattern: { a: { note: "YYYY-MM-DD" } } }, "2026-01-01", "2026-13-01"],
    [{ pattern: { a: { kind: "nullable_bool" } } }, "1", "yes"],
    [{ pattern: { a: { kind: "kms_key_id" } } }, "alias/a", "a"],
    [{ pattern: { a: { note: "base64" } } }, "YQ==", "a"],
    [{ pattern: { a: { note: "Go regexp" } } }, "(?i)^a(?P<b>c)$", "("],
    [{ pattern: { a: { note: "ARN, or a service principal such as ec2.amazonaws.com" } } }, "ec2.amazonaws.com", "me"],
    [
      { pattern: { a: { note: "-1 or all, 0-142 except 57, 253, 254, or a protocol name of the provider table" } } },
      "254",
      "57",
    ],
    [
      { pattern: { a: { regex: "[\\w+=,.@-]+", note: "a role name; an ARN is refused" } } },
      "reader",
      "arn:aws:iam::1:role/a",
    ],
    [{ pattern: { a: { note: "must not end with a period" } } }, "example.org", "example.org."],
    [{ pattern: { a: { kind: "items", min: 1, max: 2 } } }, ["x", "y"], ["x", "y", "z"]],
    [{ pattern: { a: { max: 1, note: "count" } } }, ["x"], ["x", "y"]],
    [{ pattern: { a: { note: "map; keys in lower case" } } }, { a: "B" }, { A: "b" }],
    [{ values: { a: ["x"] }, values_ignore_case: ["a"] }, "X", "y"],
    [{ values: { a: ["x"] }, pattern: { a: { note: "case ignored" } } }, "X", "y"],
    [{ values: { a: [1, 2] } }, 2, 3],
    [{ validate: { a: ["non_empty"] } }, "x", ""],
    [{ validate: { a: ["elements non_empty"] } }, ["x"], ["x", ""]],
    [{ validate: { a: ["int >= -1"] } }, -1, -2],
    [{ validate: { a: ["int > 0"] } }, 1, 0],
    [{ validate: { a: ["int in 1..65535"] } }, 65535, 65536],
    [{ validate: { a: ["length 1..3"] } }, "abc", "abcd"],
    [{ validate: { a: ["length at least 3"] } }, "abc", "ab"],
    [{ validate: { a: ["regex ^[A-Z]{2}$"] } }, "DE", "de"],
    [{ validate: { a: ["one of KUBECTL OPEN_TOFU"] } }, "KUBECTL", "HELM"],
    [{ validate: { a: ["url with scheme https/tls"] } }, "tls://example.org:443", "http://example.org"],
    [{ validate: { a: ["0..1 elements"] } }, ["x"], ["x", "y"]],
    [{ min_items: { a: 2 } }, ["x", "y"], ["x"]],
    [{ max_items: { a: 1 } }, ["x"], ["x", "y"]],
  ])("%j accepts %j and refuses %j", (constraint, right, wrong) => {
    expect(problems(constraint, { a: right })).toEqual([]);
    expect(problems(constraint, { a: wrong })).toHaveLength(1);
    expect(problems(constraint, { a: unknown })).toEqual([]);
    expect(problems(constraint, { a: null })).toEqual([]);
  });

  test("that the provider leaves to its service is not checked here", () => {
    expect(
      problems({ pattern: { a: { min: 1, max: 2, note: "API limit, not checked at plan" } } }, { a: "abc" }),
    ).toEqual([]);
    const bucket = { min: 0, max: 63, regex: "^[a-z]+$", note: "plan checks only length, the rest at create" };
    expect(problems({ pattern: { a: bucket } }, { a: "B" })).toEqual([]);
    expect(problems({ pattern: { a: bucket } }, { a: "b".repeat(64) })).toHaveLength(1);
  });
});

test("every enumeration of the tables accepts its own values and no other", () => {
  for (const provider of ["aws", "spacelift", "auth0", "kubernetes", "helm", "tls"]) {
    const { schema, behaviour } = providerTables(provider);
    for (const [type, { values = {} }] of Object.entries(behaviour.resources ?? {})) {
      const check = compileValidator(schema.resource_schemas[type]?.block ?? {}, { values });
      const validate = (config: Values) => check(config).filter(({ severity }) => severity === "error");
      for (const [path, allowed] of Object.entries(values)) {
        expect(
          allowed.flatMap((value) => validate(at(path, value))),
          `${type}.${path}`,
        ).toEqual([]);
        expect(validate(at(path, "no such value")), `${type}.${path}`).toHaveLength(1);
      }
    }
  }
});

test("every range of the tables accepts its ends and nothing beyond", () => {
  for (const provider of ["aws", "time", "cloudinit", "local"]) {
    const { schema, behaviour } = providerTables(provider);
    for (const [type, { pattern = {} }] of Object.entries(behaviour.resources ?? {})) {
      for (const [path, range] of Object.entries(pattern)) {
        if (typeof range === "string" || range.kind !== "int" || range.multiple !== undefined) continue;
        const check = compileValidator(schema.resource_schemas[type]?.block ?? {}, { pattern: { [path]: range } });
        const errors = (value: number): number =>
          check(at(path, value)).filter(({ severity }) => severity === "error").length;
        const { min, max } = range;
        if (min !== undefined) expect([errors(min), errors(min - 1)], `${type}.${path}`).toEqual([0, 1]);
        if (max !== undefined) expect([errors(max), errors(max + 1)], `${type}.${path}`).toEqual([0, 1]);
      }
    }
  }
});

/** A configuration with nothing but a value at a path. */
function at(path: string, value: Value): Values {
  return path.split(".").reduceRight<Value>((inner, step) => ({ [step]: inner }), value) as Values;
}

describe("what a provider is about to remove", () => {
  const old: Block = {
    attributes: {
      old: { type: "string", optional: true, deprecated: true },
      state: { type: "string", computed: true, deprecated: true },
    },
    block_types: {
      rule: {
        nesting_mode: "list",
        block: { attributes: { old: { type: "string", optional: true, deprecated: true } } },
      },
      gone: { nesting_mode: "list", block: { deprecated: true } },
    },
  };

  test("is a warning where it is used", () => {
    const warnings = compileValidator(
      old,
      {},
    )({ old: "x", rule: [{ old: null }, { old: "y" }], gone: [{}], state: null });
    expect(warnings).toMatchObject([
      { severity: "warning", attribute: ["old"] },
      { severity: "warning", attribute: ["rule", 1, "old"] },
      { severity: "warning", attribute: ["gone"] },
    ]);
  });

  test("is none where it is not used", () => {
    expect(compileValidator(old, {})({ old: null, rule: [{ old: null }], gone: [] })).toEqual([]);
  });

  test("may be the whole type", () => {
    expect(compileValidator({ ...old, deprecated: true }, {})({})).toMatchObject([{ summary: "Deprecated Resource" }]);
  });
});
