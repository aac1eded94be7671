import { EksStackError, exitCodes } from "../errors.ts";
import { type EngineDiagnostic, type EngineEvent, parseEvent } from "./events.ts";
import type { OutputValue, PlanFile, StateFile, Validation } from "./plan-file.ts";
import { crashed, type ProcessSettings, runDocument, runLines } from "./process.ts";

export interface EngineSettings extends ProcessSettings {
  /** How many operations at once; the engine's own default is 10. */
  readonly parallelism?: number;
  /** False where nobody else can touch the state. */
  readonly lock?: boolean;
  /** Gets every event as it happens. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** What a command came to. A failure carries at least one diagnostic of severity `error`. */
export interface EngineResult {
  readonly ok: boolean;
  /** The engine was stopped by the abort signal; what it had begun is finished and in its state. */
  readonly interrupted: boolean;
  readonly diagnostics: readonly EngineDiagnostic[];
}

export interface PlanResult extends EngineResult {
  /** True when applying the plan would change resources or outputs. */
  readonly changes: boolean;
}

export interface InitOptions {
  /** Take the backend as it is configured now, whatever it was before. */
  readonly reconfigure?: boolean;
  /** False: without a backend, as for `validate`. */
  readonly backend?: boolean;
}

export interface PlanOptions {
  /** Where the plan is saved. */
  readonly out?: string;
  readonly destroy?: boolean;
  /** False: trust the state, ask no provider. */
  readonly refresh?: boolean;
  /** Replace these addresses whatever the plan says. */
  readonly replace?: readonly string[];
  readonly targets?: readonly string[];
}

/** OpenTofu or Terraform in one working folder, as a child process per command. */
export class Engine {
  readonly #settings: EngineSettings;

  constructor(settings: EngineSettings) {
    this.#settings = settings;
  }

  /** @throws EksStackError ES0303 when the engine crashes, as every command here */
  async init(options: InitOptions = {}): Promise<EngineResult> {
    return this.#stream([
      "init",
      ...(options.reconfigure ? ["-reconfigure"] : []),
      ...(options.backend === false ? ["-backend=false"] : []),
      ...this.#lock(),
    ]);
  }

  async plan(options: PlanOptions = {}): Promise<PlanResult> {
    const { exitCode, ...result } = await this.#stream(
      [
        "plan",
        "-detailed-exitcode",
        ...(options.out === undefined ? [] : [`-out=${options.out}`]),
        ...(options.destroy ? ["-destroy"] : []),
        ...(options.refresh === false ? ["-refresh=false"] : []),
        ...(options.replace ?? []).map((address) => `-replace=${address}`),
        ...(options.targets ?? []).map((address) => `-target=${address}`),
        ...this.#lock(),
        ...this.#parallelism(),
      ],
      [0, exitCodeOfChanges],
    );
    return { ...result, changes: exitCode === exitCodeOfChanges };
  }

  /** Applies a saved plan. */
  async apply(planFile: string): Promise<EngineResult> {
    return this.#stream(["apply", ...this.#lock(), ...this.#parallelism(), planFile]);
  }

  /** Plans and applies the destruction of everything in the state. */
  async destroy(): Promise<EngineResult> {
    return this.#stream(["apply", "-destroy", "-auto-approve", ...this.#lock(), ...this.#parallelism()]);
  }

  /**
   * Takes resources out of the state without touching them.
   *
   * @throws EksStackError ES0304 when the engine refuses
   */
  async forget(addresses: readonly string[]): Promise<void> {
    await this.#text(["state", "rm", ...this.#lock(), ...addresses]);
  }

  async validate(): Promise<Validation> {
    return this.#document<Validation>(["validate", "-json"], [0, 1]);
  }

  /**
   * The content of a saved plan.
   *
   * @throws EksStackError ES0304 when the engine cannot read it
   */
  async show(planFile: string): Promise<PlanFile> {
    return this.#document<PlanFile>(["show", "-json", planFile]);
  }

  /** The current state. */
  async state(): Promise<StateFile> {
    return this.#document<StateFile>(["show", "-json"]);
  }

  /** The outputs in the current state, sensitive ones included. */
  async outputs(): Promise<Readonly<Record<string, OutputValue>>> {
    return this.#document<Record<string, OutputValue>>(["output", "-json"]);
  }

  async #stream(
    parameters: readonly string[],
    good: readonly number[] = [0],
  ): Promise<EngineResult & { readonly exitCode: number | undefined }> {
    const [command = "", ...options] = parameters;
    const diagnostics: EngineDiagnostic[] = [];
    let isEngine = false;
    const ending = await runLines(this.#settings, [command, "-json", "-input=false", ...options], (line) => {
      const event = parseEvent(line);
      if (event.type === "diagnostic") diagnostics.push(event.diagnostic);
      this.#settings.onEvent?.(event);
      if (event.type !== "other") isEngine = true;
      return { isEvent: event.type !== "other" };
    });
    const ok = isEngine && ending.exitCode !== undefined && good.includes(ending.exitCode) && !ending.interrupted;
    const isExplained = ending.interrupted || diagnostics.some(({ severity }) => severity === "error");
    if (!ok && !isExplained) throw crashed(this.#settings, parameters, ending);
    return { ok, interrupted: ending.interrupted, diagnostics, exitCode: ending.exitCode };
  }

  async #document<Shape>(parameters: readonly string[], good: readonly number[] = [0]): Promise<Shape> {
    const text = await this.#text(parameters, good);
    try {
      return JSON.parse(text) as Shape;
    } catch {
      throw refused(this.#settings, parameters, [text.slice(0, 400)]);
    }
  }

  /** What a command prints that is no stream of events. */
  async #text(parameters: readonly string[], good: readonly number[] = [0]): Promise<string> {
    const ending = await runDocument(this.#settings, parameters);
    if (ending.interrupted) throw stopped(this.#settings.folder);
    if (ending.exitCode === undefined) throw crashed(this.#settings, parameters, ending);
    if (!good.includes(ending.exitCode)) throw refused(this.#settings, parameters, ending.tail);
    return ending.text;
  }

  #lock(): string[] {
    return this.#settings.lock === false ? ["-lock=false"] : [];
  }

  #parallelism(): string[] {
    return this.#settings.parallelism === undefined ? [] : [`-parallelism=${this.#settings.parallelism}`];
  }
}

/** With `-detailed-exitcode`, the plan succeeded and is not empty. */
const exitCodeOfChanges = 2;

function stopped(folder: string): EksStackError {
  return new EksStackError(
    {
      code: "ES0305",
      file: folder,
      problem: "The engine was stopped while it was reading a plan or a state.",
      hint: "Nothing was changed by it. Run the command again.",
    },
    exitCodes.interrupted,
  );
}

function refused(settings: ProcessSettings, parameters: readonly string[], tail: readonly string[]): EksStackError {
  return new EksStackError({
    code: "ES0304",
    file: settings.folder,
    problem: [`${settings.binary.name} ${parameters.join(" ")} failed:`, ...tail].join("\n  "),
    hint: "Initialise the folder and plan again, with the same engine that made the plan and the state.",
  });
}
