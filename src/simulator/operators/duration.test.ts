import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";

test.each([
  ["2160h", 7_776_000],
  ["1h30m", 5_400],
  ["90s", 90],
  ["1.5h", 5_400],
  ["500ms", 0.5],
])("%s is %s seconds", (text, seconds) => expect(parseDuration(text)).toBe(seconds));

test.each(["", "90d", "h", "1 h", "-1h"])("%j is no duration", (text) => expect(parseDuration(text)).toBeUndefined());

test("what is printed is read back", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (seconds) => {
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }),
  );
});
