import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { EksStackError, exitCodes } from "../../errors.ts";
import type { JournalEntry } from "./journal.ts";
import type { JsonObject } from "./json.ts";
import { isCode, lockFolder } from "./lock.ts";
import { type Commit, emptySnapshot, type Origin, type Snapshot, World, type WorldStorage } from "./world.ts";

/** Version of the files of a world; raised when older ones cannot be read any more. */
export const worldFormat = 1;

/** A world on disk, taken by this process until it is closed. */
export interface StoredWorld {
  readonly world: World;
  readonly folder: string;
  /** Writes a snapshot and gives the folder back. The world is safe without it: every commit is on disk already. */
  close(): void;
}

interface StoredSnapshot extends Snapshot {
  readonly format: number;
}

/** Journal lines kept in memory before they are written; changes are never held back. */
const journalBatch = 200;

/**
 * Opens the world in a folder, or makes a new one there.
 *
 * A snapshot holds the world as it was when it was last closed; every commit since then is one line of `changes.ndjson`.
 * A line that a killed process left unfinished is the last one and is dropped: that commit never happened.
 *
 * @throws EksStackError ES0501 in use by another process, ES0502 written by another version, ES0503 damaged, ES0504 not writable
 */
export function openWorld(folder: string, seed = "eks-stack"): StoredWorld {
  const release = takeFolder(folder);
  try {
    const { snapshot, replayed } = readWorld(folder, seed);
    const storage = new FileStorage(folder);
    const world = new World(snapshot, storage);
    if (replayed) storage.writeSnapshot(world.snapshot());
    return {
      world,
      folder,
      close() {
        storage.writeSnapshot(world.snapshot());
        storage.close();
        release();
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
    if (error instanceof EksStackError) throw error;
    throw new EksStackError(
      {
        code: "ES0504",
        file: folder,
        problem: `The world cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        hint: "Make the folder writable, free some space, or name another one with --world DIR.",
      },
      exitCodes.environment,
      { cause: error },
    );
  }
}

/** Reads a world without taking it, for commands that only look. A missing world is an empty one. */
export function readWorld(folder: string, seed: string): { snapshot: Snapshot; replayed: boolean } {
  const stored = readSnapshot(folder);
  const lines = readText(join(folder, "changes.ndjson")).split("\n");
  const complete = lines.slice(0, -1);
  const commits = complete.map((line, index) => parseCommit(folder, line, index + 1));
  const start = stored ?? emptySnapshot(seed);
  const after = commits.filter((commit) => commit.sequence > start.sequence);
  return { snapshot: replay(start, after), replayed: lines.length > 1 || lines[0] !== "" };
}

function readSnapshot(folder: string): Snapshot | undefined {
  const path = join(folder, "world.json");
  const text = readText(path);
  if (text === "") return undefined;
  const stored = parse<StoredSnapshot>(folder, path, text);
  if (stored.format === worldFormat) return stored;
  throw new EksStackError(
    {
      code: "ES0502",
      file: path,
      problem: `This world was written in format ${stored.format}; this version of eks-stack reads format ${worldFormat}.`,
      hint: `Run the version that wrote it, or remove the folder ${folder} to begin with a new world.`,
    },
    exitCodes.environment,
  );
}

function replay(start: Snapshot, commits: readonly Commit[]): Snapshot {
  if (commits.length === 0) return start;
  const tables = new Map(
    Object.entries(start.tables).map(([name, rows]) => [
      name,
      new Map(rows.map(([id, row, origin]) => [id, { row, origin }])),
    ]),
  );
  const drawn = new Map(start.drawn);
  let { sequence, time, faults } = start;
  for (const commit of commits) {
    for (const { table, id, row, origin } of commit.changes) {
      const rows = tables.get(table) ?? new Map<string, { row: JsonObject; origin: Origin }>();
      tables.set(table, rows);
      if (row === null) rows.delete(id);
      else rows.set(id, { row, origin: origin ?? { stack: "unknown", run: "unknown", time: commit.time } });
    }
    for (const [key, times] of commit.drawn) drawn.set(key, times);
    sequence = commit.sequence;
    time = commit.time;
    faults = commit.faults ?? faults;
  }
  return {
    sequence,
    seed: start.seed,
    time,
    faults,
    drawn: [...drawn],
    tables: Object.fromEntries(
      [...tables].map(([name, rows]) => [name, [...rows].map(([id, { row, origin }]) => [id, row, origin] as const)]),
    ),
  };
}

function parseCommit(folder: string, line: string, number: number): Commit {
  return parse<Commit>(folder, `${join(folder, "changes.ndjson")}:${number}`, line);
}

function parse<Shape>(folder: string, place: string, text: string): Shape {
  try {
    return JSON.parse(text) as Shape;
  } catch (error) {
    throw new EksStackError(
      {
        code: "ES0503",
        file: place,
        problem: "The world is damaged: this is not the JSON that eks-stack writes.",
        hint: `Restore the file from a copy, or remove the folder ${folder} to begin with a new world; nothing real depends on it.`,
      },
      exitCodes.environment,
      { cause: error },
    );
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return "";
    throw error;
  }
}

/** Appends commits at once and calls in batches; a snapshot makes the commits before it superfluous. */
class FileStorage implements WorldStorage {
  readonly #folder: string;
  readonly #changes: number;
  readonly #journal: number;
  #lines: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    dropUnfinishedLine(join(folder, "changes.ndjson"));
    this.#changes = openSync(join(folder, "changes.ndjson"), "a");
    this.#journal = openSync(join(folder, "journal.ndjson"), "a");
  }

  commit(commit: Commit): void {
    writeSync(this.#changes, `${JSON.stringify(commit)}\n`);
  }

  journal(entry: JournalEntry): void {
    this.#lines.push(JSON.stringify(entry));
    if (this.#lines.length >= journalBatch) this.#flush();
  }

  writeSnapshot(snapshot: Snapshot): void {
    this.#flush();
    const path = join(this.#folder, "world.json");
    const stored: StoredSnapshot = { format: worldFormat, ...snapshot };
    writeFileSync(`${path}.new`, JSON.stringify(stored));
    renameSync(`${path}.new`, path);
    truncateSync(join(this.#folder, "changes.ndjson"), 0);
  }

  close(): void {
    closeSync(this.#changes);
    closeSync(this.#journal);
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    writeSync(this.#journal, `${this.#lines.join("\n")}\n`);
    this.#lines = [];
  }
}

function dropUnfinishedLine(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path);
  const end = text.lastIndexOf("\n") + 1;
  if (end < text.length) truncateSync(path, end);
}
