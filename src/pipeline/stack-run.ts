import type { EngineResult, PlanOptions } from "../engine/engine.ts";
import type { PlanFile } from "../engine/plan-file.ts";
import { EksStackError } from "../errors.ts";
import type { AccountRecords } from "../simulator/spacelift/queries/account.ts";
import { dependencyInputs } from "../simulator/spacelift/queries/dependencies.ts";
import { effectiveFiles } from "../simulator/spacelift/queries/environment.ts";
import type { Run, RunState, RunType } from "../simulator/spacelift/records/run.ts";
import type { Stack } from "../simulator/spacelift/records/stack.ts";
import { issueRunToken } from "../simulator/spacelift/run-token.ts";
import { changesOf, countChanges } from "./changes.ts";
import { monthlyCost, pricedOf } from "./cost.ts";
import type { CriticalPath } from "./critical-path.ts";
import { EngineFollower } from "./engine-follower.ts";
import type { StackResult } from "./events.ts";
import { Phases } from "./phases.ts";
import { decideOnPlan } from "./plan-policies.ts";
import { forgetManaged, managedObjects, removeUnrecorded } from "./recovery.ts";
import { RunEnded } from "./run-ended.ts";
import type { Runner } from "./runner.ts";
import { stackTime, type TimedOperation } from "./stack-time.ts";
import { managedOf, parseState, type State } from "./state.ts";
import { mountFiles, prepareTeardown, prepareWorkspace, readState, type Workspace, workspaceOf } from "./workspace.ts";

/** What a run is for: `apply` is a tracked run, `plan` a proposed one, `destroy` the task that tears a stack down. */
export type Purpose = "apply" | "plan" | "destroy";

/** What became of one stack. */
export interface StackOutcome {
  readonly result: StackResult;
  readonly time: CriticalPath;
  /** US dollars a month of what the stack holds, or would hold after its plan. */
  readonly monthlyCost: number;
  readonly changedOutputs: readonly string[];
}

const noState: State = parseState(undefined);

const runTypes: Readonly<Record<Purpose, RunType>> = { apply: "TRACKED", plan: "PROPOSED", destroy: "TASK" };

/**
 * One run of one stack, phase by phase as a Spacelift worker does it: hooks and engine in the run's environment, policies between
 * plan and apply, outputs kept for the stacks below.
 */
export class StackRun {
  readonly #runner: Runner;
  readonly #purpose: Purpose;
  readonly #stack: Stack;
  readonly #workspace: Workspace;
  readonly #follower: EngineFollower;
  readonly #operations: TimedOperation[] = [];
  #run: Run;
  #planned = { added: 0, changed: 0, destroyed: 0 };
  #cost = 0;
  #changedOutputs: readonly string[] = [];

  constructor(runner: Runner, stack: Stack, purpose: Purpose, triggeredBy = "user") {
    this.#runner = runner;
    this.#stack = stack;
    this.#purpose = purpose;
    this.#workspace = workspaceOf(runner.worldFolder, stack.id, stack.projectRoot ?? "");
    this.#run = runner.records.queue(stack.id, runTypes[purpose], triggeredBy);
    this.#follower = new EngineFollower(runner.emit, this.#identity());
    this.#emitState();
  }

  /** Ends the run without a worker, because of what its dependencies came to. */
  skip(note: string): StackOutcome {
    this.#move("SKIPPED", note);
    const state = this.#readState();
    this.#cost = monthlyCost(pricedOf(managedOf(state)));
    return this.#finish(state, state, 0);
  }

  /**
   * Performs the run. What the stack's configuration, hooks, policies or the cloud refuse is a state of the outcome, and so is what
   * lies outside of the stack, such as a crash of the engine: it is shown as a problem and fails this run alone.
   */
  async perform(): Promise<StackOutcome> {
    const started = this.#runner.clock();
    let before = noState;
    let after = noState;
    let phases: Phases | undefined;
    try {
      before = this.#readState();
      if (this.#purpose === "destroy" && this.#holdsNothing(before)) {
        this.#runner.records.keepOutputs(this.#stack.id, []);
        this.#move("FINISHED", "it holds nothing");
      } else {
        this.#move("PREPARING");
        phases = this.#prepare();
        await this.#perform(phases, before);
        this.#move("FINISHED");
      }
    } catch (error) {
      this.#end(error);
    }
    try {
      if (phases) await this.#afterRun(phases);
      after = this.#readState();
      if (this.#purpose !== "plan") this.#runner.records.keepResourceCount(this.#stack.id, managedOf(after).length);
    } catch (error) {
      this.#end(error);
    }
    this.#operations.push(...(phases?.operations ?? []));
    return this.#finish(before, after, (this.#runner.clock() - started) / 1_000);
  }

  #end(error: unknown): void {
    if (error instanceof RunEnded) {
      this.#move(error.state, error.note);
      return;
    }
    if (!(error instanceof EksStackError)) {
      this.#move("FAILED", "a defect of eks-stack");
      throw error;
    }
    for (const problem of error.problems) this.#runner.emit("problem", { problem });
    this.#move(this.#runner.signal.aborted ? "STOPPED" : "FAILED", error.problems.map(({ code }) => code).join(", "));
  }

  /** Nothing in the state, and nothing that a killed run made: there is no cluster for hooks to look for, and nothing to destroy. */
  #holdsNothing(state: State): boolean {
    const { world } = this.#runner.records;
    return managedOf(state).length === 0 && managedObjects(world, this.#stack.id).size === 0;
  }

  /** Assigns the job to a worker: inputs, token, workspace. */
  #prepare(): Phases {
    const { records, repository } = this.#runner;
    const { inputs, failure } = dependencyInputs(this.#records(), this.#stack.id);
    if (failure !== null && this.#purpose !== "destroy") throw new RunEnded("FAILED", failure);
    this.#run = { ...this.#run, references: inputs.map(({ referenceId }) => referenceId) };
    prepareWorkspace(this.#workspace, repository, this.#stack.projectRoot ?? "");
    mountFiles(this.#workspace, effectiveFiles(this.#records(), this.#stack.id));
    return new Phases({
      runner: this.#runner,
      workspace: this.#workspace,
      run: this.#run,
      apiToken: issueRunToken(records.world, records.account, this.#stack.id, this.#run.id),
      inputs,
      onEngineEvent: (event) => this.#follower.follow(event),
      onHookLine: (phase, line) => this.#runner.emit("hook", { ...this.#identity(), phase, line }),
    });
  }

  async #perform(phases: Phases, before: State): Promise<void> {
    const isProtected = new Set(this.#purpose === "destroy" ? prepareTeardown(this.#workspace) : []);
    this.#move("INITIALIZING");
    await phases.perform("init", async (engine) => this.#must(await engine.init({ reconfigure: true })));
    return this.#purpose === "destroy"
      ? this.#tearDown(phases, before, isProtected)
      : this.#planAndApply(phases, before);
  }

  /** Plans, lets the policies decide, confirms and applies; a plan without changes ends here. */
  async #planAndApply(phases: Phases, before: State): Promise<void> {
    this.#move("PLANNING");
    const plan = await phases.perform("plan", async (engine, attachment) => {
      if (this.#purpose === "apply") await removeUnrecorded(this.#runner, this.#stack.id, before, attachment);
      const result = await engine.plan({ out: this.#workspace.planFile });
      this.#must(result);
      return result.changes ? await engine.show(this.#workspace.planFile) : null;
    });
    this.#cost = monthlyCost(
      plan ? pricedOf(plan.planned_values?.root_module?.resources ?? []) : pricedOf(managedOf(before)),
    );
    if (plan === null) return;
    this.#show(plan);
    const warned = await this.#decide(plan, before);
    if (this.#purpose === "plan") return;
    this.#confirm(warned);
    await phases.perform("apply", async (engine) => this.#must(await engine.apply(this.#workspace.planFile)));
    this.#changedOutputs = this.#runner.records.keepOutputs(this.#stack.id, this.#readState().outputs);
  }

  /** The task that tears the stack down: protections are lifted first, where a service keeps them, then everything goes. */
  async #tearDown(phases: Phases, before: State, isProtected: ReadonlySet<string>): Promise<void> {
    this.#move("PERFORMING");
    const targets = managedOf(before).flatMap(({ address }) => (isProtected.has(address) ? [address] : []));
    if (targets.length > 0) await this.#applyAtOnce(phases, { targets });
    await this.#forgetItself(phases, before);
    for (const { address, type } of managedOf(this.#readState())) {
      const change = { address, type, action: "delete", forcedBy: [], attributes: [] } as const;
      this.#runner.emit("planned", { ...this.#identity(), change });
    }
    await this.#applyAtOnce(phases, { destroy: true });
    this.#runner.records.keepOutputs(this.#stack.id, this.#readState().outputs);
  }

  async #applyAtOnce(phases: Phases, options: Omit<PlanOptions, "out">): Promise<void> {
    const { planFile } = this.#workspace;
    await phases.perform("perform", async (engine, attachment) => {
      await removeUnrecorded(this.#runner, this.#stack.id, this.#readState(), attachment);
      const plan = await engine.plan({ ...options, out: planFile });
      this.#must(plan);
      if (plan.changes) this.#must(await engine.apply(planFile));
    });
  }

  /** The administrative stack holds itself; it was made by hand and stays, so its state gives it back before the rest goes. */
  async #forgetItself(phases: Phases, state: State): Promise<void> {
    const itself = managedOf(state).filter(({ type, id }) => type === "spacelift_stack" && id === this.#stack.id);
    if (itself.length === 0) return;
    await phases.perform("perform", (engine) => engine.forget(itself.map(({ address }) => address)));
    const actor = { stack: this.#stack.id, run: this.#run.id };
    forgetManaged(this.#runner.records.world, actor, [{ type: "spacelift_stack", id: this.#stack.id }]);
  }

  async #afterRun(phases: Phases): Promise<void> {
    try {
      await phases.after(this.#run.state);
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
      this.#runner.emit("hook", { ...this.#identity(), phase: "after_run", line: error.message });
    }
  }

  /** Ends the run unless the engine did what it was asked; its diagnostics have been shown. */
  #must(result: EngineResult): void {
    if (!result.ok) throw new RunEnded(result.interrupted ? "STOPPED" : "FAILED");
  }

  async #decide(plan: PlanFile, before: State): Promise<boolean> {
    const cost = { planned: this.#cost, present: monthlyCost(pricedOf(managedOf(before))) };
    const { denied, warned } = await decideOnPlan(this.#runner, this.#records(), this.#stack, this.#run, plan, cost);
    if (denied) throw new RunEnded("FAILED", "a plan policy denies this plan");
    return warned;
  }

  /** A rehearsal confirms what a person would have to confirm: without autodeploy, or when a policy warns. */
  #confirm(warned: boolean): void {
    if (!this.#stack.autodeploy || warned) {
      this.#move("UNCONFIRMED");
      this.#move("CONFIRMED", "by the rehearsal");
    }
    this.#move("APPLYING");
  }

  #show(plan: PlanFile): void {
    const changes = changesOf(plan.resource_changes ?? []);
    this.#planned = countChanges(changes);
    for (const change of changes) this.#runner.emit("planned", { ...this.#identity(), change });
    for (const [output, { actions }] of Object.entries(plan.output_changes ?? {})) {
      const [action] = actions;
      if (action === "create" || action === "update" || action === "delete") {
        this.#runner.emit("outputChanged", { ...this.#identity(), output, action });
      }
    }
  }

  #finish(before: State, after: State, realSeconds: number): StackOutcome {
    const time = stackTime(this.#follower.applied, this.#operations, managedOf(before), managedOf(after));
    const counts = this.#purpose === "plan" ? this.#planned : this.#follower.counts();
    const result: StackResult = {
      stack: this.#stack.name,
      environment: this.#identity().environment,
      state: this.#run.state,
      ...counts,
      resources: managedOf(after).length,
      simulatedSeconds: time.seconds,
      realSeconds,
    };
    this.#runner.emit("stackFinished", { result });
    return { result, time, monthlyCost: this.#cost, changedOutputs: this.#changedOutputs };
  }

  #move(state: RunState, note: string | null = null): void {
    this.#run = this.#runner.records.move(this.#run, state, note);
    this.#emitState();
  }

  #emitState(): void {
    this.#runner.emit("runState", { ...this.#identity(), state: this.#run.state, note: this.#run.note });
  }

  #identity(): { readonly stack: string; readonly environment: string | null; readonly run: string } {
    return { stack: this.#stack.name, environment: this.#runner.environmentOf(this.#stack.id), run: this.#run.id };
  }

  #records(): AccountRecords {
    return this.#runner.records.read();
  }

  #readState(): State {
    return parseState(readState(this.#workspace));
  }
}
