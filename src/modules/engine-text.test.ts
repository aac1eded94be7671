import { expect, test } from "vitest";
import { expression, literal } from "./engine-text.ts";

// Defect 121: manifests were text, and what was put into them was not escaped.
test("literal text reaches the engine without anything that it would evaluate", () => {
  expect(literal(`cost ${expression("limit")} of %{if}`)).toBe(`cost $${expression("limit")} of %%{if}`);
  expect(literal("50 % or $5")).toBe("50 % or $5");
});

test("an expression is what the engine evaluates", () => {
  expect(expression("aws_vpc.vpc.id")).toBe(`\${aws_vpc.vpc.id}`);
});
