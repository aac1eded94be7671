import type { EngineEvent } from "../../engine/events.ts";
import type { PlanFile } from "../../engine/plan-file.ts";
import { EksStackError } from "../../errors.ts";
import type { AccountRecords } from "../../simulator/spacelift/queries/account.ts";
import { dependencyInputs } from "../../simulator/spacelift/queries/dependencies.ts";
import { effectiveFiles } from "../../simulator/spacelift/queries/environment.ts";
import type { RunType } from "../../simulator/spacelift/records/run.ts";
import type { Stack } from "../../simulator/spacelift/records/stack.ts";
import { issueRunToken } from "../../simulator/spacelift/run-token.ts";
import { monthlyCost, pricedOf } from "../cost/cost.ts";
import type { Runner } from "../runner.ts";
import { managedOf, parseState, type State } from "../state.ts";
import { bucketsToTakeBack } from "./kept-buckets.ts";
import { Phases } from "./phases.ts";
import { decideOnPlan } from "./plan-policies.ts";
import { managedObjects, recover } from "./recovery.ts";
import { mustSucceed, RunEnded } from "./run-ended.ts";
import { RunReport, type StackOutcome } from "./run-report.ts";
import { tearDown } from "./tear-down.ts";
import {
  addImports,
  mountFiles,
  prepareTeardown,
  prepareWorkspace,
  readConfiguration,
  readState,
  settleState,
  type Workspace,
  workspaceOf,
} from "./workspace.ts";

/** What a run is for: `apply` is a tracked run, `plan` a proposed one, `destroy` the task that tears a stack down. */
export type Purpose = "apply" | "plan" | "destroy";

const runTypes: Readonly<Record<Purpose, RunType>> = { apply: "TRACKED", plan: "PROPOSED", destroy: "TASK" };

const noState: State = parseState(undefined);

/**
 * One run of one stack, phase by phase as a Spacelift worker does it: hooks and engine in the run's environment, policies between
 * plan and apply, outputs kept for the stacks below.
 */
export class StackRun {
  readonly #runner: Runner;
  readonly #purpose: Purpose;
  readonly #stack: Stack;
  readonly #workspace: Workspace;
  readonly #report: RunReport;
  #monthlyCost = 0;
  #changedOutputs: readonly string[] = [];

  constructor(runner: Runner, stack: Stack, purpose: Purpose, triggeredBy = "user") {
    this.#runner = runner;
    this.#stack = stack;
    this.#purpose = purpose;
    this.#workspace = workspaceOf(runner.worldFolder, stack.id, stack.projectRoot ?? "");
    this.#report = new RunReport(runner, stack, runner.records.queue(stack.id, runTypes[purpose], triggeredBy));
  }

  /** Ends the run without a worker, because of what its dependencies came to; a state that cannot be read fails it, as in `perform`. */
  skip(note: string): StackOutcome {
    let state = noState;
    try {
      settleState(this.#workspace);
      state = this.#readState();
      this.#report.move("SKIPPED", note);
    } catch (error) {
      this.#end(error);
    }
    this.#monthlyCost = monthlyCost(pricedOf(managedOf(state)));
    return this.#finish(state, state, undefined, this.#runner.clock());
  }

  /**
   * Performs the run. What the stack's configuration, hooks, policies or the cloud refuse is a state of the outcome, and so is what
   * lies outside of the stack, such as a crash of the engine: it is shown as a problem and fails this run alone.
   */
  async perform(): Promise<StackOutcome> {
    const started = this.#runner.clock();
    let before: State | undefined;
    let phases: Phases | undefined;
    try {
      settleState(this.#workspace);
      before = this.#readState();
      if (this.#purpose === "destroy" && this.#holdsNothing(before)) {
        this.#runner.records.keepOutputs(this.#stack.id, []);
        this.#report.move("FINISHED", "it holds nothing");
      } else {
        this.#report.move("PREPARING");
        phases = this.#prepare();
        await this.#perform(phases, before);
        this.#report.move("FINISHED");
      }
    } catch (error) {
      this.#end(error);
    }
    // A state that could not be read tells nothing of what the stack holds.
    if (!before) return this.#finish(noState, noState, undefined, started);
    let after = before;
    try {
      if (phases) {
        await this.#afterRun(phases);
        after = this.#readState();
      }
      if (this.#purpose !== "plan") this.#runner.records.keepResourceCount(this.#stack.id, managedOf(after).length);
    } catch (error) {
      this.#end(error);
    }
    return this.#finish(before, after, phases, started);
  }

  #end(error: unknown): void {
    if (error instanceof RunEnded) {
      this.#report.move(error.state, error.note);
      return;
    }
    if (!(error instanceof EksStackError)) {
      this.#report.move("FAILED", "a defect of eks-stack");
      throw error;
    }
    this.#report.problems(error.problems);
    const codes = error.problems.map(({ code }) => code).join(", ");
    this.#report.move(this.#runner.signal.aborted ? "STOPPED" : "FAILED", codes);
  }

  /** Nothing in the state, and nothing that a killed run made: there is no cluster for hooks to look for, and nothing to destroy. */
  #holdsNothing(state: State): boolean {
    const { world } = this.#runner.records;
    return managedOf(state).length === 0 && managedObjects(world, this.#stack.id).size === 0;
  }

  /** Assigns the job to a worker: inputs, token, workspace. */
  #prepare(): Phases {
    const { records, repository } = this.#runner;
    const { id, projectRoot } = this.#stack;
    const { inputs, failure } = dependencyInputs(this.#records(), id);
    if (failure !== null && this.#purpose !== "destroy") throw new RunEnded("FAILED", failure);
    this.#report.refersTo(inputs.map(({ referenceId }) => referenceId));
    prepareWorkspace(this.#workspace, repository, projectRoot ?? "");
    mountFiles(this.#workspace, effectiveFiles(this.#records(), id));
    const { run } = this.#report;
    return new Phases({
      runner: this.#runner,
      workspace: this.#workspace,
      run,
      apiToken: issueRunToken(records.world, records.account, id, run.id),
      inputs,
      onEngineEvent: (event) => this.#follow(event),
      onHookLine: (phase, line) => this.#report.hookLine(phase, line),
    });
  }

  /** An engine that was told to stop calls that an error; the state of the run says it. */
  #follow(event: EngineEvent): void {
    const isStopping = this.#runner.signal.aborted && event.type === "diagnostic";
    if (isStopping && /halted|interrupt/i.test(event.diagnostic.summary)) return;
    this.#report.follower.follow(event);
  }

  async #perform(phases: Phases, before: State): Promise<void> {
    const protectedAddresses = new Set(this.#purpose === "destroy" ? prepareTeardown(this.#workspace) : []);
    this.#report.move("INITIALIZING");
    await phases.perform("init", async (engine) => mustSucceed(await engine.init({ reconfigure: true })));
    if (this.#purpose !== "destroy") {
      await this.#planAndApply(phases, before);
      return;
    }
    const [runner, stack, workspace, report] = [this.#runner, this.#stack, this.#workspace, this.#report];
    await tearDown({ runner, stack, workspace, report, phases, protectedAddresses }, before);
    runner.records.keepOutputs(stack.id, this.#readState().outputs);
  }

  /** Plans, lets the policies decide, confirms and applies; a plan without changes ends here. */
  async #planAndApply(phases: Phases, before: State): Promise<void> {
    this.#report.move("PLANNING");
    if (this.#purpose === "apply") await recover(this.#runner, this.#stack.id, before, phases, "apply");
    const { world } = this.#runner.records;
    addImports(this.#workspace, bucketsToTakeBack(world, readConfiguration(this.#workspace), managedOf(before)));
    const plan = await phases.perform("plan", async (engine) => {
      const result = await engine.plan({ out: this.#workspace.planFile });
      mustSucceed(result);
      return result.changes ? await engine.show(this.#workspace.planFile) : null;
    });
    this.#monthlyCost = monthlyCost(
      plan ? pricedOf(plan.planned_values?.root_module?.resources ?? []) : pricedOf(managedOf(before)),
    );
    if (plan === null) {
      if (this.#purpose === "apply") this.#runner.records.keepOutputs(this.#stack.id, before.outputs);
      return;
    }
    this.#report.plan(plan);
    const warned = await this.#decide(plan, before);
    if (this.#purpose === "plan") return;
    this.#confirm(warned);
    await phases.perform("apply", async (engine) => mustSucceed(await engine.apply(this.#workspace.planFile)));
    this.#changedOutputs = this.#runner.records.keepOutputs(this.#stack.id, this.#readState().outputs);
  }

  async #afterRun(phases: Phases): Promise<void> {
    try {
      await phases.after(this.#report.run.state);
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
      this.#report.hookLine("after_run", error.message);
    }
  }

  async #decide(plan: PlanFile, before: State): Promise<boolean> {
    const cost = { planned: this.#monthlyCost, present: monthlyCost(pricedOf(managedOf(before))) };
    const { run } = this.#report;
    const { denied, warned } = await decideOnPlan(this.#runner, this.#records(), this.#stack, run, plan, cost);
    if (denied) throw new RunEnded("FAILED", "a plan policy denies this plan");
    return warned;
  }

  /** A rehearsal confirms what a person would have to confirm: without autodeploy, or when a policy warns. */
  #confirm(warned: boolean): void {
    if (!this.#stack.autodeploy || warned) {
      this.#report.move("UNCONFIRMED");
      this.#report.move("CONFIRMED", "by the rehearsal");
    }
    this.#report.move("APPLYING");
  }

  #finish(before: State, after: State, phases: Phases | undefined, started: number): StackOutcome {
    return this.#report.finish({
      before,
      after,
      operations: phases?.operations ?? [],
      realSeconds: (this.#runner.clock() - started) / 1_000,
      monthlyCost: this.#monthlyCost,
      changedOutputs: this.#changedOutputs,
    });
  }

  #records(): AccountRecords {
    return this.#runner.records.read();
  }

  #readState(): State {
    return parseState(readState(this.#workspace));
  }
}
