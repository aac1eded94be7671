import { EksStackError, exitCodes, formatProblem, type Problem } from "../errors.ts";
import type { Context } from "./context.ts";
import { styled } from "./output.ts";

/**
 * Runs one command: Ctrl-C aborts it once (a second one ends the process), errors become text or, with `json`, events.
 * Sets the process's exit code.
 */
export async function run(
  base: Omit<Context, "signal">,
  action: (context: Context) => Promise<number>,
  options: { readonly json?: boolean } = {},
): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    interrupt.abort();
    base.output.writeError("\nStopping: the engine finishes what it has begun. Press Ctrl-C again to end at once.\n");
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    process.exitCode = await action({ ...base, signal: interrupt.signal });
  } catch (error) {
    const { problems, exitCode } = problemsOf(error);
    for (const problem of problems) report(base, problem, options.json === true);
    process.exitCode = interrupt.signal.aborted ? exitCodes.interrupted : exitCode;
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

function report({ output, now }: Omit<Context, "signal">, problem: Problem, json: boolean): void {
  if (json) {
    const { code, level = "error", ...details } = problem;
    output.write(`${JSON.stringify({ type: "problem", code, level, time: now().toISOString(), problem: details })}\n`);
    return;
  }
  const [first = "", ...rest] = formatProblem(problem).split("\n");
  output.writeError(`${[styled(output, problem.level === "warning" ? "yellow" : "red", first), ...rest].join("\n")}\n`);
}

function problemsOf(error: unknown): { problems: readonly Problem[]; exitCode: number } {
  if (error instanceof EksStackError) return { problems: error.problems, exitCode: error.exitCode };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    problems: [
      {
        code: "ES0900",
        problem: `A defect of eks-stack: ${detail}`,
        hint: "The world is safe. Please open an issue with the command and this text.",
      },
    ],
    exitCode: exitCodes.internal,
  };
}
