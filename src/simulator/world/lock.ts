import {
  constants,
  copyFileSync,
  linkSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { worldInUse } from "./world-errors.ts";

/** Folders that this process holds. */
const held = new Set<string>();

/**
 * Takes the folder for this process until the returned function is called; a lock left by a process that is gone is taken over.
 *
 * @throws EksStackError ES0501 when a living process has it
 */
export function lockFolder(folder: string): () => void {
  const place = realpathSync(folder);
  const lock = join(place, "lock");
  if (held.has(place)) throw worldInUse(folder, process.pid);
  const own = join(place, `lock.${process.pid}`);
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}\n`);
  try {
    while (!created(own, lock)) removeStale(folder, lock);
  } finally {
    rmSync(own, { force: true });
  }
  held.add(place);
  return () => {
    held.delete(place);
    rmSync(lock, { force: true });
  };
}

/** A lock appears with its content at once, so that nobody sees an empty one; where files have no links, nearly so. */
function created(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    if (!withoutLinks.some((code) => isCode(error, code))) throw error;
  }
  try {
    copyFileSync(own, lock, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** What file systems say that know no links. */
const withoutLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** Takes a stale lock away; of several processes that see it, one succeeds, and a lock that is new by then is put back. */
function removeStale(folder: string, lock: string): void {
  const seen = readOwner(lock);
  if (seen === undefined) return;
  if (isAlive(seen)) throw worldInUse(folder, pidOf(seen));
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if (readOwner(aside) !== seen) created(aside, lock);
  rmSync(aside, { force: true });
}

/** The text of a lock: process id, and when the process started; undefined when there is none. */
function readOwner(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function pidOf(owner: string): number {
  return Number.parseInt(owner, 10);
}

/** True while the process that wrote the lock runs; another one may have got its id since. */
function isAlive(owner: string): boolean {
  const pid = pidOf(owner);
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  const [, then = ""] = owner.split(" ");
  const now = startOf(pid);
  if (then !== "" && now !== "" && now !== then) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

/** When a process started, in clock ticks since the machine did; empty where the operating system does not tell. */
function startOf(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** True when an error of the operating system carries the code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
