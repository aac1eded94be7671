import { ProviderError } from "../planning/diagnostics.ts";
import type { ProviderFunction } from "../planning/service.ts";
import { parseDuration } from "./duration.ts";
import { calendarOf, formatMoment, parseMoment, partsOf } from "./moment.ts";

const calendar = {
  year: "number",
  year_day: "number",
  day: "number",
  month: "number",
  month_name: "string",
  weekday: "number",
  weekday_name: "string",
  hour: "number",
  minute: "number",
  second: "number",
  iso_year: "number",
  iso_week: "number",
};

export const timeFunctions: readonly ProviderFunction[] = [
  {
    name: "rfc3339_parse",
    parameters: [{ name: "timestamp", type: "string" }],
    result: ["object", { ...calendar, unix: "number" }],
    call(timestamp) {
      const moment = parseMoment(String(timestamp));
      if (!moment) {
        throw new ProviderError(
          `Error parsing RFC3339 timestamp: ${JSON.stringify(timestamp)} is not a valid RFC3339 timestamp`,
        );
      }
      return { ...partsOf(moment), ...calendarOf(moment) };
    },
  },
  {
    name: "unix_timestamp_parse",
    parameters: [{ name: "unix_timestamp", type: "number" }],
    result: ["object", { ...calendar, rfc3339: "string" }],
    call(timestamp) {
      const moment = { unix: Number(timestamp), offset: 0 };
      const { unix, ...parts } = partsOf(moment);
      return { ...parts, ...calendarOf(moment), rfc3339: formatMoment(moment) };
    },
  },
  {
    name: "duration_parse",
    parameters: [{ name: "duration", type: "string" }],
    result: [
      "object",
      {
        hours: "number",
        minutes: "number",
        seconds: "number",
        milliseconds: "number",
        microseconds: "number",
        nanoseconds: "number",
      },
    ],
    call(duration) {
      const seconds = parseDuration(String(duration));
      if (seconds === undefined) {
        throw new ProviderError(
          `Error parsing duration string: ${JSON.stringify(duration)} is not a valid duration string`,
        );
      }
      const nanoseconds = Math.round(seconds * 1e9);
      return {
        hours: nanoseconds / 3600e9,
        minutes: nanoseconds / 60e9,
        seconds: nanoseconds / 1e9,
        milliseconds: Math.trunc(nanoseconds / 1e6),
        microseconds: Math.trunc(nanoseconds / 1e3),
        nanoseconds,
      };
    },
  },
];
