import { text } from "../../planning/input.ts";
import { providerTables } from "../../planning/tables.ts";
import { isRecord, type Values } from "../../planning/values.ts";
import { formatDuration, parseDuration } from "../../time/duration.ts";

/** How long a provider waits. */
export interface Timeout {
  readonly seconds: number;
  /** As messages show it, for example `5m0s`. */
  readonly text: string;
}

/** The time-out of an operation: what the configuration says, what the tables say, or the 20 minutes of the plugin SDK. */
export function timeoutOf(
  provider: string,
  type: string,
  values: Values,
  action: "create" | "delete" | "update",
): Timeout {
  const block = Array.isArray(values.timeouts) ? values.timeouts[0] : values.timeouts;
  const configured = isRecord(block) ? text(block, action) : "";
  const { timeouts = {} } = providerTables(provider).behaviour.resources?.[type] ?? {};
  const seconds = parseDuration(configured || (timeouts[action] ?? "20m")) ?? 1_200;
  return { seconds, text: formatDuration(seconds) };
}
