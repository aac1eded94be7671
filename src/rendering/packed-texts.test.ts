import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PackedTexts } from "./packed-texts.ts";

describe("packed texts", () => {
  test("give back what a map of the same texts gives back, in its order", () => {
    const texts = fc.uniqueArray(fc.tuple(fc.string(), fc.string({ unit: "grapheme" })), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(texts, (entries) => {
        const map = new Map(entries);
        const packed = new PackedTexts(entries);
        const visited: [string, string][] = [];
        packed.forEach((text, name) => {
          visited.push([name, text]);
        });

        expect([...packed]).toEqual([...map]);
        expect([...packed.keys()]).toEqual([...map.keys()]);
        expect([...packed.values()]).toEqual([...map.values()]);
        expect(visited).toEqual([...map]);
        expect(packed.size).toBe(map.size);
        for (const [name, text] of map) expect(packed.get(name)).toBe(text);
      }),
    );
  });

  test("keep the last of two texts of one name", () => {
    expect(
      new PackedTexts([
        ["main.tf.json", "{}"],
        ["main.tf.json", "[]"],
      ]).get("main.tf.json"),
    ).toBe("[]");
  });

  test("have no text for a name that was not given", () => {
    const packed = new PackedTexts([["main.tf.json", ""]]);
    expect(packed.has("main.tf.json")).toBe(true);
    expect(packed.get("main.tf.json")).toBe("");
    expect(packed.has("providers.tf.json")).toBe(false);
    expect(packed.get("providers.tf.json")).toBeUndefined();
  });
});
