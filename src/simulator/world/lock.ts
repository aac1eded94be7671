import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EksStackError, exitCodes } from "../../errors.ts";

/** Takes the folder for this process; a lock left by a process that is gone is taken over. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock");
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    const owner = Number.parseInt(readOwner(path), 10);
    if (attempt > 0 || isAlive(owner)) throw worldInUse(folder, owner);
    rmSync(path, { force: true });
  }
}

function readOwner(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return "";
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

function worldInUse(folder: string, owner: number): EksStackError {
  return new EksStackError(
    {
      code: "ES0501",
      file: folder,
      problem: `Process ${owner} is working on this world.`,
      hint: "Wait until it has ended, stop it, or give this command a world of its own with --world DIR.",
    },
    exitCodes.environment,
  );
}

/** True when an error of the operating system carries the code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
