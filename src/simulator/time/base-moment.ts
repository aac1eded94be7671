import { ProviderError } from "../planning/diagnostics.ts";
import { number } from "../planning/input.ts";
import type { Value, Values } from "../planning/values.ts";
import type { World } from "../world/world.ts";
import { after, type Moment, momentOf, parseMoment, type Span } from "./moment.ts";

/** Units in the order in which the provider looks at them. */
const units = ["days", "hours", "minutes", "months", "seconds", "years"] as const;

/** The moment that an attribute gives, or now. */
export function givenOrNow(world: World, attribute: string, value: Value | undefined): Moment {
  return typeof value === "string" && value !== "" ? momentIn(attribute, value) : momentOf(world.now);
}

/** @throws ProviderError when the text is no RFC 3339 */
export function momentIn(attribute: string, value: Value | undefined): Moment {
  const moment = parseMoment(String(value));
  if (moment) return moment;
  throw new ProviderError(
    "Invalid RFC3339 String Value",
    `The ${attribute} timestamp that was supplied could not be parsed as RFC3339: ${JSON.stringify(value)}`,
    [attribute],
  );
}

/**
 * The base moved by the attributes `<prefix>_days` and so on. Each is taken from the base, and the last one that is set
 * wins: that is how the provider does it.
 */
export function moved(base: Moment, values: Values, prefix: string): Moment | undefined {
  const unit = units.findLast((candidate) => number(values, `${prefix}_${candidate}`, 0) !== 0);
  if (unit === undefined) return undefined;
  const span: Span = { [unit]: number(values, `${prefix}_${unit}`, 0) };
  return after(base, span);
}

/** The integers of an import id, by the attribute that each is for; undefined when one is no integer. */
export function importedSpan(prefix: string, names: readonly string[], parts: readonly string[]): Values | undefined {
  if (parts.every((part) => part === "") || !parts.every((part) => /^-?\d*$/.test(part))) return undefined;
  return Object.fromEntries(
    names.map((name, index) => [`${prefix}_${name}`, parts[index] ? Number(parts[index]) : null]),
  );
}
