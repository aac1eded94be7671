import { expect, test } from "vitest";
import { mergeValues } from "./merge-values.ts";

const defaults = { replicas: 1, image: { repository: "app", tag: "1" }, args: ["--a", "--b"] };

test("maps are merged by key", () => {
  expect(mergeValues(defaults, { image: { tag: "2" } }).image).toEqual({ repository: "app", tag: "2" });
});

test("lists are replaced as a whole", () => {
  expect(mergeValues(defaults, { args: ["--c"] }).args).toEqual(["--c"]);
});

test("null takes a default away", () => {
  expect(mergeValues(defaults, { image: { tag: null } }).image).toEqual({ repository: "app" });
});
