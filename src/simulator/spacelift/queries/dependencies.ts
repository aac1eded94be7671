import type { DependencyReference, StackDependency } from "../records/dependency.ts";
import type { Run, RunState } from "../records/run.ts";
import type { StackOutput } from "../records/stack.ts";
import { isTerminal } from "../run-states.ts";
import type { AccountRecords } from "./account.ts";

/** Stacks so that each comes after all it depends on; equals are ordered by id. */
export function stacksInDependencyOrder(records: AccountRecords): readonly string[] {
  const order: string[] = [];
  const visit = (stackId: string): void => {
    if (order.includes(stackId)) return;
    for (const parent of parentsOf(records, stackId)) visit(parent);
    order.push(stackId);
  };
  for (const stackId of [...records.stacks.keys()].sort()) visit(stackId);
  return order;
}

/** Stacks that a stack depends on directly, sorted. */
export function parentsOf(records: Pick<AccountRecords, "dependencies">, stackId: string): readonly string[] {
  return records.dependencies
    .filter((dependency) => dependency.stackId === stackId)
    .map(({ dependsOnStackId }) => dependsOnStackId)
    .sort();
}

/** Stacks that depend on a stack directly, sorted. */
export function dependantsOf(records: Pick<AccountRecords, "dependencies">, stackId: string): readonly string[] {
  return records.dependencies
    .filter(({ dependsOnStackId }) => dependsOnStackId === stackId)
    .map((dependency) => dependency.stackId)
    .sort();
}

/** Whether `stackId` is reached from `from` by following dependencies upward; true for the stack itself. */
export function dependsOn(records: Pick<AccountRecords, "dependencies">, from: string, stackId: string): boolean {
  return from === stackId || parentsOf(records, from).some((parent) => dependsOn(records, parent, stackId));
}

/**
 * Stacks that get a tracked run when one is created on each of `starts`: those and all below them, in dependency order.
 * Disabled stacks get none. A member waits for the parents that are members too, and for no others.
 */
export function waveFrom(records: AccountRecords, starts: readonly string[]): readonly string[] {
  return stacksInDependencyOrder(records).filter(
    (stackId) =>
      records.stacks.get(stackId)?.disabled === false && starts.some((start) => dependsOn(records, stackId, start)),
  );
}

/** How a parent's run of this wave ended. */
export interface ParentResult {
  readonly state: RunState;
  /** Names of outputs that the run created or changed. */
  readonly changedOutputs: readonly string[];
}

export interface ChildDecision {
  readonly verdict: "wait" | "run" | "skip";
  /** What Spacelift shows beside a skipped run, or why it runs. */
  readonly note: string;
}

export interface PropagationRules {
  /** Spacelift's documentation says that a skipped parent ends the chain, its support article that it does not. */
  readonly skippedParentEndsChain: boolean;
}

/**
 * What becomes of a queued child once its parents of the wave are done [spacelift.md §7.3]. Parents that are not in
 * `results` take no part.
 */
export function childDecision(
  records: AccountRecords,
  childId: string,
  results: ReadonlyMap<string, ParentResult>,
  rules: PropagationRules = { skippedParentEndsChain: false },
): ChildDecision {
  const edges = records.dependencies
    .filter(({ stackId }) => stackId === childId)
    .flatMap((dependency) => {
      const result = results.get(dependency.dependsOnStackId);
      return result ? [{ dependency, result, references: referencesOf(records, dependency) }] : [];
    });
  const waiting = edges.find(({ result }) => !isTerminal(result.state));
  if (waiting) return { verdict: "wait", note: `waits for ${waiting.dependency.dependsOnStackId}` };

  const broken = edges.find(
    ({ result: { state } }) => state !== "FINISHED" && (state !== "SKIPPED" || rules.skippedParentEndsChain),
  );
  if (broken) {
    const { dependency, result } = broken;
    return { verdict: "skip", note: `dependency ${dependency.dependsOnStackId} ${result.state.toLowerCase()}` };
  }

  const finished = edges.filter(({ result }) => result.state === "FINISHED");
  if (finished.length === 0) return { verdict: "run", note: "no dependency of this wave finished or failed" };
  if (finished.some(({ references }) => references.length === 0)) {
    return { verdict: "run", note: "a dependency without references finished" };
  }
  const known = latestTrackedRun(records, childId)?.references ?? [];
  const cause = finished
    .flatMap(({ references, result }) => references.map((reference) => ({ reference, result })))
    .find(
      ({ reference, result }) =>
        reference.triggerAlways ||
        result.changedOutputs.includes(reference.outputName) ||
        !known.includes(reference.id),
    );
  if (cause) return { verdict: "run", note: `output ${cause.reference.outputName} triggers it` };
  const names = finished.flatMap(({ references }) => references.map(({ inputName }) => inputName)).join(", ");
  return {
    verdict: "skip",
    note: `This run has dependency references (${names}) which have not changed since the last run`,
  };
}

/** References of one dependency, by input name. */
function referencesOf(
  records: Pick<AccountRecords, "references">,
  dependency: StackDependency,
): readonly DependencyReference[] {
  return records.references
    .filter(({ dependencyId }) => dependencyId === dependency.id)
    .sort((left, right) => (left.inputName < right.inputName ? -1 : 1));
}

/** Names of outputs that are new or differ. A removed output is no change: nothing would be injected for it. */
export function changedOutputs(before: readonly StackOutput[], after: readonly StackOutput[]): readonly string[] {
  const known = new Map(before.map(({ name, checksum }) => [name, checksum]));
  return after.filter(({ name, checksum }) => known.get(name) !== checksum).map(({ name }) => name);
}

/** One value that a dependency injects into a run of the child. */
export interface DependencyInput {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly referenceId: string;
  readonly stackId: string;
  readonly outputName: string;
}

export interface DependencyInputs {
  readonly inputs: readonly DependencyInput[];
  /** The error with which job assignment fails; null when nothing is missing or the run goes on regardless. */
  readonly failure: string | null;
}

/**
 * Values that the dependencies of a stack inject. Outputs of a parent whose latest tracked run failed are not offered. A missing
 * output fails the run, unless a parent without references makes it run regardless [spacelift.md §7.3, §7.4].
 */
export function dependencyInputs(records: AccountRecords, stackId: string): DependencyInputs {
  const edges = records.dependencies
    .filter((dependency) => dependency.stackId === stackId)
    .map((dependency) => ({ dependency, references: referencesOf(records, dependency) }));
  const inputs: DependencyInput[] = [];
  const missing: string[] = [];
  for (const { dependency, references } of edges) {
    const parent = records.stacks.get(dependency.dependsOnStackId);
    const offered = parent && parent.state !== "FAILED" ? parent.outputs : [];
    for (const { id, outputName, inputName } of references) {
      const output = offered.find(({ name }) => name === outputName);
      if (!output) {
        missing.push(`${parent?.name ?? dependency.dependsOnStackId}.${outputName} => ${inputName}`);
        continue;
      }
      inputs.push({
        name: inputName,
        value: inputText(output.sensitive ? records.reveal(output.value) : output.value),
        secret: output.sensitive,
        referenceId: id,
        stackId: dependency.dependsOnStackId,
        outputName,
      });
    }
  }
  const regardless = edges.some(({ references }) => references.length === 0);
  const failure =
    missing.length > 0 && !regardless
      ? `job assignment failed: the following inputs are missing: ${missing.join(", ")}`
      : null;
  return { inputs, failure };
}

/** The newest tracked run of a stack that is over and was not skipped. */
export function latestTrackedRun(records: Pick<AccountRecords, "runs">, stackId: string): Run | undefined {
  return records.runs.findLast(
    (run) => run.stackId === stackId && run.type === "TRACKED" && isTerminal(run.state) && run.state !== "SKIPPED",
  );
}

/** An output as text of a variable: strings bare, everything else as JSON. */
function inputText(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : json;
}
