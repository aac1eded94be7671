import { expect, test } from "vitest";
import { retryDelay, retryMessage, retryOf } from "./retry.ts";

test("an operation without a retry block is not tried again", () => {
  expect(retryOf({}).limit).toBe(0);
});

test("each retry waits longer than the one before, up to the longest delay", () => {
  const retry = retryOf({ retry: { limit: 5, backoff: { duration: 10, factor: 3, maxDuration: 60 } } });
  expect([1, 2, 3].map((attempt) => retryDelay(retry, attempt))).toEqual([10, 30, 60]);
});

test.each([
  ["2026-01-01T00:07:00Z", "12:07AM"],
  ["2026-01-01T11:30:00Z", "11:30AM"],
  ["2026-01-01T12:00:00Z", "12:00PM"],
  ["2026-01-01T15:04:00Z", "3:04PM"],
])("a retry at %s is announced for %s", (next, shown) => {
  expect(retryMessage(2, new Date(next))).toBe(`Retrying attempt #2 at ${shown}.`);
});
