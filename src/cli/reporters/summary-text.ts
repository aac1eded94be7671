import { isHealthy, isSuspended } from "../../pipeline/applications/health.ts";
import type { StackResult, Summary } from "../../pipeline/events.ts";
import { type Output, styled } from "../output.ts";
import { columns, countsText, durationText, moneyText } from "../text.ts";

/** The end of a run for people: per stack what changed, the real time with its critical path, the cost, the next command. */
export function summaryText(summary: Summary, output: Pick<Output, "colour">): string {
  const rows = columns(summary.stacks.map((stack) => row(stack, summary.command)));
  const applications = columns(applicationRows(summary));
  const lines = [...rows, ...(applications.length > 0 ? ["", ...applications] : [])].map((line) =>
    marked(line, output),
  );
  lines.push("");
  if (summary.criticalPath.length > 0 && summary.simulatedSeconds > 0) lines.push(...pathLines(summary));
  if (summary.command !== "down") lines.push(costLine(summary));
  lines.push(...summary.warnings.map((warning) => styled(output, "yellow", `Warning: ${warning}`)));
  if (summary.command === "down") lines.push(...ledgerLines(summary));
  lines.push(closing(summary));
  return lines.join("\n");
}

function row(stack: StackResult, command: Summary["command"]): string[] {
  const mark = stack.state === "FINISHED" ? "✔" : stack.state === "SKIPPED" ? "–" : "✘";
  const failed = stack.state === "FINISHED" ? "" : stack.state.toLowerCase();
  const simulated = stack.simulatedSeconds > 0 ? `~${durationText(stack.simulatedSeconds)} for real` : "";
  return [
    `${mark} ${stack.stack}`,
    failed || countsText(stack, command !== "plan"),
    `${stack.resources} resources`,
    simulated,
    durationText(stack.realSeconds),
  ];
}

/** One row for each environment with applications. */
function applicationRows({ applications }: Summary): string[][] {
  const environments = [...new Set(applications.map(({ environment }) => environment))];
  return environments.map((environment) => {
    const own = applications.filter((application) => application.environment === environment);
    const healthy = own.filter(isHealthy);
    const suspended = own.filter((application) => !isHealthy(application) && isSuspended(application));
    const others = own.filter((application) => !healthy.includes(application) && !suspended.includes(application));
    const changed = healthy.filter(({ changed }) => changed);
    const longest = Math.max(...healthy.map(({ finishedAfter }) => finishedAfter), 0);
    return [
      `${others.length === 0 ? "✔" : "✘"} ${environment}`,
      `${healthy.length} of ${own.length} applications synced and healthy`,
      [
        ...(others.length > 0 ? [`not ${namesOf(others)}`] : []),
        ...(changed.length > 0 && changed.length < own.length ? [`changed ${namesOf(changed)}`] : []),
        ...(suspended.length > 0 ? [`suspended until somebody resumes it: ${namesOf(suspended)}`] : []),
        ...(others.length === 0 && longest > 0 ? [`~${durationText(longest)} for real`] : []),
      ].join(" · "),
    ];
  });
}

function namesOf(applications: Summary["applications"]): string {
  return applications.map(({ kind, name }) => `${kind} ${name}`).join(", ");
}

/** A row whose mark has a colour; the columns were laid out without. */
function marked(line: string, output: Pick<Output, "colour">): string {
  if (line === "") return line;
  const mark = line.charAt(0);
  const style = mark === "✔" ? "green" : mark === "✘" ? "red" : "dim";
  return `${styled(output, style, mark)}${line.slice(1)}`;
}

/** One line for each stack on the path, with its operations in their order. */
function pathLines(summary: Summary): string[] {
  const lines: { readonly stack: string; readonly steps: string[] }[] = [];
  for (const { name, seconds } of summary.criticalPath) {
    const stack = summary.stacks.find((candidate) => name.startsWith(`${candidate.stack}: `))?.stack ?? "";
    const step = `${stack === "" ? name : name.slice(stack.length + 2)} ${durationText(seconds)}`;
    const last = lines.at(-1);
    if (stack !== "" && last?.stack === stack) last.steps.push(step);
    else lines.push({ stack, steps: [step] });
  }
  return [
    `The real thing takes ~${durationText(summary.simulatedSeconds)}. Its critical path:`,
    ...lines.map(({ stack, steps }) => `  ${stack === "" ? "" : `${stack}: `}${steps.join(" → ")}`),
  ];
}

function costLine(summary: Summary): string {
  const parts = Object.entries(summary.monthlyCost.byEnvironment).map(
    ([name, dollars]) => `${name} ${moneyText(dollars)}`,
  );
  const total = `Cost ~${moneyText(summary.monthlyCost.total)} a month before traffic and added nodes`;
  return parts.length > 0 ? `${total}: ${parts.join(" · ")}` : total;
}

function ledgerLines(summary: Summary): string[] {
  const lost = summary.leftovers.filter(({ reason }) => reason === null);
  const kept = summary.leftovers.filter(({ reason }) => reason !== null);
  return [
    lost.length === 0 ? `Nothing is left ${whereOf(summary)}.` : `Left in the world: ${lost.length}`,
    ...lost.map(({ kind, id, stack, monthlyCost }) => `  ${kind} ${id} (${stack})${costText(monthlyCost)}`),
    ...(lost.length === 0
      ? []
      : [`They cost ~${moneyText(lost.reduce((sum, { monthlyCost }) => sum + monthlyCost, 0))} a month.`]),
    ...(kept.length > 0 ? [`There for a reason: ${kept.length}`] : []),
    ...kept.map(({ kind, id, reason }) => `  ${kind} ${id}: ${reason}`),
  ];
}

function costText(monthlyCost: number): string {
  return monthlyCost === 0 ? "" : `, ${moneyText(monthlyCost)} a month`;
}

/** The whole world once the administrative stack is gone too, else the environments that were torn down. */
function whereOf({ stacks }: Summary): string {
  if (stacks.length === 0 || stacks.some(({ environment }) => environment === null)) return "in the world";
  return `of ${[...new Set(stacks.map(({ environment }) => environment))].join(", ")}`;
}

function closing(summary: Summary): string {
  const took = `${durationText(summary.realSeconds)}, nothing real was touched.`;
  if (summary.stopped) {
    return `Stopped after ${took} Next: run the same command again, it goes on from here.`;
  }
  if (!summary.ok)
    return `Failed after ${took} Next: mend the cause above and run the same command; finished stacks are not repeated.`;
  if (summary.command === "up")
    return `Done in ${took} Next: change a value in environments/, then eks-stack synth and eks-stack plan.`;
  if (summary.command === "plan")
    return `Done in ${took} Next: eks-stack up; what Argo CD and Flux change by themselves is in git diff rendered/.`;
  return `Done in ${took} Next: eks-stack up builds it again.`;
}
