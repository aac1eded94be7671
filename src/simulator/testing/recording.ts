import type { JournalEntry } from "../world/journal.ts";
import { emptySnapshot, World } from "../world/world.ts";

/** A world that remembers its calls and all that it would have written to disk. */
export interface Recording {
  readonly world: World;
  readonly journal: readonly JournalEntry[];
  /** Everything that was written, as text: commits, journal and the snapshot as it would be now. */
  written(): string;
}

/** A new world that is recorded from its first call. */
export function recordedWorld(seed = "eks-stack"): Recording {
  const journal: JournalEntry[] = [];
  const commits: unknown[] = [];
  const storage = {
    commit: (commit: unknown) => void commits.push(commit),
    journal: (entry: JournalEntry) => void journal.push(entry),
  };
  const world = new World(emptySnapshot(seed), storage);
  return {
    world,
    journal,
    written: () => [...commits, ...journal, world.snapshot()].map((part) => JSON.stringify(part)).join("\n"),
  };
}
