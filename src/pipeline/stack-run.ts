import { Engine, type EngineResult } from "../engine/engine.ts";
import type { EngineEvent } from "../engine/events.ts";
import type { PlanFile } from "../engine/plan-file.ts";
import { EksStackError } from "../errors.ts";
import {
  type AccountRecords,
  type DependencyInput,
  dependencyInputs,
  effectiveHooks,
} from "../simulator/spacelift/queries.ts";
import type { HookName, Run, RunState, RunType, Stack } from "../simulator/spacelift/records.ts";
import { issueRunToken } from "../simulator/spacelift/run-token.ts";
import type { Attachment } from "./attachment.ts";
import { changesOf, countChanges } from "./changes.ts";
import { monthlyCost, pricedOf } from "./cost.ts";
import type { CriticalPath } from "./critical-path.ts";
import { EngineFollower } from "./engine-follower.ts";
import type { StackResult } from "./events.ts";
import { runHooks } from "./hooks.ts";
import { decideOnPlan } from "./plan-policies.ts";
import { removeUnrecorded } from "./recovery.ts";
import { engineEnvironment, type Phase, phaseEnvironment } from "./run-environment.ts";
import type { Runner } from "./runner.ts";
import { stackTime, type TimedOperation } from "./stack-time.ts";
import { managedOf, parseState, type State } from "./state.ts";
import { prepareTeardown, prepareWorkspace, readState, type Workspace, workspaceOf } from "./workspace.ts";

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

/** Ends a run in a state; the note says why unless diagnostics already did. */
class RunEnded extends Error {
  readonly state: RunState;
  readonly note: string | null;

  constructor(state: RunState, note: string | null = null) {
    super(note ?? state);
    this.name = "RunEnded";
    this.state = state;
    this.note = note;
  }
}

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
  #token = "";
  #inputs: readonly DependencyInput[] = [];
  /** What hooks exported so far. */
  #exported: Readonly<Record<string, string>> = {};
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
    try {
      before = this.#readState();
      await this.#phases(before);
      this.#move("FINISHED");
    } catch (error) {
      this.#end(error);
    }
    try {
      await this.#afterRun();
      after = this.#readState();
    } catch (error) {
      this.#end(error);
    }
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

  async #phases(before: State): Promise<void> {
    this.#move("PREPARING");
    const { inputs, failure } = dependencyInputs(this.#records(), this.#stack.id);
    if (failure !== null && this.#purpose !== "destroy") throw new RunEnded("FAILED", failure);
    this.#inputs = inputs;
    this.#run = { ...this.#run, references: inputs.map(({ referenceId }) => referenceId) };
    this.#token = issueRunToken(this.#runner.records.world, this.#runner.records.account, this.#stack.id, this.#run.id);
    prepareWorkspace(this.#workspace, this.#runner.repository, this.#stack.projectRoot ?? "");
    const lifted = this.#purpose === "destroy" && prepareTeardown(this.#workspace);

    this.#move("INITIALIZING");
    await this.#phase("init", async (engine) => this.#must(await engine.init({ reconfigure: true })));
    if (this.#purpose !== "destroy") return this.#planAndApply(before, { destroy: false });
    await this.#forgetItself(before);
    if (lifted) await this.#planAndApply(before, { destroy: false });
    return this.#planAndApply(before, { destroy: true });
  }

  /** Plans, lets the policies decide, confirms and applies; a plan without changes ends here. */
  async #planAndApply(before: State, { destroy }: { readonly destroy: boolean }): Promise<void> {
    this.#move(this.#purpose === "destroy" ? "PERFORMING" : "PLANNING");
    const plan = await this.#phase(this.#purpose === "destroy" ? "perform" : "plan", async (engine, attachment) => {
      await removeUnrecorded(this.#runner, this.#stack.id, this.#readState(), attachment);
      const result = await engine.plan({ out: this.#workspace.planFile, destroy });
      this.#must(result);
      return result.changes ? await engine.show(this.#workspace.planFile) : null;
    });
    this.#cost = monthlyCost(
      plan ? pricedOf(plan.planned_values?.root_module?.resources ?? []) : pricedOf(managedOf(before)),
    );
    if (plan === null) return;
    this.#show(plan);
    if (this.#purpose === "destroy") {
      await this.#phase("perform", async (engine) => this.#must(await engine.apply(this.#workspace.planFile)));
      return;
    }
    const warned = await this.#decide(plan, before);
    if (this.#purpose === "plan") return;
    this.#confirm(warned);
    await this.#phase("apply", async (engine) => this.#must(await engine.apply(this.#workspace.planFile)));
    const after = this.#readState();
    this.#changedOutputs = this.#runner.records.keepOutputs(this.#stack.id, after.outputs, managedOf(after).length);
  }

  /** The administrative stack holds itself; it was made by hand and stays, so its state gives it back before the rest goes. */
  async #forgetItself(state: State): Promise<void> {
    const itself = managedOf(state).filter(({ type, id }) => type === "spacelift_stack" && id === this.#stack.id);
    if (itself.length === 0) return;
    await this.#phase("perform", (engine) => engine.forget(itself.map(({ address }) => address)));
  }

  /** Hooks before, the engine in between, hooks after; what hooks export stays for the phases that follow. */
  async #phase<Result>(
    phase: Phase,
    command: (engine: Engine, attachment: Attachment) => Promise<Result>,
  ): Promise<Result> {
    const environment = phaseEnvironment(this.#runner, this.#workspace, this.#records(), {
      run: this.#run,
      phase,
      apiToken: this.#token,
      inputs: this.#inputs,
    });
    if (!environment.ok) throw new RunEnded("FAILED", environment.reason);
    const variables = await this.#hooks(`before_${phase}`, { ...environment.variables, ...this.#exported });
    const attachment = await this.#runner.attach(this.#actor(), this.#workspace.workingFolder, variables);
    try {
      const engine = new Engine({
        binary: this.#runner.engine,
        folder: this.#workspace.workingFolder,
        environment: engineEnvironment(this.#runner, attachment.reattach, variables),
        signal: this.#runner.signal,
        onEvent: (event: EngineEvent) => this.#follower.follow(event),
      });
      const result = await command(engine, attachment);
      await this.#hooks(`after_${phase}`, variables);
      return result;
    } finally {
      this.#operations.push(...attachment.operations());
      await attachment.close();
    }
  }

  async #hooks(name: HookName, variables: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const hooks = effectiveHooks(this.#records(), this.#stack.id)[name];
    if (hooks.length === 0) return variables;
    const { exitCode, environment } = await runHooks(
      hooks.map(({ command }) => command),
      {
        folder: this.#workspace.workingFolder,
        environment: variables,
        onLine: (line) => this.#runner.emit("hook", { ...this.#identity(), phase: name, line }),
        signal: this.#runner.signal,
      },
    );
    if (exitCode !== 0)
      throw new RunEnded(
        this.#runner.signal.aborted ? "STOPPED" : "FAILED",
        `${name} ended with exit code ${exitCode}`,
      );
    this.#exported = Object.fromEntries(Object.entries(environment).filter(([key, value]) => variables[key] !== value));
    return environment;
  }

  async #afterRun(): Promise<void> {
    const environment = phaseEnvironment(this.#runner, this.#workspace, this.#records(), {
      run: this.#run,
      phase: "plan",
      apiToken: this.#token,
      inputs: this.#inputs,
    });
    if (!environment.ok || this.#token === "") return;
    const final = { TF_VAR_spacelift_final_run_state: this.#run.state };
    try {
      await this.#hooks("after_run", { ...environment.variables, ...this.#exported, ...final });
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

  #actor(): { readonly stack: string; readonly run: string } {
    return { stack: this.#stack.id, run: this.#run.id };
  }

  #records(): AccountRecords {
    return this.#runner.records.read();
  }

  #readState(): State {
    return parseState(readState(this.#workspace));
  }
}
