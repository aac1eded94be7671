import { Engine } from "../../engine/engine.ts";
import type { EngineEvent } from "../../engine/events.ts";
import type { DependencyInput } from "../../simulator/spacelift/queries/dependencies.ts";
import { effectiveHooks } from "../../simulator/spacelift/queries/hooks.ts";
import type { HookName } from "../../simulator/spacelift/records/hooks.ts";
import type { Run } from "../../simulator/spacelift/records/run.ts";
import type { Runner } from "../runner.ts";
import type { TimedOperation } from "../stack-time.ts";
import type { Attachment } from "./attachment.ts";
import { runHooks } from "./hooks.ts";
import { RunEnded } from "./run-ended.ts";
import { engineEnvironment, type Phase, phaseEnvironment } from "./run-environment.ts";
import type { Workspace } from "./workspace.ts";

/** What the phases of one run have in common. */
export interface PhaseSettings {
  readonly runner: Runner;
  readonly workspace: Workspace;
  readonly run: Run;
  /** Token of the run for Spacelift's API. */
  readonly apiToken: string;
  /** Outputs of the stacks it depends on. */
  readonly inputs: readonly DependencyInput[];
  readonly onEngineEvent: (event: EngineEvent) => void;
  /** Gets every line that a hook prints, masked. */
  readonly onHookLine: (phase: HookName, line: string) => void;
}

/** The phases of one run: hooks before, the engine in between, hooks after; what hooks export stays for the phases that follow. */
export class Phases {
  /** What the providers did so far, with the time the real operations take. */
  readonly operations: TimedOperation[] = [];
  readonly #settings: PhaseSettings;
  #exported: Readonly<Record<string, string>> = {};

  constructor(settings: PhaseSettings) {
    this.#settings = settings;
  }

  /** @throws RunEnded when credentials are refused or a hook fails; what `command` throws */
  async perform<Result>(phase: Phase, command: (engine: Engine) => Promise<Result>): Promise<Result> {
    const { runner, workspace, onEngineEvent } = this.#settings;
    const variables = await this.#hooks(`before_${phase}`, this.#environment(phase));
    const attachment = await this.#attach(variables);
    try {
      const engine = new Engine({
        binary: runner.engine,
        folder: workspace.workingFolder,
        environment: engineEnvironment(runner, attachment.reattach, variables),
        signal: runner.signal,
        onEvent: onEngineEvent,
      });
      const result = await command(engine);
      await this.#hooks(`after_${phase}`, variables);
      return result;
    } finally {
      this.operations.push(...attachment.operations());
      await attachment.close();
    }
  }

  /**
   * Gives providers that have the rights of a phase to work that needs neither its hooks nor the engine.
   *
   * @throws RunEnded when credentials are refused
   */
  async withProviders(phase: Phase, work: (attachment: Attachment) => void): Promise<void> {
    const attachment = await this.#attach(this.#environment(phase));
    try {
      work(attachment);
    } finally {
      await attachment.close();
    }
  }

  /**
   * Runs the hooks that end every run, whatever it came to.
   *
   * @throws RunEnded as `perform`
   */
  async after(state: Run["state"]): Promise<void> {
    await this.#hooks("after_run", { ...this.#environment("plan"), TF_VAR_spacelift_final_run_state: state });
  }

  #attach(variables: Readonly<Record<string, string>>): Promise<Attachment> {
    const { runner, workspace, run } = this.#settings;
    return runner.attach({ stack: run.stackId, run: run.id }, workspace.workingFolder, variables);
  }

  #environment(phase: Phase): Readonly<Record<string, string>> {
    const { runner, workspace, run, apiToken, inputs } = this.#settings;
    const facts = { run, phase, apiToken, inputs };
    const environment = phaseEnvironment(runner, workspace, runner.records.read(), facts);
    if (!environment.ok) throw new RunEnded("FAILED", environment.reason);
    return { ...environment.variables, ...this.#exported };
  }

  async #hooks(name: HookName, variables: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const { runner, workspace, run, onHookLine } = this.#settings;
    const hooks = effectiveHooks(runner.records.read(), run.stackId)[name];
    if (hooks.length === 0) return variables;
    const { exitCode, environment } = await runHooks(
      hooks.map(({ command }) => command),
      {
        folder: workspace.workingFolder,
        environment: variables,
        onLine: (line) => onHookLine(name, line),
        signal: runner.signal,
      },
    );
    if (exitCode !== 0) {
      throw new RunEnded(runner.signal.aborted ? "STOPPED" : "FAILED", `${name} ended with exit code ${exitCode}`);
    }
    const exported = Object.entries(environment).filter(([key, value]) => variables[key] !== value);
    this.#exported = { ...this.#exported, ...Object.fromEntries(exported) };
    return environment;
  }
}
