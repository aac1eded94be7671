// What every benchmark is made of: fresh processes, medians, rows beside their budgets.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository, with a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** The command line as it was built. */
export const commandLine = join(root, "bin", "eks-stack.mjs");

const reportMemory = fileURLToPath(new URL("./report-memory.cjs", import.meta.url));

/**
 * Runs a Node.js program in a fresh process.
 *
 * @returns seconds of wall clock and the process's own peak memory in MB; throws when it fails
 */
export async function runFresh(parameters, { folder = root, environment = {} } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "measure-"));
  const memoryFile = join(scratch, "memory");
  try {
    const started = performance.now();
    const child = spawn(process.execPath, ["--require", reportMemory, ...parameters], {
      cwd: folder,
      env: { ...process.env, ...environment, REPORT_MEMORY_TO: memoryFile },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(data));
    const exitCode = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    const seconds = (performance.now() - started) / 1_000;
    const text = Buffer.concat(output).toString("utf8");
    if (exitCode !== 0) throw new Error(`${parameters.join(" ")} ended with ${exitCode}:\n${text.slice(-2_000)}`);
    return { seconds, megabytes: Number(readFileSync(memoryFile, "utf8")) / 1_024, text };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The middle of some numbers. */
export function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

/** Medians of several runs of the same program. */
export async function medianOf(rounds, run) {
  const runs = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await run(round));
  return { seconds: median(runs.map(({ seconds }) => seconds)), megabytes: median(runs.map((one) => one.megabytes)) };
}

/** One line of the table: a measured figure beside its budget. */
export function row(what, measured, budget, unit) {
  return { what, measured, budget, unit, kept: measured <= budget };
}
