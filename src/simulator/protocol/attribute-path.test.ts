import { describe, expect, test } from "vitest";
import type { Block } from "../planning/schema.ts";
import { attributePath, placesOf } from "./attribute-path.ts";

const leaf: Block = { attributes: { name: { type: "string" } } };
const block: Block = {
  attributes: {
    name: { type: "string" },
    members: { nested_type: { nesting_mode: "list", attributes: leaf.attributes ?? {} } },
  },
  block_types: {
    config: {
      nesting_mode: "list",
      block: { ...leaf, block_types: { inner: { nesting_mode: "single", block: leaf } } },
    },
    rules: { nesting_mode: "set", block: leaf },
  },
};

function steps(...parts: (string | number)[]): object {
  return attributePath(parts);
}

describe("the places of a path of the tables", () => {
  test("at the top is the attribute", () => {
    expect(placesOf(block, "name", [{}])).toEqual([steps("name")]);
  });

  test("in a list are those of every element before or after", () => {
    const before = { config: [{ name: "a" }] };
    const after = { config: [{ name: "b" }, { name: "c" }] };
    expect(placesOf(block, "config.name", [before, after])).toEqual([
      steps("config", 0, "name"),
      steps("config", 1, "name"),
    ]);
    expect(placesOf(block, "members.name", [null, { members: [{ name: "a" }] }])).toEqual([
      steps("members", 0, "name"),
    ]);
  });

  test("in a single block have no index", () => {
    const after = { config: [{ inner: { name: "a" } }] };
    expect(placesOf(block, "config.inner.name", [after])).toEqual([steps("config", 0, "inner", "name")]);
  });

  test("in a set end at the set, whose elements have no place", () => {
    expect(placesOf(block, "rules.name", [{ rules: [{ name: "a" }] }])).toEqual([steps("rules")]);
  });
});
