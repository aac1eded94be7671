import { describe, expect, test } from "vitest";
import { isCron, nextOccurrence } from "./cron.ts";

describe("a cron expression", () => {
  test.each(["* * * * *", "0 4 * * *", "*/15 0-6,22 1 jan-mar sun", "5/10 * * * 7", "0 0 31 12 0"])(
    "may be %s",
    (expression) => expect(isCron(expression)).toBe(true),
  );

  test.each([
    "",
    "0 4 * *",
    "0 4 * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "6-4 * * * *",
    "*/0 * * * *",
    "a * * * *",
    "@daily",
    "1,,2 * * * *",
  ])("is not %j", (expression) => expect(isCron(expression)).toBe(false));
});

describe("the next occurrence", () => {
  /** Wednesday. */
  const now = "2026-11-25T08:30:15Z";

  function next(expression: string, { after = now, timezone = "UTC" } = {}): string | null {
    const found = nextOccurrence([expression], timezone, Date.parse(after) / 1_000);
    return found === null ? null : new Date(found * 1_000).toISOString().replace(":00.000Z", "Z");
  }

  test("is later, never now", () => {
    expect(next("30 8 * * *", { after: "2026-11-25T08:30:00Z" })).toBe("2026-11-26T08:30Z");
    expect(next("31 8 * * *")).toBe("2026-11-25T08:31Z");
  });

  test("follows steps and ranges", () => {
    expect(next("*/20 * * * *")).toBe("2026-11-25T08:40Z");
    expect(next("0 1-5 * * *")).toBe("2026-11-26T01:00Z");
  });

  test("is on a day that fits by number or by weekday when both are restricted", () => {
    expect(next("0 0 1 * fri")).toBe("2026-11-27T00:00Z");
    expect(next("0 0 26 * fri")).toBe("2026-11-26T00:00Z");
  });

  test("is on a day that fits by both when one of them is not restricted", () => {
    expect(next("0 0 1 * *")).toBe("2026-12-01T00:00Z");
    expect(next("0 0 * * sun")).toBe("2026-11-29T00:00Z");
  });

  test("takes 0 and 7 for Sunday", () => expect(next("0 0 * * 7")).toBe(next("0 0 * * 0")));

  test("is told in the schedule's time zone, across the change of its clocks", () => {
    const timezone = "Europe/Warsaw";
    expect(next("0 4 * * *", { timezone })).toBe("2026-11-26T03:00Z");
    expect(next("0 4 * * *", { timezone, after: "2026-07-01T00:00:00Z" })).toBe("2026-07-01T02:00Z");
    expect(next("30 2 29 3 *", { timezone, after: "2026-03-01T00:00:00Z" })).toBe("2027-03-29T00:30Z");
  });

  test("waits for a leap year", () => expect(next("0 0 29 2 *")).toBe("2028-02-29T00:00Z"));

  test("never comes on a day that no month has", () => expect(next("0 0 31 2 *")).toBeNull());

  test("of several expressions is the earliest", () => {
    const after = Date.parse(now) / 1_000;
    const sooner = nextOccurrence(["0 9 * * *"], "UTC", after);
    expect(nextOccurrence(["0 12 * * *", "0 9 * * *"], "UTC", after)).toBe(sooner);
  });
});
