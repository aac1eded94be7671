import { parseDuration } from "../time/duration.ts";
import { ProviderError } from "./diagnostics.ts";
import { text } from "./input.ts";
import type { Block } from "./schema.ts";
import type { TypeTables } from "./type-tables.ts";
import type { Validator } from "./validate.ts";
import { isRecord, type Values } from "./values.ts";

/** Checks that every time-out of a configuration is a duration. */
export function timeoutChecks(block: Block): Validator[] {
  if (!block.block_types?.timeouts && !block.attributes?.timeouts) return [];
  return [
    (config) =>
      Object.entries(timeoutsIn(config)).flatMap(([name, value]) =>
        typeof value === "string" && parseDuration(value) === undefined
          ? [
              {
                severity: "error" as const,
                summary: `"${name}" has an invalid duration`,
                detail: `time: invalid duration ${JSON.stringify(value)}`,
                attribute: ["timeouts", name],
              },
            ]
          : [],
      ),
  ];
}

/**
 * Ends an operation that takes longer than the provider waits for it: as long as the configuration says, or as the tables say.
 *
 * @throws ProviderError after the cloud has done its part: the operation goes on without anybody waiting
 */
export function waitFor(tables: TypeTables, values: Values, action: string, doing: string, seconds: number): void {
  const written = text(timeoutsIn(values), action) || (tables.behaviour.timeouts?.[action] ?? "");
  const limit = parseDuration(written);
  if (limit === undefined || seconds <= limit) return;
  throw new ProviderError(
    `${doing}: waiting for completion: timeout while waiting for the operation to end (timeout: ${written})`,
    `The real operation takes about ${Math.round(seconds)} seconds.`,
  );
}

function timeoutsIn(values: Values): Values {
  return isRecord(values.timeouts) ? values.timeouts : {};
}
