import fc from "fast-check";
import { satisfies } from "semver";
import { expect, test } from "vitest";
import { highestTag } from "./artifacts.ts";

const number = fc.nat({ max: 9 });
const version = fc.tuple(number, number, number);
const tags = fc.uniqueArray(
  fc.tuple(version, fc.boolean()).map(([parts, prefixed]) => `${prefixed ? "v" : ""}${parts.join(".")}`),
  { maxLength: 12, selector: (tag) => tag.replace("v", "") },
);
const range = fc
  .tuple(fc.constantFrom(">=", "~", "^", "<", "="), version)
  .map(([sign, parts]) => sign + parts.join("."));

test("the highest tag is in the range, and no other tag in the range is higher", () => {
  fc.assert(
    fc.property(tags, range, (all, wanted) => {
      const found = highestTag(all, wanted);
      const inside = all.filter((tag) => satisfies(tag, wanted));
      if (found === undefined) expect(inside).toEqual([]);
      else for (const tag of inside) expect(satisfies(found, `>=${tag.replace("v", "")}`)).toBe(true);
      if (found !== undefined) expect(inside).toContain(found);
    }),
  );
});

test("the order of the tags does not matter", () => {
  fc.assert(
    fc.property(tags, range, (all, wanted) => {
      expect(highestTag([...all].reverse(), wanted)).toBe(highestTag(all, wanted));
    }),
  );
});

test("text that is no range takes no tag", () => {
  expect(highestTag(["v1.0.0"], "newest")).toBeUndefined();
});
