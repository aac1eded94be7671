import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EksStackError } from "../../errors.ts";
import { FileStorage, worldFiles, worldFormat } from "./file-storage.ts";
import { isCode, lockFolder } from "./lock.ts";
import { problemOfCommit, problemOfSnapshot, replay, type StoredSnapshot } from "./stored-world.ts";
import { type Commit, emptySnapshot, type Snapshot, World } from "./world.ts";
import { worldDamaged, worldNotAccessible, worldOfAnotherVersion } from "./world-errors.ts";

/** A world on disk, taken by this process until it is closed. */
export interface StoredWorld {
  readonly world: World;
  readonly folder: string;
  /** Writes a snapshot and gives the folder back. The world is safe without it: every commit is on disk already. */
  close(): void;
}

/**
 * Opens the world in a folder, or makes a new one there.
 *
 * A snapshot holds the world as it was when it was last opened or closed; every commit since then is one line of the changes. A line that
 * a killed process left unfinished is the last one and is dropped: that commit never happened.
 *
 * @throws EksStackError ES0501 in use by another process, ES0502 written by another version, ES0503 damaged, ES0504 not writable
 */
export function openWorld(folder: string, seed = "eks-stack"): StoredWorld {
  const release = takeFolder(folder);
  try {
    const { snapshot, isStored } = readWorld(folder, seed);
    const storage = openStorage(folder);
    const world = new World(snapshot, storage);
    if (!isStored) storage.writeSnapshot(world.snapshot());
    return {
      world,
      folder,
      close() {
        try {
          storage.writeSnapshot(world.snapshot());
        } finally {
          storage.close();
          release();
        }
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

function takeFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true });
    return lockFolder(folder);
  } catch (error) {
    throw error instanceof EksStackError ? error : worldNotAccessible(folder, "written", error);
  }
}

function openStorage(folder: string): FileStorage {
  try {
    return new FileStorage(folder);
  } catch (error) {
    throw worldNotAccessible(folder, "written", error);
  }
}

/**
 * Reads a world without taking it, for commands that only look. A missing world is an empty one. The changes are read before the
 * snapshot, so that those of a process that closes the world in between are in one of the two.
 *
 * @returns the world, and whether the snapshot alone holds all of it
 */
export function readWorld(folder: string, seed: string): { snapshot: Snapshot; isStored: boolean } {
  const changes = join(folder, worldFiles.changes);
  const lines = readText(changes, "").split("\n").slice(0, -1);
  const stored = readSnapshot(folder);
  if (stored === undefined && lines.length === 0 && existsSync(join(folder, "states"))) {
    throw worldDamaged(
      folder,
      join(folder, worldFiles.snapshot),
      "it is gone, and the states of its stacks are still there",
    );
  }
  const start = stored ?? emptySnapshot(seed);
  const commits: Commit[] = [];
  let { sequence } = start;
  for (const [index, line] of lines.entries()) {
    const place = `${changes}:${index + 1}`;
    const commit = parse(folder, place, line) as Commit;
    if (typeof commit?.sequence === "number" && commit.sequence <= start.sequence) continue;
    const problem = problemOfCommit(commit, sequence);
    if (problem !== undefined) throw worldDamaged(folder, place, problem);
    sequence = commit.sequence;
    commits.push(commit);
  }
  return { snapshot: replay(start, commits), isStored: stored !== undefined && lines.length === 0 };
}

function readSnapshot(folder: string): Snapshot | undefined {
  const path = join(folder, worldFiles.snapshot);
  const text = readText(path, undefined);
  if (text === undefined) return undefined;
  const stored = parse(folder, path, text) as Partial<StoredSnapshot> | null;
  if (typeof stored?.format === "number" && stored.format !== worldFormat) {
    throw worldOfAnotherVersion(folder, path, stored.format, worldFormat);
  }
  const problem = problemOfSnapshot(stored);
  if (problem !== undefined) throw worldDamaged(folder, path, problem);
  const { format: _format, ...snapshot } = stored as StoredSnapshot;
  return snapshot;
}

function parse(folder: string, place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw worldDamaged(folder, place, "this is not the JSON that eks-stack writes, or it is cut short");
  }
}

function readText<Missing extends string | undefined>(path: string, missing: Missing): string | Missing {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // A file where the folder should be (ENOTDIR) is no missing world: the next command could not make one there.
    if (isCode(error, "ENOENT")) return missing;
    throw worldNotAccessible(path, "read", error);
  }
}
