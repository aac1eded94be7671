import type { Value, Values } from "../planning/values.ts";

export { blocks, flag, number, text, textOrNull, texts } from "../planning/input.ts";

/**
 * What the cloud holds for an optional text. An empty one stays as the state has it: the provider tells an empty text from an
 * unset one nowhere.
 */
export function shownText(state: Values, name: string, held: string | null): Value {
  if (held !== null && held !== "") return held;
  return state[name] === "" ? "" : null;
}

/** A time of the world as AWS shows it: RFC 3339 without fractions. */
export function rfc3339(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}
