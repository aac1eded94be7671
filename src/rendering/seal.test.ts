import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isIntact, sealed } from "./seal.ts";
import { stableJson } from "./stable-json.ts";

const value = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }).filter((object) => !("//" in object));

describe("a sealed text", () => {
  test("is intact, says where a change belongs, and holds the same data", () => {
    fc.assert(
      fc.property(value, (data) => {
        const text = sealed(stableJson(data));
        const { "//": note, ...rest } = JSON.parse(text);
        return isIntact(text) && String(note).includes("environments/") && stableJson(rest) === stableJson(data);
      }),
    );
  });

  test("is no longer intact with a single character changed, added or taken away", () => {
    const text = sealed('{\n  "cidr": "10.0.0.0/16"\n}\n');
    expect(isIntact(text)).toBe(true);
    expect(isIntact(text.replace("10.0", "10.1"))).toBe(false);
    expect(isIntact(`${text}\n`)).toBe(false);
    expect(isIntact(text.replace("\n}", "}"))).toBe(false);
    expect(isIntact(text.replace("Rendered", "Written"))).toBe(false);
  });

  test("is not any text that nobody sealed", () => {
    expect(isIntact('{\n  "cidr": "10.0.0.0/16"\n}\n')).toBe(false);
    expect(isIntact("")).toBe(false);
  });
});

describe("stable JSON", () => {
  test("is the same for equal values in any order of their keys", () => {
    fc.assert(
      fc.property(value, (data) => stableJson(data) === stableJson(Object.fromEntries(Object.entries(data).reverse()))),
    );
  });

  test("keeps the order of lists", () => {
    expect(JSON.parse(stableJson({ list: ["b", "a"] }))).toEqual({ list: ["b", "a"] });
  });
});
