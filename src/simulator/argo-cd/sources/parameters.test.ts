import fc from "fast-check";
import { expect, test } from "vitest";
import { withParameter } from "./parameters.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/);

test("a parameter is found where its name leads, and nothing else changes", () => {
  const names = fc.uniqueArray(word, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(names, word, fc.integer({ min: 0, max: 3 }), (steps, value, index) => {
      const name = `${steps.join(".")}[${index}]`;
      const set = withParameter({ Untouched: 1 }, { name, value, forceString: true });
      const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], set);
      expect((found as unknown[])[index]).toBe(value);
      expect(set.Untouched).toBe(1);
    }),
  );
});

test("a backslash keeps a dot in a name", () => {
  const name = "annotations.example\\.com/a";
  expect(withParameter({}, { name, value: "1", forceString: false })).toEqual({ annotations: { "example.com/a": 1 } });
});

test("commas are a part of the value, whether escaped or not, but not in a list", () => {
  const set = (value: string) => withParameter({}, { name: "a", value, forceString: false });
  expect(["x,y", "x\\,y", "{x,y}"].map(set)).toEqual([{ a: "x,y" }, { a: "x,y" }, { a: ["x", "y"] }]);
});
