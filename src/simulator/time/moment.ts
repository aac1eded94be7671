import type { Values } from "../planning/values.ts";

/** A second on the clock of some zone. */
export interface Moment {
  /** Seconds since 1970 in UTC. */
  readonly unix: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

export interface Span {
  readonly years?: number;
  readonly months?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

const form = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Reads RFC 3339; undefined for anything else, a day that no calendar has included. */
export function parseMoment(text: string): Moment | undefined {
  const [, day = "", time = "", sign, hours, minutes] = form.exec(text) ?? [];
  const local = new Date(`${day}T${time}Z`);
  if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(`${day}T${time}`)) return undefined;
  const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  return { unix: local.getTime() / 1000 - offset * 60, offset };
}

export function momentOf(date: Date): Moment {
  return { unix: Math.floor(date.getTime() / 1000), offset: 0 };
}

/** RFC 3339 in the moment's own zone. */
export function formatMoment(moment: Moment): string {
  const local = localTime(moment).toISOString().slice(0, 19);
  if (moment.offset === 0) return `${local}Z`;
  const minutes = Math.abs(moment.offset);
  return `${local}${moment.offset < 0 ? "-" : "+"}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** The moment after a span; days beyond the end of a month run over into the next. */
export function after(moment: Moment, span: Span): Moment {
  const local = localTime(moment);
  local.setUTCFullYear(local.getUTCFullYear() + (span.years ?? 0), local.getUTCMonth() + (span.months ?? 0));
  local.setUTCDate(local.getUTCDate() + (span.days ?? 0));
  const seconds = ((span.hours ?? 0) * 60 + (span.minutes ?? 0)) * 60 + (span.seconds ?? 0);
  return { ...moment, unix: local.getTime() / 1000 - moment.offset * 60 + seconds };
}

/** The attributes that every type of the provider has for a moment. */
export function partsOf(moment: Moment): Values {
  const local = localTime(moment);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    unix: moment.unix,
  };
}

const months = "January February March April May June July August September October November December".split(" ");
const weekdays = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const dayLength = 86_400_000;

/** What the functions of the provider say about a moment beside its parts. */
export function calendarOf(moment: Moment): Values {
  const local = localTime(moment);
  const thursday = new Date(local.getTime() + (4 - (local.getUTCDay() || 7)) * dayLength);
  return {
    month_name: months[local.getUTCMonth()] ?? "",
    weekday: local.getUTCDay(),
    weekday_name: weekdays[local.getUTCDay()] ?? "",
    year_day: dayOfYear(local),
    iso_year: thursday.getUTCFullYear(),
    iso_week: Math.ceil(dayOfYear(thursday) / 7),
  };
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / dayLength) + 1;
}

function localTime(moment: Moment): Date {
  return new Date((moment.unix + moment.offset * 60) * 1000);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
