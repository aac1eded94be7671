import type { Values } from "../planning/values.ts";
import type { Aws } from "./client.ts";
import { text, textOrNull } from "./input.ts";

/** The name that a configuration asks for, or one the provider makes up from `name_prefix` (or `prefix`): 26 characters of time and count. */
export function nameFor(aws: Aws, input: Values, kind: string, prefix = "terraform-"): string {
  const name = textOrNull(input, "name");
  if (name !== null) return name;
  const time = aws.now.replace(/\D/g, "").padEnd(18, "0").slice(0, 18);
  const start = textOrNull(input, "name_prefix") ?? prefix;
  return `${start}${time}${aws.ids.hex(8, `${kind}/name`, start)}`;
}

/** What the provider shows as `name_prefix`: the name without its generated tail, empty when it has none. */
export function namePrefixOf(name: string): string {
  return /^(.*?)\d{18}[0-9a-f]{8}$/.exec(name)?.[1] ?? "";
}

/** Name and prefix as they stand in the state. */
export function nameValues(state: Values, name: string): Values {
  return { name, name_prefix: text(state, "name_prefix") || namePrefixOf(name) };
}
