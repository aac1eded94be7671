import { expect, test } from "vitest";
import { gapBehind } from "./module-versions.ts";

const existing = ["0.1.0", "0.2.0", "0.2.1", "1.0.0"];

test.each(["0.1.1", "0.2.2", "0.3.0", "1.0.1", "1.1.0", "2.0.0"])("%s follows what exists", (number) => {
  expect(gapBehind(number, existing)).toBeNull();
});

test.each([
  ["0.2.3", "0.2.1"],
  ["0.4.0", "0.2.1"],
  ["0.3.1", "0.2.1"],
  ["1.0.2", "1.0.0"],
  ["1.2.0", "1.0.0"],
  ["2.1.0", "1.0.0"],
  ["3.0.0", "1.0.0"],
])("%s leaves a gap behind %s", (number, below) => {
  expect(gapBehind(number, existing)).toBe(below);
});

test("the first version may have any number", () => {
  expect(gapBehind("4.5.6", [])).toBeNull();
});
