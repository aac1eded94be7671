import { formatProblem } from "../../errors.ts";
import { isHealthy } from "../../pipeline/applications/health.ts";
import type { ApplicationResult, PipelineEvent } from "../../pipeline/events.ts";
import type { Output } from "../output.ts";
import { countsText, durationText } from "../text.ts";
import { changeLines } from "./change-text.ts";
import { summaryText } from "./summary-text.ts";

/** Plain lines for a pipe or a log: what happens, in order, each line naming its stack. */
export function plainReporter(output: Output): (event: PipelineEvent) => void {
  let command = "";
  return (event) => {
    if (event.type === "started") command = event.command;
    // Every planned change of an up or down shows again when it is applied.
    if (event.type === "planned" && command !== "plan") return;
    // The line of the finished stack says so too, and what it came to.
    if (event.type === "runState" && event.state === "FINISHED" && event.note === null) return;
    // The summary counts what stands as it stood before.
    if (event.type === "applicationFinished" && isHealthy(event.result) && !event.result.changed) return;
    const text = lineOf(event, output, command);
    if (text !== undefined) output.write(`${text}\n`);
  };
}

/** The lines that an event adds to a log; undefined when it says nothing to people. */
export function lineOf(event: PipelineEvent, output: Pick<Output, "colour">, command = ""): string | undefined {
  switch (event.type) {
    case "started":
      return `${event.command}: rehearsal with ${event.engine.name} ${event.engine.version}, world ${event.world}`;
    case "onboarded":
      return `The organisation in the world is as declared: accounts ${event.accounts.join(", ")}`;
    case "recovered":
      return recoveredText(event);
    case "runState":
      return `${event.stack}: ${event.state.toLowerCase()}${event.note ? ` (${event.note})` : ""}`;
    case "planned":
      return changeLines(event.change, output)
        .map((line) => `${event.stack}: ${line}`)
        .join("\n");
    case "outputChanged":
      return `${event.stack}: output ${event.output} ${event.action}`;
    case "applied":
      return `${event.stack}: ${event.action} ${event.address}${event.id ? ` ${event.id}` : ""}`;
    case "hook":
      return `${event.stack}: ${event.phase}: ${event.line}`;
    case "policy":
      return `${event.stack}: policy ${event.policy} ${event.outcome === "deny" ? "denies" : "warns"}: ${event.message}`;
    case "diagnostic":
      return diagnosticText(event);
    case "stackFinished": {
      const { result } = event;
      const done = result.state === "FINISHED" && command !== "plan";
      return `${result.stack}: ${result.state.toLowerCase()}, ${countsText(result, done)}, ${durationText(result.realSeconds)}`;
    }
    case "applicationsStarted":
      return `${event.environment}: Argo CD and Flux bring its applications`;
    case "applicationFinished":
      return applicationText(event.result);
    case "problem":
      return formatProblem(event.problem);
    case "summary":
      return `\n${summaryText(event, output)}`;
  }
}

/** `development: Application apache-airflow healthy after 6 min`, or what it is instead and why. */
function applicationText(application: ApplicationResult): string {
  const { environment, kind, name, sync, health, message, finishedAfter } = application;
  const subject = `${environment}: ${kind} ${name}`;
  if (isHealthy(application))
    return `${subject} healthy${finishedAfter > 0 ? ` after ${durationText(finishedAfter)}` : ""}`;
  const reason = message === "" ? "" : `\n  ${message.split("\n").join("\n  ")}`;
  return `${subject} is ${sync === "Synced" ? "" : `${sync}, `}${health}${reason}`;
}

function recoveredText({ stack, removed, kept }: Extract<PipelineEvent, { type: "recovered" }>): string {
  return [
    `${stack}: removed ${removed.length} objects that an interrupted run made and no state recorded: ${removed.join(", ")}`,
    ...kept.map(({ object, reason }) => `${stack}: ${object} of that run is still there: ${reason}`),
  ].join("\n");
}

function diagnosticText(event: Extract<PipelineEvent, { type: "diagnostic" }>): string {
  const place = [event.address, event.file].filter((part) => part !== null).join("  ");
  const lines = [`${event.stack}: ${event.severity}: ${event.summary}`];
  if (place) lines.push(`  ${place}`);
  if (event.detail) lines.push(...event.detail.split("\n").map((line) => `  ${line}`));
  return lines.join("\n");
}
