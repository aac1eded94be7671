import type { Values } from "../planning/values.ts";

/** What a configuration says: everything that is set; the rest is the API's to decide. */
export function settled(input: Values): Values {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}
