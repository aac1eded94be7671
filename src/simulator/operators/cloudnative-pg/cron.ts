interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** Fields of a schedule, seconds first. Source: robfig/cron v1, which CloudNativePG uses. */
const fields: readonly Field[] = [
  { name: "seconds", least: 0, most: 59 },
  { name: "minutes", least: 0, most: 59 },
  { name: "hours", least: 0, most: 23 },
  { name: "days of month", least: 1, most: 31 },
  { name: "months", least: 1, most: 12 },
  { name: "days of week", least: 0, most: 6 },
];

const words: Readonly<Record<string, string>> = {
  "@yearly": "0 0 0 1 1 *",
  "@annually": "0 0 0 1 1 *",
  "@monthly": "0 0 0 1 * *",
  "@weekly": "0 0 0 * * 0",
  "@daily": "0 0 0 * * *",
  "@midnight": "0 0 0 * * *",
  "@hourly": "0 0 * * * *",
};

/** A schedule that can be asked for its next time. */
export interface Schedule {
  /** Values of each field that fit, in the order of `fields`. */
  readonly allowed: readonly ReadonlySet<number>[];
  /** Whether days of the month, and of the week, are limited: where both are, either is enough. */
  readonly limitsMonthDay: boolean;
  readonly limitsWeekDay: boolean;
}

/**
 * Reads a schedule of six fields, or of five without the day of the week.
 *
 * @returns what is wrong with it, in the words of the real parser
 */
export function parseSchedule(text: string): Schedule | string {
  const written = words[text] ?? text;
  if (written.startsWith("@")) return `Unrecognized descriptor: ${written}`;
  const parts = written.split(/\s+/).filter((part) => part !== "");
  if (parts.length < 5 || parts.length > 6) {
    return `Expected 5 to 6 fields, found ${parts.length}: ${written}`;
  }
  const allowed: ReadonlySet<number>[] = [];
  for (const [index, field] of fields.entries()) {
    const values = valuesOf(parts[index] ?? "*", field);
    if (typeof values === "string") return values;
    allowed.push(values);
  }
  const isLimited = (index: number): boolean => !["*", "?"].includes((parts[index] ?? "*").split("/")[0] ?? "*");
  return { allowed, limitsMonthDay: isLimited(3), limitsWeekDay: isLimited(5) };
}

function valuesOf(part: string, { least, most }: Field): ReadonlySet<number> | string {
  const values = new Set<number>();
  for (const item of part.split(",")) {
    const [range = "", stepText, ...rest] = item.split("/");
    if (rest.length > 0) return `Too many slashes: ${item}`;
    const step = stepText === undefined ? 1 : Number(stepText);
    if (!/^\d+$/.test(stepText ?? "1"))
      return `Failed to parse int from ${stepText}: strconv.Atoi: parsing "${stepText}": invalid syntax`;
    const bounds = boundsOf(range, { least, most }, stepText !== undefined);
    if (typeof bounds === "string") return bounds;
    const [from, to] = bounds;
    if (from < least) return `Beginning of range (${from}) below minimum (${least}): ${item}`;
    if (to > most) return `End of range (${to}) above maximum (${most}): ${item}`;
    if (from > to) return `Beginning of range (${from}) beyond end of range (${to}): ${item}`;
    if (step === 0) return `Step of range should be a positive number: ${item}`;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function boundsOf(
  range: string,
  { least, most }: Pick<Field, "least" | "most">,
  hasStep: boolean,
): readonly [number, number] | string {
  if (range === "*" || range === "?") return [least, most];
  const [begin = "", end, ...rest] = range.split("-");
  if (rest.length > 0) return `Too many hyphens: ${range}`;
  for (const text of [begin, ...(end === undefined ? [] : [end])]) {
    if (!/^\d+$/.test(text)) return `Failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`;
  }
  const from = Number(begin);
  return [from, end === undefined ? (hasStep ? most : from) : Number(end)];
}

const day = 86_400_000;
/** Days that are looked at: enough for a 29 February. */
const horizon = 5 * 366;

/** The first time after `after` that fits a schedule, in UTC; undefined when none does within five years. */
export function nextTime(schedule: Schedule, after: Date): Date | undefined {
  const [seconds, minutes, hours] = schedule.allowed;
  const start = Date.UTC(after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate());
  for (let index = 0; index <= horizon; index += 1) {
    const date = new Date(start + index * day);
    if (!isDay(schedule, date)) continue;
    for (const hour of sorted(hours)) {
      for (const minute of sorted(minutes)) {
        for (const second of sorted(seconds)) {
          const time = new Date(date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000);
          if (time > after) return time;
        }
      }
    }
  }
  return undefined;
}

function sorted(values: ReadonlySet<number> | undefined): readonly number[] {
  return [...(values ?? [])].sort((left, right) => left - right);
}

function isDay({ allowed, limitsMonthDay, limitsWeekDay }: Schedule, date: Date): boolean {
  if (!allowed[4]?.has(date.getUTCMonth() + 1)) return false;
  const [monthDay, weekDay] = [allowed[3]?.has(date.getUTCDate()), allowed[5]?.has(date.getUTCDay())];
  return limitsMonthDay && limitsWeekDay ? Boolean(monthDay || weekDay) : Boolean(monthDay && weekDay);
}
