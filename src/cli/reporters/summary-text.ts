import type { StackResult, Summary } from "../../pipeline/events.ts";
import { type Output, styled } from "../output.ts";
import { columns, countsText, durationText, moneyText } from "../text.ts";

/** The end of a run for people: per stack what changed, the real time with its critical path, the cost, the next command. */
export function summaryText(summary: Summary, output: Pick<Output, "colour">): string {
  const lines = [...columns(summary.stacks.map((stack) => row(stack, summary.command))), ""];
  if (summary.criticalPath.length > 0 && summary.simulatedSeconds > 0) lines.push(pathLine(summary));
  if (summary.command !== "down") lines.push(costLine(summary));
  lines.push(...summary.warnings.map((warning) => styled(output, "yellow", `Warning: ${warning}`)));
  if (summary.command === "down") lines.push(...ledgerLines(summary));
  lines.push(closing(summary));
  return lines.join("\n");
}

function row(stack: StackResult, command: Summary["command"]): string[] {
  const mark = stack.state === "FINISHED" ? "✔" : stack.state === "SKIPPED" ? "–" : "✘";
  const failed = stack.state === "FINISHED" ? "" : stack.state.toLowerCase();
  const simulated = stack.simulatedSeconds > 0 ? `~${durationText(stack.simulatedSeconds)} on AWS` : "";
  return [
    `${mark} ${stack.stack}`,
    failed || countsText(stack, command !== "plan"),
    `${stack.resources} resources`,
    simulated,
    durationText(stack.realSeconds),
  ];
}

function pathLine(summary: Summary): string {
  const steps = summary.criticalPath.map(({ name, seconds }) => `${name} ${durationText(seconds)}`).join(" → ");
  return `The real thing takes ~${durationText(summary.simulatedSeconds)}. Critical path: ${steps}`;
}

function costLine(summary: Summary): string {
  const parts = Object.entries(summary.monthlyCost.byEnvironment).map(
    ([name, dollars]) => `${name} ${moneyText(dollars)}`,
  );
  return `Cost ~${moneyText(summary.monthlyCost.total)} a month before traffic: ${parts.join(" · ")}`;
}

function ledgerLines(summary: Summary): string[] {
  const lost = summary.leftovers.filter(({ reason }) => reason === null);
  const kept = summary.leftovers.filter(({ reason }) => reason !== null);
  return [
    lost.length === 0 ? "Nothing is left in the world." : `Left in the world: ${lost.length}`,
    ...lost.map(({ kind, id, stack }) => `  ${kind} ${id} (${stack})`),
    ...(kept.length > 0 ? [`On their way out: ${kept.length}`] : []),
    ...kept.map(({ kind, id, reason }) => `  ${kind} ${id}: ${reason}`),
  ];
}

function closing(summary: Summary): string {
  const took = `${durationText(summary.realSeconds)}, nothing real was touched.`;
  if (!summary.ok)
    return `Failed after ${took} Next: mend the cause above and run the same command; finished stacks are not repeated.`;
  if (summary.command === "up")
    return `Done in ${took} Next: change a value in environments/, then eks-stack synth and eks-stack plan.`;
  if (summary.command === "plan") return `Done in ${took} Next: eks-stack up.`;
  return `Done in ${took} Next: eks-stack up builds it again.`;
}
