import type { PipelineEvent } from "../../pipeline/events.ts";
import type { Output } from "../output.ts";

/** One event a line, as `docs/events.md` lists them. */
export function jsonReporter(output: Output): (event: PipelineEvent) => void {
  return (event) => output.write(`${JSON.stringify(event)}\n`);
}
