import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalOf } from "../testing/rule-test.ts";
import { withSetList, withSetValue } from "./set-values.ts";

test.each([
  ["a", "1", { a: 1 }],
  ["a.b", "true", { a: { b: true } }],
  ["a.b", "null", { a: { b: null } }],
  ["a", "012", { a: "012" }],
  ["a[0].b", "x", { a: [{ b: "x" }] }],
  ["a[2]", "x", { a: [null, null, "x"] }],
  ["a\\.b", "x", { "a.b": "x" }],
  ["a", "{x,y}", { a: ["x", "y"] }],
  ["a", "{}", { a: [] }],
  ["a", "x\\,y", { a: "x,y" }],
  ["a", "x,b=y", { a: "x", b: "y" }],
  ["a", "k=v", { a: "k=v" }],
])("%s set to %s", (name, text, expected) => {
  expect(withSetValue({}, name, text, "auto")).toEqual(expected);
});

test("a string stays one, and a literal keeps its commas", () => {
  expect(withSetValue({}, "a", "1", "string")).toEqual({ a: "1" });
  expect(withSetValue({}, "a", "x,y={z}", "literal")).toEqual({ a: "x,y={z}" });
});

test("what is beside the path stays", () => {
  expect(withSetValue({ a: { b: 1, c: [1, 2] } }, "a.c[1]", "3", "auto")).toEqual({ a: { b: 1, c: [1, 3] } });
  expect(withSetList({ a: { b: 1 } }, "a.c", ["x", "1"])).toEqual({ a: { b: 1, c: ["x", 1] } });
});

test("a comma that is not escaped begins another key, which lacks a value", () => {
  expect(refusalOf(() => void withSetValue({}, "password", "swordfish,shark", "auto"))?.rule).toBe("helm/set-syntax");
});

test("a refusal does not show the value", () => {
  expect(refusalOf(() => void withSetValue({}, "password", "sword,fish", "auto"))?.message).not.toContain("fish");
});

test("any literal comes back as it went in", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(withSetValue({}, "a.b", text, "literal")).toEqual({ a: { b: text } });
    }),
  );
});
