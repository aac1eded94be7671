import { execa } from "execa";
import { EksStackError } from "../errors.ts";
import type { Environment } from "./environment.ts";
import type { EngineBinary } from "./find.ts";

/** How the engine is started. */
export interface ProcessSettings {
  readonly binary: EngineBinary;
  /** Working folder: the root module. */
  readonly folder: string;
  /** The whole environment of the child; nothing is inherited. */
  readonly environment: Environment;
  /** Aborting it interrupts the engine once, which then finishes what it has begun and saves its state. */
  readonly signal?: AbortSignal;
  /** How long an interrupted engine may take to end before it is killed, in milliseconds; 30 seconds unless said otherwise. */
  readonly grace?: number;
}

/** How the engine ended. */
export interface Ending {
  /** Undefined when a signal ended it or it could not be started. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly interrupted: boolean;
  /** The last lines that were no events, for the report of a crash. */
  readonly tail: readonly string[];
}

const tailLength = 20;
const defaultGrace = 30_000;

/** Runs the engine and hands on each line as it comes. `isEvent` lines are kept out of the tail. */
export async function runLines(
  settings: ProcessSettings,
  parameters: readonly string[],
  onLine: (line: string) => { readonly isEvent: boolean },
): Promise<Ending> {
  const child = execa(settings.binary.path, parameters, { ...optionsOf(settings), all: true, buffer: false });
  const forget = endWithThisProcess(child);
  const tail: string[] = [];
  try {
    for await (const line of child.iterable({ from: "all" })) {
      if (onLine(line).isEvent || line.trim() === "") continue;
      tail.push(line);
      if (tail.length > tailLength) tail.shift();
    }
    return endingOf(await child, tail);
  } finally {
    forget();
  }
}

/** Runs the engine and returns the document it prints. */
export async function runDocument(
  settings: ProcessSettings,
  parameters: readonly string[],
): Promise<Ending & { readonly text: string }> {
  const child = execa(settings.binary.path, parameters, { ...optionsOf(settings), buffer: true });
  const forget = endWithThisProcess(child);
  try {
    const result = await child;
    return { ...endingOf(result, result.stderr.split("\n").slice(-tailLength)), text: result.stdout };
  } finally {
    forget();
  }
}

/** The error of an engine that ended without saying why. */
export function crashed(settings: ProcessSettings, parameters: readonly string[], ending: Ending): EksStackError {
  const command = `${settings.binary.name} ${parameters[0] ?? ""}`;
  return new EksStackError({
    code: "ES0303",
    file: settings.folder,
    problem: [`${command} ${howItEnded(ending)}.`, ...ending.tail].join("\n  "),
    hint: "Run the command again: the state holds what was finished. If it happens again, try another version of the engine.",
  });
}

function howItEnded({ exitCode, signal }: Ending): string {
  if (exitCode === 0) return "ended as if all was well, but printed none of an engine's events";
  if (exitCode !== undefined) return `ended with exit code ${exitCode} without an explanation`;
  return signal === undefined ? "could not be started" : `was ended by ${signal} without an explanation`;
}

/** In a process group of its own, so that Ctrl-C in the terminal reaches it once, through the signal. */
function optionsOf(settings: ProcessSettings) {
  return {
    cwd: settings.folder,
    env: { ...settings.environment },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    detached: true,
    killSignal: "SIGINT",
    forceKillAfterDelay: settings.grace ?? defaultGrace,
    ...(settings.signal ? { cancelSignal: settings.signal } : {}),
  } as const;
}

interface ProcessResult {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly isCanceled: boolean;
  /** The operating system's reason when it could not be started. */
  readonly code?: string | undefined;
  readonly shortMessage?: string | undefined;
}

function endingOf(result: ProcessResult, tail: readonly string[]): Ending {
  const isStartFailure = result.code !== undefined && result.exitCode === undefined && !result.isCanceled;
  return {
    exitCode: result.exitCode,
    signal: result.signal,
    interrupted: result.isCanceled,
    tail: isStartFailure && result.shortMessage ? [...tail, result.shortMessage] : tail,
  };
}

interface Child {
  kill(signal: "SIGTERM"): boolean;
}

const running = new Set<Child>();

/** A child in its own process group outlives this process unless it is told. */
function endWithThisProcess(child: Child): () => void {
  if (running.size === 0) process.on("exit", endAll);
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) process.off("exit", endAll);
  };
}

function endAll(): void {
  for (const child of running) child.kill("SIGTERM");
}
