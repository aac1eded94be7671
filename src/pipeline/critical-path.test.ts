import fc from "fast-check";
import { expect, test } from "vitest";
import { criticalPath, type Step } from "./critical-path.ts";

test("nothing to do takes no time", () => {
  expect(criticalPath([])).toEqual({ seconds: 0, steps: [] });
});

test("independent steps take as long as the longest of them", () => {
  const steps = [
    { name: "nat", seconds: 105, after: [] },
    { name: "cluster", seconds: 620, after: [] },
  ];
  expect(criticalPath(steps)).toMatchObject({ seconds: 620, steps: [{ name: "cluster" }] });
});

test("a chain takes the sum of its steps and names them in order", () => {
  const steps = [
    { name: "addon", seconds: 65, after: ["cluster", "role"] },
    { name: "cluster", seconds: 620, after: ["vpc"] },
    { name: "vpc", seconds: 11, after: [] },
    { name: "role", seconds: 1, after: [] },
  ];
  const { seconds, steps: path } = criticalPath(steps);
  expect(seconds).toBe(696);
  expect(path.map(({ name }) => name)).toEqual(["vpc", "cluster", "addon"]);
});

test("dependencies outside of the list are ignored", () => {
  expect(criticalPath([{ name: "subnet", seconds: 1, after: ["data.aws_region.current"] }]).seconds).toBe(1);
});

test("steps that come after each other are told once, without an end", () => {
  const circle = [
    { name: "stacks", seconds: 5, after: ["root"] },
    { name: "root", seconds: 1, after: ["stacks"] },
  ];
  expect(criticalPath(circle)).toMatchObject({ seconds: 6, steps: [{ name: "root" }, { name: "stacks" }] });
});

const layered = fc
  .array(fc.record({ seconds: fc.integer({ min: 0, max: 900 }), after: fc.array(fc.nat(30), { maxLength: 4 }) }), {
    maxLength: 30,
  })
  .map((rows) =>
    rows.map(
      ({ seconds, after }, index): Step => ({
        name: `${index}`,
        seconds,
        after: after.filter((other) => other < index).map(String),
      }),
    ),
  );

test("the path is never longer than all steps one after the other, nor shorter than any step", () => {
  fc.assert(
    fc.property(layered, (steps) => {
      const { seconds, steps: path } = criticalPath(steps);
      const total = steps.reduce((sum, step) => sum + step.seconds, 0);
      const longest = Math.max(0, ...steps.map((step) => step.seconds));
      expect(seconds).toBeLessThanOrEqual(total);
      expect(seconds).toBeGreaterThanOrEqual(longest);
      expect(path.reduce((sum, step) => sum + step.seconds, 0)).toBe(seconds);
    }),
  );
});
