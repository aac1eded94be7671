import { describe, expect, test } from "vitest";
import { compileValidator } from "./validate.ts";
import { unknown, type Values } from "./values.ts";

const block = { attributes: { a: { type: "string" as const }, b: { type: "string" as const } } };

describe("attributes that exclude each other", () => {
  const validate = compileValidator(block, { conflicts: [["a", "b"]] });

  test("are refused together", () => {
    expect(validate({ a: "1", b: "2" })).toMatchObject([{ severity: "error", detail: '"a": conflicts with b' }]);
  });

  test.each<[string, Values]>([
    ["one of them is not known yet", { a: "1", b: unknown }],
    ["neither is known yet", { a: unknown, b: unknown }],
    ["one of them is null", { a: "1", b: null }],
  ])("are accepted while %s", (_, config) => {
    expect(validate(config)).toEqual([]);
  });
});
