/** Lowest and highest value of each field of a cron expression: minute, hour, day of the month, month, day of the week. */
const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const names: ReadonlyMap<string, number> = new Map([
  ...months.map((name, index) => [name, index + 1] as const),
  ...weekdays.map((name, index) => [name, index] as const),
]);

/** Whether a text is a cron expression of five fields, with numbers, names, ranges, steps and lists. */
export function isCron(expression: string): boolean {
  return parse(expression) !== null;
}

/** Unix seconds of the first minute after `after` that an expression names in a time zone; null when there is none in four years. */
export function nextOccurrence(expressions: readonly string[], timezone: string, after: number): number | null {
  const next = expressions.flatMap((expression) => nextOf(expression, timezone, after) ?? []);
  return next.length === 0 ? null : Math.min(...next);
}

interface Field {
  readonly values: ReadonlySet<number>;
  /** Whether the field names anything but every value. */
  readonly isRestricted: boolean;
}

type Cron = readonly [minute: Field, hour: Field, day: Field, month: Field, weekday: Field];

function parse(expression: string): Cron | null {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== bounds.length) return null;
  const fields = bounds.map((range, index) => fieldOf(parts[index] ?? "", range));
  return fields.every((field) => field !== null) ? (fields as unknown as Cron) : null;
}

function fieldOf(text: string, [lowest, highest]: readonly [number, number]): Field | null {
  const values = new Set<number>();
  for (const part of text.toLowerCase().split(",")) {
    const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return null;
    const [, first, last, step] = match;
    const from = first === undefined ? lowest : numberOf(first);
    const isOpen = first === undefined || step !== undefined;
    const to = last === undefined ? (isOpen ? highest : from) : numberOf(last);
    const by = Number(step ?? 1);
    if (!(from >= lowest && to <= highest && from <= to && by > 0)) return null;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return { values, isRestricted: !text.startsWith("*") };
}

function numberOf(text: string): number {
  return names.get(text) ?? (/^\d+$/.test(text) ? Number(text) : Number.NaN);
}

const fourYears = 4 * 366 * 86_400;

/** Walks forward by hours while the hour does not fit, and by minutes within one that does. */
function nextOf(expression: string, timezone: string, after: number): number | null {
  const cron = parse(expression);
  if (!cron) return null;
  const [minute, hour] = cron;
  const clock = clockOf(timezone);
  for (let time = (Math.floor(after / 60) + 1) * 60; time < after + fourYears; ) {
    const at = clock(time);
    const fits = hour.values.has(at.hour) && isDay(cron, at);
    if (fits && minute.values.has(at.minute)) return time;
    time += fits ? 60 : (60 - at.minute) * 60;
  }
  return null;
}

interface LocalTime {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** A day fits by its number or its weekday when both are restricted, else by the one that is. */
function isDay([, , day, month, weekday]: Cron, at: LocalTime): boolean {
  if (!month.values.has(at.month)) return false;
  const byDay = day.values.has(at.day);
  const byWeekday = weekday.values.has(at.weekday) || (at.weekday === 0 && weekday.values.has(7));
  return day.isRestricted && weekday.isRestricted ? byDay || byWeekday : byDay && byWeekday;
}

function clockOf(timezone: string): (seconds: number) => LocalTime {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    weekday: "short",
  });
  return (seconds) => {
    const parts = new Map(format.formatToParts(seconds * 1_000).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    return {
      minute: part("minute"),
      hour: part("hour"),
      day: part("day"),
      month: part("month"),
      weekday: weekdays.indexOf((parts.get("weekday") ?? "").toLowerCase()),
    };
  };
}
