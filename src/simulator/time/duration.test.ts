import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, parseDuration, secondsOf } from "./duration.ts";

test.each([
  ["2160h", 7_776_000],
  ["1h30m", 5_400],
  ["90s", 90],
  ["1.5h", 5_400],
  ["500ms", 0.5],
  ["-1h", -3_600],
])("%s is %s seconds", (text, seconds) => expect(parseDuration(text)).toBe(seconds));

test.each(["", "90d", "h", "1 h"])("%j is no duration", (text) => expect(parseDuration(text)).toBeUndefined());

test("what is printed is read back", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (seconds) => {
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }),
  );
});

test("manifests hold durations as Go writes them, or as seconds", () => {
  expect(["10m", "90", 30].map((written) => secondsOf(written, 5))).toEqual([600, 90, 30]);
});

test.each([undefined, "", "soon"])("%j in a manifest leaves the usual duration", (written) => {
  expect(secondsOf(written, 5)).toBe(5);
});
