import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../world/json.ts";
import { isKeyed, mergeApplied, ownedFields, withoutFields } from "./field-paths.ts";
import { mergePatch } from "./merge-patch.ts";
import { sameJson } from "./same-json.ts";

test("fields have the paths by which the server names them", () => {
  const object = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", labels: { "app.kubernetes.io/name": "a" }, finalizers: ["example.com/one"] },
    spec: {
      containers: [{ name: "main", ports: [{ containerPort: 80 }], args: ["--verbose"] }],
      tolerations: [{ key: "spot" }],
      securityContext: {},
    },
    status: { phase: "Running" },
  };
  expect([...ownedFields(object).keys()]).toEqual([
    ".metadata.labels.app.kubernetes.io/name",
    '.metadata.finalizers[v:"example.com/one"]',
    '.spec.containers[name="main"].name',
    '.spec.containers[name="main"].ports[containerPort=80,protocol="TCP"].containerPort',
    '.spec.containers[name="main"].args',
    ".spec.tolerations",
    ".spec.securityContext",
  ]);
});

test("a list whose items share a key is one field", () => {
  expect(isKeyed("env", [{ name: "A" }, { name: "B" }])).toBe(true);
  expect(isKeyed("env", [{ name: "A" }, { name: "A" }])).toBe(false);
  expect(isKeyed("args", ["--a"])).toBe(false);
});

const names = fc.constantFrom("a", "b", "containers", "args");
const json: fc.Arbitrary<Json> = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>("x", 1, true),
    fc.array(tie("tree"), { maxLength: 2 }),
    fc.dictionary(names, tie("tree"), { maxKeys: 3 }),
  ),
})).tree;
const objects = fc.dictionary(names, json, { maxKeys: 4 });

test("an object without all of its fields is empty", () => {
  fc.assert(
    fc.property(objects, (spec) => {
      const object = { spec: { kept: true, ...spec } };
      expect(withoutFields(object, new Set(ownedFields(object).keys()))).toEqual({});
    }),
  );
});

test("a configuration merged over itself is itself, and taking no field away changes nothing", () => {
  fc.assert(
    fc.property(objects, (spec) => {
      expect(mergeApplied({ spec }, { spec })).toEqual({ spec });
      expect(withoutFields({ spec }, new Set())).toEqual({ spec });
    }),
  );
});

test("equal data is the same, in whatever order its members stand", () => {
  fc.assert(
    fc.property(objects, objects, (left, right) => {
      const turned = Object.fromEntries(Object.entries(left).reverse());
      expect(sameJson(left, turned)).toBe(true);
      expect(sameJson(left, { ...turned, missing: undefined })).toBe(true);
      expect(sameJson(left, right)).toBe(JSON.stringify(sorted(left)) === JSON.stringify(sorted(right)));
    }),
  );
});

test("a merge patch of nothing changes nothing, and one of everything gives it back", () => {
  fc.assert(
    fc.property(objects, objects, (present, other) => {
      expect(mergePatch(present, {})).toEqual(present);
      const removal = Object.fromEntries(Object.keys(present).map((name) => [name, null]));
      expect(mergePatch(mergePatch(present, removal), other)).toEqual(other);
    }),
  );
});

test("a merge patch takes effect once", () => {
  fc.assert(
    fc.property(objects, objects, (present, change) => {
      const once = mergePatch(present, change);
      expect(mergePatch(once, change)).toEqual(once);
    }),
  );
});

function sorted(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item) ?? null);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
