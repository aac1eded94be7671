import type { PipelineEvent } from "../../pipeline/events.ts";
import type { Output } from "../output.ts";
import { jsonReporter } from "./json.ts";
import { plainReporter } from "./plain.ts";
import { terminalReporter } from "./terminal.ts";

/** Events for programs, live progress for people, lines for a pipe. */
export function reporterFor(output: Output, options: { readonly json?: boolean }): (event: PipelineEvent) => void {
  if (options.json) return jsonReporter(output);
  return output.isTerminal ? terminalReporter(output) : plainReporter(output);
}
