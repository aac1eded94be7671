import fc from "fast-check";
import { expect, test } from "vitest";
import { gibibytes, parseQuantity } from "./quantities.ts";

test.each([
  ["250m", 0.25],
  ["2", 2],
  ["1.5Gi", 1.5 * 2 ** 30],
  ["128974848", 128_974_848],
  ["129e6", 129_000_000],
  ["129M", 129_000_000],
  [".5", 0.5],
])("reads %s as %d", (quantity, value) => {
  expect(parseQuantity(quantity)).toBeCloseTo(value, 6);
});

test.each(["", "Gi", "1 Gi", "1gi", "1GiB", "ten", "1e", "--1"])("takes '%s' for no quantity", (quantity) => {
  expect(parseQuantity(quantity)).toBeUndefined();
});

test("a larger number of the same unit is never less", () => {
  const suffix = fc.constantFrom("", "m", "k", "Ki", "Mi", "Gi", "G");
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), suffix, (one, other, unit) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(parseQuantity(`${low}${unit}`) ?? Number.NaN).toBeLessThanOrEqual(
        parseQuantity(`${high}${unit}`) ?? Number.NaN,
      );
    }),
  );
});

test("a volume is sold in whole gibibytes, rounded up", () => {
  expect(gibibytes(parseQuantity("10Gi") ?? 0)).toBe(10);
  expect(gibibytes(parseQuantity("10.1Gi") ?? 0)).toBe(11);
  expect(gibibytes(parseQuantity("1G") ?? 0)).toBe(1);
});
