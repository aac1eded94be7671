/** Lowest and highest value of each field of a cron expression: minute, hour, day of the month, month, day of the week. */
const fields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

const names: Readonly<Record<string, number>> = Object.fromEntries([
  ...["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map(
    (name, index) => [name, index + 1] as const,
  ),
  ...["sun", "mon", "tue", "wed", "thu", "fri", "sat"].map((name, index) => [name, index] as const),
]);

/** Whether a text is a cron expression of five fields with numbers, names, ranges, steps and lists. */
export function isCron(expression: string): boolean {
  const parts = expression.trim().split(/\s+/);
  return (
    parts.length === fields.length && fields.every((bounds, index) => valuesOf(parts[index] ?? "", bounds) !== null)
  );
}

/** Every value that a field stands for; null when it is malformed. */
function valuesOf(field: string, [lowest, highest]: readonly [number, number]): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of field.toLowerCase().split(",")) {
    const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return null;
    const [, first, last, step = "1"] = match;
    const from = first === undefined ? lowest : numberOf(first);
    const open = first === undefined || match[3] !== undefined;
    const to = last === undefined ? (open ? highest : from) : numberOf(last);
    const every = Number(step);
    if (!(from >= lowest && to <= highest && from <= to && every > 0)) return null;
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return values;
}

function numberOf(text: string): number {
  return names[text] ?? (/^\d+$/.test(text) ? Number(text) : Number.NaN);
}
