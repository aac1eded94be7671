import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { JournalEntry } from "./journal.ts";
import type { StoredSnapshot } from "./stored-world.ts";
import type { Commit, Snapshot, WorldStorage } from "./world.ts";
import { worldNotAccessible } from "./world-errors.ts";

/** Version of the files of a world; raised when older ones cannot be read any more. */
export const worldFormat = 1;

/** Names of a world's files in its folder. */
export const worldFiles = { snapshot: "world.json", changes: "changes.ndjson", journal: "journal.ndjson" } as const;

/** Journal lines of calls that change nothing are kept in memory up to this number. */
const journalBatch = 200;

/** Appends commits, and the calls that led to them, at once; a snapshot makes the commits before it superfluous. */
export class FileStorage implements WorldStorage {
  readonly #folder: string;
  readonly #changes: LineFile;
  readonly #journal: LineFile;
  #lines: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    this.#changes = new LineFile(join(folder, worldFiles.changes));
    this.#journal = new LineFile(join(folder, worldFiles.journal));
  }

  commit(commit: Commit): void {
    this.#flush();
    this.#changes.append(JSON.stringify(commit));
  }

  journal(entry: JournalEntry): void {
    this.#lines.push(JSON.stringify(entry));
    if (this.#lines.length >= journalBatch) this.#flush();
  }

  /** A reader of the folder sees the old snapshot with its commits or the new one, never a mixture. */
  writeSnapshot(snapshot: Snapshot): void {
    this.#flush();
    const path = join(this.#folder, worldFiles.snapshot);
    const stored: StoredSnapshot = { format: worldFormat, ...snapshot };
    try {
      writeFileSync(`${path}.new`, JSON.stringify(stored));
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw worldNotAccessible(path, "written", error);
    }
    this.#changes.empty();
  }

  close(): void {
    this.#changes.close();
    this.#journal.close();
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    this.#journal.append(this.#lines.join("\n"));
    this.#lines = [];
  }
}

/** A file of lines that is only ever appended to; every line is whole or not there. */
class LineFile {
  readonly #path: string;
  readonly #descriptor: number;
  #size: number;

  constructor(path: string) {
    dropUnfinishedLine(path);
    this.#path = path;
    this.#descriptor = openSync(path, "a");
    this.#size = fstatSync(this.#descriptor).size;
  }

  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written);
    } catch (error) {
      if (fstatSync(this.#descriptor).size > this.#size) ftruncateSync(this.#descriptor, this.#size);
      throw worldNotAccessible(this.#path, "written", error);
    }
    this.#size += bytes.length;
  }

  empty(): void {
    ftruncateSync(this.#descriptor, 0);
    this.#size = 0;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function dropUnfinishedLine(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path);
  const end = text.lastIndexOf("\n") + 1;
  if (end < text.length) truncateSync(path, end);
}
