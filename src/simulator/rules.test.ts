import { expect, test } from "vitest";
import { allLeftOut, allRules } from "./rules.ts";

test("every rule has an id of its own, in the form service/what-is-wrong", () => {
  const ids = allRules().map(({ id }) => id);
  expect(ids.filter((id) => !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id))).toEqual([]);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.length).toBeGreaterThanOrEqual(150);
});

test("every rule names its operation, its error and where the fact comes from", () => {
  const lacking = allRules().filter(({ operation, code, source }) => !operation || !code || !source);
  expect(lacking).toEqual([]);
});

test("a fact is either enforced or left out with its reason", () => {
  const enforced = new Set(allRules().map(({ id }) => id));
  const left = allLeftOut();
  expect(left.filter(({ id }) => enforced.has(id))).toEqual([]);
  expect(left.filter(({ reason }) => reason.length < 10)).toEqual([]);
  expect(new Set(left.map(({ id }) => id)).size).toBe(left.length);
});
