import type { AccountRecords } from "../simulator/spacelift/queries/account.ts";
import {
  type ChildDecision,
  dependantsOf,
  dependencyInputs,
  type ParentResult,
  parentsOf,
} from "../simulator/spacelift/queries/dependencies.ts";
import { isTerminal } from "../simulator/spacelift/run-states.ts";
import type { StackOutcome } from "./stack-run/run-report.ts";

/** One stack of a wave, its run already queued. */
export interface WaveMember {
  readonly stackId: string;
  perform(): Promise<StackOutcome>;
  skip(note: string): StackOutcome;
}

/** Says whether a queued member waits, runs or is skipped, by what the others came to so far. */
export type Decide = (stackId: string, results: ReadonlyMap<string, ParentResult>) => ChildDecision;

/**
 * Runs a wave of queued stacks: each as soon as its decision lets it, within the limit of workers. A failed run stops those whose
 * decision depends on it and nobody else. When a run or a decision throws, those that run are waited for, since they work on the same world.
 *
 * @returns outcomes in the order of the members
 * @throws RangeError when members wait for each other
 */
export async function runWave(
  members: readonly WaveMember[],
  decide: Decide,
  workers: number,
): Promise<readonly StackOutcome[]> {
  const outcomes = new Map<string, StackOutcome>();
  const results = new Map<string, ParentResult>(
    members.map(({ stackId }) => [stackId, { state: "QUEUED" as const, changedOutputs: [] }]),
  );
  const waiting = new Set(members);
  const running = new Set<Promise<void>>();

  const settle = ({ stackId }: WaveMember, outcome: StackOutcome): void => {
    outcomes.set(stackId, outcome);
    results.set(stackId, { state: outcome.result.state, changedOutputs: outcome.changedOutputs });
  };
  const defects: unknown[] = [];
  const start = (member: WaveMember): void => {
    const task: Promise<void> = member
      .perform()
      .then(
        (outcome) => settle(member, outcome),
        (defect: unknown) => void defects.push(defect),
      )
      .finally(() => running.delete(task));
    running.add(task);
  };

  while ((waiting.size > 0 && defects.length === 0) || running.size > 0) {
    const before = waiting.size;
    try {
      for (const member of defects.length === 0 ? waiting : []) {
        const { verdict, note } = decide(member.stackId, results);
        if (verdict === "skip") settle(member, member.skip(note));
        else if (verdict === "run" && running.size < workers) start(member);
        else continue;
        waiting.delete(member);
      }
      if (waiting.size === before && running.size === 0) throw new RangeError("Stacks of a wave wait for each other.");
    } catch (defect) {
      defects.push(defect);
    }
    if (waiting.size === before && running.size > 0) await Promise.race(running);
  }
  if (defects.length > 0) throw defects[0];
  return members.flatMap(({ stackId }) => outcomes.get(stackId) ?? []);
}

/** The decision of a tear-down: a stack goes after all stacks that depend on it, and stays when one of them stayed. */
export function teardownDecision(
  records: Pick<AccountRecords, "dependencies">,
  stackId: string,
  results: ReadonlyMap<string, ParentResult>,
): ChildDecision {
  for (const dependant of dependantsOf(records, stackId)) {
    const result = results.get(dependant);
    if (!result) continue;
    if (!isTerminal(result.state)) return { verdict: "wait", note: `waits for ${dependant}` };
    if (result.state !== "FINISHED") return { verdict: "skip", note: `${dependant} depends on it and is not gone` };
  }
  return { verdict: "run", note: "nothing depends on it" };
}

/**
 * The decision of a plan: a stack is planned when the plans of those it depends on leave its inputs as they are.
 */
export function planDecision(
  records: AccountRecords,
  stackId: string,
  results: ReadonlyMap<string, ParentResult>,
): ChildDecision {
  const parents = parentsOf(records, stackId).flatMap((parent) => {
    const result = results.get(parent);
    return result ? [{ name: records.stacks.get(parent)?.name ?? parent, result }] : [];
  });
  const waiting = parents.find(({ result }) => !isTerminal(result.state));
  if (waiting) return { verdict: "wait", note: `waits for ${waiting.name}` };
  const changing = parents.find(({ result }) => result.changedOutputs.length > 0);
  if (changing) {
    const outputs = changing.result.changedOutputs.join(", ");
    return { verdict: "skip", note: `${changing.name} gives it other inputs when it is applied: ${outputs}` };
  }
  const { failure } = dependencyInputs(records, stackId);
  return failure === null ? { verdict: "run", note: "" } : { verdict: "skip", note: failure };
}
