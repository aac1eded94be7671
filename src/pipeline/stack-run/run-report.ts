import type { PlanFile } from "../../engine/plan-file.ts";
import type { Problem } from "../../errors.ts";
import type { HookName } from "../../simulator/spacelift/records/hooks.ts";
import type { Run, RunState } from "../../simulator/spacelift/records/run.ts";
import type { Stack } from "../../simulator/spacelift/records/stack.ts";
import { changesOf, countChanges } from "../changes.ts";
import type { CriticalPath } from "../critical-path.ts";
import type { StackResult } from "../events.ts";
import type { Runner } from "../runner.ts";
import { stackTime, type TimedOperation } from "../stack-time.ts";
import { managedOf, type State, type StateInstance } from "../state.ts";
import { EngineFollower } from "./engine-follower.ts";

/** What became of one stack. */
export interface StackOutcome {
  readonly result: StackResult;
  readonly time: CriticalPath;
  /** US dollars a month of what the stack holds, or would hold after its plan. */
  readonly monthlyCost: number;
  /** Names of outputs that changed, or would change after its plan. */
  readonly changedOutputs: readonly string[];
}

/** What a run leaves to be told when it is over. */
export interface RunFacts {
  readonly before: State;
  readonly after: State;
  readonly operations: readonly TimedOperation[];
  readonly realSeconds: number;
  readonly monthlyCost: number;
  readonly changedOutputs: readonly string[];
}

/** One run as others see it: its state in Spacelift, its events, and in the end its outcome. */
export class RunReport {
  readonly follower: EngineFollower;
  readonly #runner: Runner;
  readonly #stack: Stack;
  #run: Run;
  #planned = { added: 0, changed: 0, destroyed: 0 };
  #plannedOutputs: readonly string[] = [];

  constructor(runner: Runner, stack: Stack, run: Run) {
    this.#runner = runner;
    this.#stack = stack;
    this.#run = run;
    this.follower = new EngineFollower(runner.emit, this.#identity());
    this.#emitState();
  }

  get run(): Run {
    return this.#run;
  }

  /** Notes which outputs of other stacks the run was given. */
  refersTo(references: readonly string[]): void {
    this.#run = { ...this.#run, references };
  }

  move(state: RunState, note: string | null = null): void {
    this.#run = this.#runner.records.move(this.#run, state, note);
    this.#emitState();
  }

  hookLine(phase: HookName, line: string): void {
    this.#runner.emit("hook", { ...this.#identity(), phase, line });
  }

  problems(problems: readonly Problem[]): void {
    for (const problem of problems) this.#runner.emit("problem", { problem });
  }

  /** Shows what a plan changes. */
  plan(plan: PlanFile): void {
    const changes = changesOf(plan.resource_changes ?? []);
    this.#planned = countChanges(changes);
    for (const change of changes) this.#runner.emit("planned", { ...this.#identity(), change });
    for (const [output, { actions }] of Object.entries(plan.output_changes ?? {})) {
      const [action] = actions;
      if (action === "create" || action === "update" || action === "delete") {
        this.#plannedOutputs = [...this.#plannedOutputs, output];
        this.#runner.emit("outputChanged", { ...this.#identity(), output, action });
      }
    }
  }

  /** Shows that everything goes. */
  tearDown(instances: readonly StateInstance[]): void {
    for (const { address, type } of instances) {
      const change = { address, type, action: "delete", forcedBy: [], attributes: [] } as const;
      this.#runner.emit("planned", { ...this.#identity(), change });
    }
  }

  /** Ends the report: a proposed run tells what it would change, any other what it changed. */
  finish(facts: RunFacts): StackOutcome {
    const { before, after, operations, realSeconds, monthlyCost } = facts;
    const isProposed = this.#run.type === "PROPOSED";
    const time = stackTime(this.follower.applied, operations, managedOf(before), managedOf(after));
    const result: StackResult = {
      stack: this.#stack.name,
      environment: this.#identity().environment,
      state: this.#run.state,
      ...(isProposed ? this.#planned : this.follower.counts()),
      resources: managedOf(after).length,
      simulatedSeconds: time.seconds,
      realSeconds,
    };
    this.#runner.emit("stackFinished", { result });
    return { result, time, monthlyCost, changedOutputs: isProposed ? this.#plannedOutputs : facts.changedOutputs };
  }

  #emitState(): void {
    this.#runner.emit("runState", { ...this.#identity(), state: this.#run.state, note: this.#run.note });
  }

  #identity(): { readonly stack: string; readonly environment: string | null; readonly run: string } {
    return { stack: this.#stack.name, environment: this.#runner.environmentOf(this.#stack.id), run: this.#run.id };
  }
}
