import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextTime, parseSchedule, type Schedule } from "./cron.ts";

describe("a schedule", () => {
  test.each([
    ["0 0 0 * * *", "2026-11-25T10:00:00Z", "2026-11-26T00:00:00.000Z"],
    ["0 30 4 * * 1-5", "2026-11-27T05:00:00Z", "2026-11-30T04:30:00.000Z"],
    ["0 0 0 1 */3 *", "2026-11-25T10:00:00Z", "2027-01-01T00:00:00.000Z"],
    ["0 0 12 13 * 5", "2026-11-25T10:00:00Z", "2026-11-27T12:00:00.000Z"],
    ["@hourly", "2026-11-25T10:00:00Z", "2026-11-25T11:00:00.000Z"],
    ["0 0 0 29 2 *", "2026-11-25T10:00:00Z", "2028-02-29T00:00:00.000Z"],
  ])("of %s fits after %s first at %s", (text, after, expected) => {
    expect(nextTime(scheduleOf(text), new Date(after))?.toISOString()).toBe(expected);
  });

  test.each([
    ["0 0 * *", "Expected 5 to 6 fields, found 4: 0 0 * *"],
    ["60 0 0 * * *", "End of range (60) above maximum (59): 60"],
    ["0 0 0 0 * *", "Beginning of range (0) below minimum (1): 0"],
    ["0 0 5-2 * * *", "Beginning of range (5) beyond end of range (2): 5-2"],
    ["0 0 */0 * * *", "Step of range should be a positive number: */0"],
    ["a 0 0 * * *", 'Failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ["@often", "Unrecognized descriptor: @often"],
  ])("of %s is refused", (text, problem) => {
    expect(parseSchedule(text)).toBe(problem);
  });

  test("gives a time that is later and that it allows, whatever it is", () => {
    const field = (least: number, most: number) =>
      fc.oneof(fc.constant("*"), fc.integer({ min: least, max: most }).map(String));
    const text = fc.tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 28), field(1, 12), fc.constant("*"));
    fc.assert(
      fc.property(
        text,
        fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
        (fields, after) => {
          const schedule = scheduleOf(fields.join(" "));
          const time = nextTime(schedule, after);
          expect(time?.getTime()).toBeGreaterThan(after.getTime());
          expect(schedule.allowed[2]?.has(time?.getUTCHours() ?? -1)).toBe(true);
          expect(schedule.allowed[3]?.has(time?.getUTCDate() ?? -1)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function scheduleOf(text: string): Schedule {
  const schedule = parseSchedule(text);
  if (typeof schedule === "string") throw new RangeError(schedule);
  return schedule;
}
