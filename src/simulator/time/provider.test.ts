import { describe, expect, test } from "vitest";
import type { Values } from "../planning/values.ts";
import { TestProvider } from "../testing/provider.ts";
import { World } from "../world/world.ts";
import { timeProvider } from "./provider.ts";

function time(world = World.inMemory()) {
  const service = timeProvider(world);
  return new TestProvider(world, service, service.configure({}, {}));
}

function call(name: string, argument: string | number): unknown {
  const found = timeProvider(World.inMemory()).functions.find((candidate) => candidate.name === name);
  return found?.call(argument);
}

describe("time_static", () => {
  test("keeps the world's time at its creation", () => {
    const provider = time();
    const state = provider.create("time_static", {});
    expect(state).toMatchObject({ id: "2026-11-24T08:00:00Z", year: 2026, month: 11, hour: 8, unix: 1795507200 });
    provider.world.advanceTo(new Date("2027-01-01T00:00:00Z"));
    expect(provider.read("time_static", state)).toEqual(state);
    expect(provider.plan("time_static", state, { triggers: { a: "b" } }).action).toBe("replace");
  });

  test("with a time that is given is known before the apply", () => {
    expect(time().plan("time_static", null, { rfc3339: "2020-02-12T06:36:13Z" }).planned).toMatchObject({
      id: "2020-02-12T06:36:13Z",
      unix: 1581489373,
    });
  });

  test("refuses what is no RFC 3339", () => {
    expect(() => time().create("time_static", { rfc3339: "yesterday" })).toThrow(/rfc3339/i);
  });
});

describe("time_offset", () => {
  test("is the base moved by the offset, the overflow of a month included", () => {
    const state = time().create("time_offset", { base_rfc3339: "2024-01-31T00:00:00+02:00", offset_months: 1 });
    expect(state).toMatchObject({ rfc3339: "2024-03-02T00:00:00+02:00", id: "2024-01-31T00:00:00+02:00" });
  });

  test("shows the new time in the plan of a changed offset, and changes in place", () => {
    const provider = time();
    const state = provider.create("time_offset", { offset_days: 1 });
    const plan = provider.plan("time_offset", state, { offset_days: 2 });
    expect(plan).toMatchObject({ action: "update", planned: { rfc3339: "2026-11-26T08:00:00Z", day: 26 } });
    expect(provider.update(state, "time_offset", { offset_days: 2 })).toMatchObject({
      rfc3339: "2026-11-26T08:00:00Z",
    });
  });

  test("needs an offset", () => {
    expect(() => time().create("time_offset", {})).toThrow("offset_");
  });

  test("is imported from its base and its offsets", () => {
    expect(time().import("time_offset", "2026-01-01T00:00:00Z,,,7,,,")).toMatchObject({
      offset_days: 7,
      rfc3339: "2026-01-08T00:00:00Z",
    });
    expect(() => time().import("time_offset", "2026-01-01T00:00:00Z,,,,,,")).toThrow("import");
  });
});

describe("time_rotating", () => {
  test("is gone once its time is reached, so that the next plan makes a new one", () => {
    const provider = time();
    const state = provider.create("time_rotating", { rotation_days: 30 });
    expect(state).toMatchObject({ rfc3339: "2026-11-24T08:00:00Z", rotation_rfc3339: "2026-12-24T08:00:00Z" });
    provider.world.advanceTo(new Date("2026-12-24T08:00:00Z"));
    expect(provider.read("time_rotating", state)).toEqual(state);
    provider.world.advanceTo(new Date("2026-12-24T08:00:01Z"));
    expect(provider.read("time_rotating", state)).toBeNull();
  });

  test("moves its end in place", () => {
    const provider = time();
    const state = provider.create("time_rotating", { rotation_days: 30 });
    expect(provider.update(state, "time_rotating", { rotation_hours: 1 })).toMatchObject({
      id: state.id,
      rotation_rfc3339: "2026-11-24T09:00:00Z",
    });
  });

  test("refuses a rotation of nothing", () => {
    expect(() => time().create("time_rotating", { rotation_days: 0 })).toThrow("at least 1");
  });
});

describe("time_sleep", () => {
  test("does not wait but counts its time, when it is made and when it goes", () => {
    const provider = time();
    const state = provider.create("time_sleep", { create_duration: "1.5m", destroy_duration: "10s" });
    provider.delete("time_sleep", state);
    expect(provider.provider.operations.map(({ action, seconds }) => [action, seconds])).toEqual([
      ["create", 90],
      ["delete", 10],
    ]);
  });

  test.each<[string, Values]>([
    ["no duration", {}],
    ["a duration without a unit", { create_duration: "30" }],
  ])("refuses %s", (_, config) => {
    expect(() => time().create("time_sleep", config)).toThrow("_duration");
  });

  test("is imported with its triggers", () => {
    expect(time().import("time_sleep", "30s,,a=b")).toMatchObject({ create_duration: "30s", triggers: { a: "b" } });
    expect(() => time().import("time_sleep", "soon,")).toThrow("import");
  });
});

describe("functions", () => {
  test("rfc3339_parse knows the calendar, ISO weeks included", () => {
    expect(call("rfc3339_parse", "2024-12-30T23:59:58Z")).toEqual({
      year: 2024,
      year_day: 365,
      day: 30,
      month: 12,
      month_name: "December",
      weekday: 1,
      weekday_name: "Monday",
      hour: 23,
      minute: 59,
      second: 58,
      unix: 1735603198,
      iso_year: 2025,
      iso_week: 1,
    });
  });

  test("unix_timestamp_parse gives the text", () => {
    expect(call("unix_timestamp_parse", 1735603198)).toMatchObject({ rfc3339: "2024-12-30T23:59:58Z", iso_week: 1 });
  });

  test("duration_parse gives every unit", () => {
    expect(call("duration_parse", "1h30m0.5s")).toMatchObject({ minutes: 90 + 0.5 / 60, milliseconds: 5_400_500 });
  });

  test.each([
    ["rfc3339_parse", "2024-02-30T00:00:00Z"],
    ["duration_parse", "1 hour"],
  ])("%s refuses %s", (name, argument) => {
    expect(() => call(name, argument)).toThrow(argument);
  });
});
