import { applicationSteps } from "./applications/application-steps.ts";
import { isHealthy, isSuspended } from "./applications/health.ts";
import { criticalPath, type Step } from "./critical-path.ts";
import type { ApplicationResult, Leftover, Summary } from "./events.ts";
import type { StackOutcome } from "./stack-run/run-report.ts";

/** An outcome with the stacks it came after, by name. */
export interface OrderedOutcome extends StackOutcome {
  readonly after: readonly string[];
}

interface SummaryFacts {
  readonly command: Summary["command"];
  readonly engine: Summary["engine"];
  readonly outcomes: readonly OrderedOutcome[];
  readonly applications: readonly ApplicationResult[];
  readonly realSeconds: number;
  readonly warnings: readonly string[];
  readonly leftovers: readonly Leftover[];
  /** As in `Summary`. */
  readonly stopped: boolean;
}

/** Operations shorter than this are not worth a step of the critical path, in seconds. */
const shortestStep = 20;

/** Puts the outcomes of a command together. */
export function summarise(facts: SummaryFacts): Summary {
  const { command, engine, outcomes, applications, realSeconds, warnings, leftovers, stopped } = facts;
  const path = criticalPath([
    ...stackSteps(outcomes),
    ...applicationSteps(
      outcomes.map(({ result }) => result),
      applications,
    ),
  ]);
  const byEnvironment = costByEnvironment(outcomes);
  return {
    ok:
      !stopped &&
      outcomes.every(({ result }) => isGood(result.state)) &&
      applications.every((application) => isHealthy(application) || isSuspended(application)) &&
      leftovers.every(({ reason }) => reason !== null),
    stopped,
    command,
    target: "rehearsal",
    engine,
    stacks: outcomes.map(({ result }) => result),
    applications,
    realSeconds,
    simulatedSeconds: path.seconds,
    criticalPath: path.steps.flatMap((step) => stepsOf(step, outcomes)),
    monthlyCost: { total: Object.values(byEnvironment).reduce((sum, cost) => sum + cost, 0), byEnvironment },
    warnings,
    leftovers,
  };
}

/** A skipped run is good: its dependencies gave it nothing new. One whose dependency failed makes the failed one show. */
export function isGood(state: string): boolean {
  return state === "FINISHED" || state === "SKIPPED";
}

/** Stacks as steps of a path. */
export function stackSteps(outcomes: readonly OrderedOutcome[]): Step[] {
  return outcomes.map(({ result, time, after }) => ({ name: result.stack, seconds: time.seconds, after }));
}

/** The operations of a stack that are worth telling; the whole stack when none is. */
function stepsOf(
  { name: stack, seconds }: Step,
  outcomes: readonly OrderedOutcome[],
): { name: string; seconds: number }[] {
  const time = outcomes.find(({ result }) => result.stack === stack)?.time;
  if (!time) return seconds === 0 ? [] : [{ name: stack, seconds }];
  if (time.seconds === 0) return [];
  const long = time.steps.filter(({ seconds }) => seconds >= shortestStep);
  if (long.length === 0) return [{ name: stack, seconds: time.seconds }];
  return long.map(({ name, seconds }) => ({ name: `${stack}: ${name}`, seconds }));
}

function costByEnvironment(outcomes: readonly OrderedOutcome[]): Record<string, number> {
  const costs: Record<string, number> = {};
  for (const { result, monthlyCost } of outcomes) {
    if (result.environment === null) continue;
    costs[result.environment] = Math.round(((costs[result.environment] ?? 0) + monthlyCost) * 100) / 100;
  }
  return costs;
}
