import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../world/json.ts";
import { joinValues, mergeValues } from "./values.ts";

test("maps are merged key by key", () => {
  expect(mergeValues({ server: { replicas: 1, host: "a" } }, { server: { replicas: 2 } })).toEqual({
    server: { replicas: 2, host: "a" },
  });
});

test("a list replaces a list as a whole", () => {
  expect(mergeValues({ args: ["a", "b"] }, { args: ["c"] })).toEqual({ args: ["c"] });
});

test("null removes what the chart sets", () => {
  expect(mergeValues({ limits: { cpu: "1", memory: "1Gi" } }, { limits: { cpu: null } })).toEqual({
    limits: { memory: "1Gi" },
  });
});

test("a map takes the place of a scalar, and a scalar that of a map", () => {
  expect(mergeValues({ a: 1, b: { c: 2 } }, { a: { d: 3 }, b: false })).toEqual({ a: { d: 3 }, b: false });
});

test("later values win over earlier ones", () => {
  expect(mergeValues({}, { a: 1 }, { a: 2, b: 3 }, { b: 4 })).toEqual({ a: 2, b: 4 });
});

test("a null of one file still removes the default when another file says nothing of it", () => {
  expect(mergeValues({ a: { b: 1 } }, { a: null }, { c: 2 })).toEqual({ c: 2 });
  expect(joinValues({ a: null }, { c: 2 })).toEqual({ a: null, c: 2 });
});

test("merging values over themselves, or nothing over them, changes nothing", () => {
  const leaf = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.array(fc.integer(), { maxLength: 3 }));
  const tree = fc.letrec<{ node: JsonObject }>((tie) => ({
    node: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.oneof({ maxDepth: 3 }, leaf, tie("node")), {
      maxKeys: 4,
    }) as fc.Arbitrary<JsonObject>,
  })).node;
  fc.assert(
    fc.property(tree, (values) => {
      expect(mergeValues(values, values)).toEqual(values);
      expect(mergeValues(values, {})).toEqual(values);
    }),
  );
});
