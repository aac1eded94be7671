import type { Fault } from "./faults.ts";
import { takeFault } from "./faults.ts";
import { Ids } from "./ids.ts";
import type { Actor, JournalEntry } from "./journal.ts";
import type { JsonObject } from "./json.ts";
import { type Change, MemoryTable, type Table } from "./table.ts";

/** Who made a record, and when; kept beside every record for the ledger of `down`. */
export interface Origin {
  readonly stack: string;
  readonly run: string;
  /** Simulated time, ISO 8601. */
  readonly time: string;
}

/** What is written whenever the world changed: enough to rebuild it. */
export interface Commit {
  readonly sequence: number;
  readonly changes: readonly (Change & { readonly origin?: Origin })[];
  readonly time: string;
  readonly faults?: readonly Fault[];
  /** Identifier draws since the last commit. */
  readonly drawn: readonly (readonly [string, number])[];
}

/** A world at one moment, as it is stored. */
export interface Snapshot {
  readonly sequence: number;
  readonly seed: string;
  readonly time: string;
  readonly faults: readonly Fault[];
  readonly drawn: readonly (readonly [string, number])[];
  readonly tables: Readonly<Record<string, readonly (readonly [string, JsonObject, Origin])[]>>;
}

/** Where a world's changes and calls go; a world in memory has none. */
export interface WorldStorage {
  commit(commit: Commit): void;
  journal(entry: JournalEntry): void;
}

/** A record that a stack left behind. */
export interface LedgerRow {
  readonly table: string;
  readonly id: string;
  readonly row: JsonObject;
  readonly origin: Origin;
}

/**
 * The simulated accounts: records of every kind, one clock, a journal of calls and a plan of faults.
 * Nothing in it knows a service; services keep their records in its tables.
 */
export class World {
  readonly seed: string;
  readonly ids: Ids;
  readonly #rows = new Map<string, Map<string, object>>();
  readonly #tables = new Map<string, MemoryTable<object>>();
  readonly #origins = new Map<string, Map<string, Origin>>();
  readonly #storage: WorldStorage | undefined;
  #pending: Change[] = [];
  /** Committed in somebody's name and not written yet. */
  #stamped: (Change & { readonly origin?: Origin })[] = [];
  #isTogether = false;
  #sequence: number;
  #now: Date;
  #faults: readonly Fault[];
  #faultsChanged = false;

  constructor(start: Snapshot, storage?: WorldStorage) {
    this.seed = start.seed;
    this.ids = new Ids(start.seed, new Map(start.drawn));
    this.#sequence = start.sequence;
    this.#now = new Date(start.time);
    this.#faults = start.faults;
    this.#storage = storage;
    for (const [name, rows] of Object.entries(start.tables)) {
      this.#rows.set(name, new Map(rows.map(([id, row]) => [id, row])));
      this.#origins.set(name, new Map(rows.map(([id, , origin]) => [id, origin])));
    }
  }

  /** A world that lives as long as the process, for tests and for trying things. */
  static inMemory(seed = "eks-stack"): World {
    return new World(emptySnapshot(seed));
  }

  /** Simulated time. */
  get now(): Date {
    return this.#now;
  }

  /** Moves the clock forward; a time in the past changes nothing. */
  advanceTo(time: Date): void {
    if (time > this.#now) this.#now = time;
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  planFaults(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.#faultsChanged = true;
  }

  /** The fault that hits this call, taken out of the plan. */
  takeFault(action: string): Fault | undefined {
    if (this.#faults.length === 0) return undefined;
    const { hit, rest } = takeFault(this.#faults, action);
    this.planFaults(rest);
    return hit;
  }

  /** The table of that name, made when first asked for. */
  table<Row extends object>(name: string): Table<Row> {
    let table = this.#tables.get(name);
    if (!table) {
      let rows = this.#rows.get(name);
      if (!rows) {
        rows = new Map();
        this.#rows.set(name, rows);
      }
      table = new MemoryTable<object>(name, rows, (change) => this.#pending.push(change));
      this.#tables.set(name, table);
    }
    return table as unknown as Table<Row>;
  }

  /** Names of all tables that hold records and begin with `prefix`. */
  tableNames(prefix = ""): string[] {
    return [...this.#rows]
      .filter(([name, rows]) => rows.size > 0 && name.startsWith(prefix))
      .map(([name]) => name)
      .sort();
  }

  /** Notes a call without making the changes durable; `commit` does that. */
  record(entry: JournalEntry): void {
    this.#storage?.journal(entry);
  }

  /**
   * Makes all changes since the last commit durable, in the actor's name. When that fails they stay to be committed again.
   *
   * @throws EksStackError ES0504 when the world cannot be written
   */
  commit(actor: Actor): void {
    const origin = { ...actor, time: this.#now.toISOString() };
    for (const change of this.#pending) this.#stamped.push({ ...change, ...this.#stamp(change, origin) });
    this.#pending = [];
    if (!this.#isTogether) this.#write();
  }

  /**
   * Runs work whose commits become durable together when it ends, however it ends: of what happens in it, a process that is killed
   * leaves all or nothing.
   *
   * @throws EksStackError ES0504 when the world cannot be written
   */
  atomically<Result>(work: () => Result): Result {
    if (this.#isTogether) return work();
    this.#isTogether = true;
    try {
      return work();
    } finally {
      this.#isTogether = false;
      this.#write();
    }
  }

  #write(): void {
    const drawn = this.ids.fresh;
    if (this.#stamped.length === 0 && !this.#faultsChanged && drawn.length === 0) return;
    const sequence = this.#sequence + 1;
    this.#storage?.commit({
      sequence,
      changes: lastStates(this.#stamped),
      time: this.#now.toISOString(),
      drawn,
      ...(this.#faultsChanged ? { faults: this.#faults } : {}),
    });
    this.#sequence = sequence;
    this.#stamped = [];
    this.#faultsChanged = false;
    this.ids.keepFresh();
  }

  /** All records that some stack made and nobody removed, in a stable order. `onboarding` marks what was there before. */
  ledger(): LedgerRow[] {
    return this.tableNames().flatMap((table) =>
      [...(this.#rows.get(table) ?? [])]
        .map(([id, row]) => ({ table, id, row: row as JsonObject, origin: this.#originOf(table, id) }))
        .filter(({ origin }) => origin.stack !== "onboarding")
        .sort((left, right) => left.id.localeCompare(right.id)),
    );
  }

  /** The whole world as data. */
  snapshot(): Snapshot {
    return {
      sequence: this.#sequence,
      seed: this.seed,
      time: this.#now.toISOString(),
      faults: this.#faults,
      drawn: [...this.ids.drawn],
      tables: Object.fromEntries(
        this.tableNames().map((table) => [
          table,
          [...(this.#rows.get(table) ?? [])].map(
            ([id, row]) => [id, row as JsonObject, this.#originOf(table, id)] as const,
          ),
        ]),
      ),
    };
  }

  #originOf(table: string, id: string): Origin {
    return this.#origins.get(table)?.get(id) ?? { stack: "unknown", run: "unknown", time: this.#now.toISOString() };
  }

  #stamp(change: Change, origin: Origin): { origin?: Origin } {
    let origins = this.#origins.get(change.table);
    if (!origins) {
      origins = new Map();
      this.#origins.set(change.table, origins);
    }
    if (change.row === null) {
      origins.delete(change.id);
      return {};
    }
    const existing = origins.get(change.id);
    if (existing) return { origin: existing };
    origins.set(change.id, origin);
    return { origin };
  }
}

/**
 * Of changes of the same record only the last, since the states between were never seen outside. A record that went and came again
 * keeps its removal, which puts it behind the others as it did in memory.
 */
function lastStates<One extends Change>(changes: readonly One[]): readonly One[] {
  const last = new Map<string, readonly One[]>();
  for (const change of changes) {
    const key = `${change.table} ${change.id}`;
    const before = last.get(key) ?? [];
    const removals = change.row === null ? [] : before.filter(({ row }) => row === null);
    if (change.row === null || before.length === removals.length) last.delete(key);
    last.set(key, [...removals, change]);
  }
  return [...last.values()].flat();
}

/** A world with nothing in it. */
export function emptySnapshot(seed: string): Snapshot {
  return { sequence: 0, seed, time: "2026-11-24T08:00:00.000Z", faults: [], drawn: [], tables: {} };
}
