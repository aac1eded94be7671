import { execFileSync } from "node:child_process";

/** The output of a git command that only reads; undefined when git refuses. Nothing of the caller's settings takes part. */
export function git(folder: string, args: readonly string[], input?: string): Buffer | undefined {
  try {
    return execFileSync("git", ["-C", folder, "--no-optional-locks", ...args], {
      ...(input === undefined ? {} : { input }),
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "ignore"],
      maxBuffer: 256 * 1024 * 1024,
      env: { PATH: process.env.PATH ?? "", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
    });
  } catch (error) {
    if (error instanceof Error && ("status" in error || "code" in error)) return undefined;
    throw error;
  }
}

/** The first line of the output of a git command; undefined when git refuses or says nothing. */
export function gitLine(folder: string, args: readonly string[]): string | undefined {
  const line = git(folder, args)?.toString("utf8").split("\n")[0]?.trim();
  return line === "" ? undefined : line;
}
