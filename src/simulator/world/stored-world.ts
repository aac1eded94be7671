import type { Fault } from "./faults.ts";
import type { JsonObject } from "./json.ts";
import type { Commit, Origin, Snapshot } from "./world.ts";

/** A snapshot as it is stored. */
export interface StoredSnapshot extends Snapshot {
  readonly format: number;
}

/** What is wrong with the stored form of a snapshot; undefined when it can be read. */
export function problemOfSnapshot(stored: unknown): string | undefined {
  if (!isObject(stored)) return "it is no snapshot";
  const { sequence, seed, time, faults, drawn, tables } = stored;
  if (typeof sequence !== "number" || typeof seed !== "string") return "it has no sequence or no seed";
  if (!isTime(time)) return "it has no time";
  if (!isFaults(faults)) return "its faults are none";
  if (!isDrawn(drawn)) return "its identifiers are none";
  if (!isObject(tables)) return "it has no tables";
  const broken = Object.entries(tables).find(([, rows]) => !isRows(rows));
  return broken ? `its table ${broken[0]} holds something else than records` : undefined;
}

/** What is wrong with a line of changes that should come after the one with `before` as its number; undefined when it can be replayed. */
export function problemOfCommit(stored: unknown, before: number): string | undefined {
  if (!isObject(stored)) return "it is no commit";
  const { sequence, changes, time, drawn, faults } = stored;
  if (typeof sequence !== "number" || !isTime(time) || !isDrawn(drawn)) return "it is no commit";
  if (faults !== undefined && !isFaults(faults)) return "its faults are none";
  if (!Array.isArray(changes) || !changes.every(isChange)) return "its changes are none";
  return sequence === before + 1 ? undefined : `commit ${sequence} stands where commit ${before + 1} should`;
}

/** The world after some commits. */
export function replay(start: Snapshot, commits: readonly Commit[]): Snapshot {
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
      [...tables]
        .filter(([, rows]) => rows.size > 0)
        .map(([name, rows]) => [name, [...rows].map(([id, { row, origin }]) => [id, row, origin] as const)]),
    ),
  };
}

type Unchecked = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Unchecked {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isDrawn(value: unknown): boolean {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && typeof pair[1] === "number");
}

function isFaults(value: unknown): value is readonly Fault[] {
  return Array.isArray(value) && value.every((fault) => isObject(fault) && typeof fault.action === "string");
}

function isRows(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((row) => Array.isArray(row) && typeof row[0] === "string" && isObject(row[1]) && isObject(row[2]))
  );
}

function isChange(value: unknown): boolean {
  if (!isObject(value) || typeof value.table !== "string" || typeof value.id !== "string") return false;
  return value.row === null || isObject(value.row);
}
