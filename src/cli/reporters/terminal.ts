import { isHealthy } from "../../pipeline/applications/health.ts";
import type { PipelineEvent } from "../../pipeline/events.ts";
import { type Output, styled } from "../output.ts";
import { lineOf } from "./plain.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Milliseconds between two drawings of the live lines. */
const frameTime = 100;

interface LiveStack {
  state: string;
  planned: number;
  applied: number;
  last: string;
}

/** Live progress for people: one line per running stack below the log of what matters. */
export function terminalReporter(output: Output): (event: PipelineEvent) => void {
  const live = new Map<string, LiveStack>();
  let drawn = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  let command = "";

  const erase = (): void => {
    if (drawn > 0) output.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    erase();
    for (const [stack, line] of live)
      output.write(`${liveLine(output, stack, line, frames[frame % frames.length] ?? "")}\n`);
    drawn = live.size;
    frame += 1;
  };
  const log = (text: string | undefined): void => {
    if (text === undefined) return;
    erase();
    output.write(`${text}\n`);
    draw();
  };

  const hookLines = new Map<string, string[]>();

  return (event) => {
    follow(live, event);
    // A command that ends with a defect sends no summary: the drawing must not keep its process.
    if (live.size > 0 && !timer) timer = setInterval(draw, frameTime).unref();
    if (live.size === 0 && timer) {
      clearInterval(timer);
      timer = undefined;
      erase();
    }
    if (event.type === "started") command = event.command;
    if (event.type === "hook") keepLast(hookLines, event.stack, lineOf(event, output) ?? "");
    if (event.type === "runState" && isFailure(event.state))
      for (const line of hookLines.get(event.stack) ?? []) log(line);
    if (isWorthALine(event, command)) log(lineOf(event, output, command));
  };
}

/** Keeps the live lines in step with an event. */
function follow(live: Map<string, LiveStack>, event: PipelineEvent): void {
  if (event.type === "stackFinished") live.delete(event.result.stack);
  if (event.type === "summary") live.clear();
  if (event.type === "applicationsStarted")
    live.set(event.environment, { state: "applications settled:", planned: 0, applied: 0, last: "" });
  if (event.type === "applicationFinished") {
    const line = live.get(event.result.environment);
    if (line) Object.assign(line, { applied: line.applied + 1, last: `${event.result.kind} ${event.result.name}` });
  }
  if (event.type !== "runState" && event.type !== "planned" && event.type !== "applied") return;
  const line = live.get(event.stack) ?? { state: "", planned: 0, applied: 0, last: "" };
  if (event.type === "runState") {
    if (event.state === "QUEUED") return;
    line.state = event.state.toLowerCase();
  } else if (event.type === "planned") line.planned += 1;
  else {
    line.applied += 1;
    line.last = event.address;
  }
  if (event.type !== "runState" || !["FINISHED", "FAILED", "SKIPPED", "STOPPED"].includes(event.state))
    live.set(event.stack, line);
}

/** The live lines show progress; only what a person reads afterwards becomes a line of its own. */
function isWorthALine(event: PipelineEvent, command: string): boolean {
  if (event.type === "applicationFinished") return !isHealthy(event.result);
  if (event.type === "planned") return command === "plan";
  if (event.type === "runState") return event.note !== null && (isFailure(event.state) || event.state === "SKIPPED");
  return !["applied", "outputChanged", "hook"].includes(event.type);
}

function isFailure(state: string): boolean {
  return state === "FAILED" || state === "STOPPED";
}

/** Lines of a stack's hooks that are shown when its run fails. */
const shownHookLines = 20;

function keepLast(lines: Map<string, string[]>, stack: string, line: string): void {
  lines.set(stack, [...(lines.get(stack) ?? []), line].slice(-shownHookLines));
}

function liveLine(output: Output, stack: string, line: LiveStack, spinner: string): string {
  const of = line.planned > 0 ? `/${Math.max(line.planned, line.applied)}` : "";
  const progress = line.applied > 0 ? ` ${line.applied}${of} ${line.last}` : "";
  return `${styled(output, "cyan", spinner)} ${`${stack}  ${line.state}${progress}`.slice(0, output.columns - 3)}`;
}
