import { spawn } from "node:child_process";
import { constants } from "node:os";
import { type Environment, rehearsalEnvironment } from "../engine/environment.ts";
import { EksStackError, exitCodes } from "../errors.ts";
import { attachProviders } from "../simulator/protocol/server.ts";
import { simulatedProviders } from "../simulator/providers.ts";
import { openWorld } from "../simulator/world/storage.ts";
import { World } from "../simulator/world/world.ts";
import { administratorOf } from "./administrator.ts";

export interface SimulateOptions {
  /** Folder of the world; a world of this process alone when left out. */
  readonly world: string | undefined;
  /** The engine and its arguments, for example `["tofu", "apply"]`. */
  readonly command: readonly string[];
  /** Where the engine runs. */
  readonly folder: string;
  /** Variables of the caller; credentials among them do not reach the engine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard streams of the engine: the terminal's, or none for tests. */
  readonly stdio?: "inherit" | "ignore";
}

/** Variables of the caller that are about the configuration and the engine's behaviour, not about anything outside. */
const passedOn = /^TF_(VAR_.*|WORKSPACE|DATA_DIR|INPUT|LOG|LOG_PATH|CLI_ARGS(_.*)?)$/;

/**
 * Runs an engine command on a world: all simulated providers are attached, credentials are those of an administrator.
 *
 * @returns the engine's exit code
 * @throws EksStackError ES0306 when the command cannot be started, and what opening a world throws
 */
export async function simulate(options: SimulateOptions): Promise<number> {
  const stored = options.world === undefined ? undefined : openWorld(options.world);
  try {
    return await runOn(stored?.world ?? World.inMemory(), options);
  } finally {
    stored?.close();
  }
}

async function runOn(world: World, options: SimulateOptions): Promise<number> {
  const credentials = administratorOf(world, options.environment.AWS_REGION ?? options.environment.AWS_DEFAULT_REGION);
  const attached = await attachProviders(
    simulatedProviders({
      world,
      actor: { stack: "simulate", run: "simulate" },
      folder: options.folder,
      environment: { PATH: options.environment.PATH ?? "", ...credentials },
    }),
  );
  try {
    const variables = { ...passedVariables(options.environment), ...credentials };
    const environment = rehearsalEnvironment(options.environment, { reattach: attached.reattach, variables });
    return await runCommand(options, environment);
  } finally {
    await attached.close();
  }
}

function passedVariables(caller: SimulateOptions["environment"]): Environment {
  const entries = Object.entries(caller).flatMap(([name, value]) =>
    value !== undefined && passedOn.test(name) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

function runCommand(
  { command, folder, stdio = "inherit" }: SimulateOptions,
  environment: Environment,
): Promise<number> {
  const [program = "", ...parameters] = command;
  const child = spawn(program, parameters, { cwd: folder, env: { ...environment }, stdio });
  const stopForwarding = forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      stopForwarding();
      reject(notStarted(program, error));
    });
    child.once("close", (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Passes signals on. On a terminal the engine gets Ctrl-C from the terminal itself, and a second one would make it
 * give up at once, so there this process only waits for the engine to end.
 */
function forwardSignals(child: { kill(signal: NodeJS.Signals): boolean }): () => void {
  const onInterrupt = (): void => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  };
  const onTerminate = (): void => {
    child.kill("SIGTERM");
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  };
}

function notStarted(program: string, error: Error): EksStackError {
  return new EksStackError(
    {
      code: "ES0306",
      problem: `The command ${program || "(none)"} cannot be started: ${error.message}`,
      hint: "Name the engine and its arguments after --, for example: eks-stack simulate -- tofu apply",
    },
    exitCodes.environment,
    { cause: error },
  );
}
