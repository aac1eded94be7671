import type { JsonObject } from "./json.ts";

/** The records of one kind in one place, for example all subnets of an account and Region. Records are replaced, never changed. */
export interface Table<Row extends object> {
  readonly name: string;
  readonly size: number;
  /** Rises with every change in this process. */
  readonly revision: number;
  get(id: string): Row | undefined;
  has(id: string): boolean;
  /** Stores a record under an id, new or in place of the old one. */
  put(id: string, row: Row): Row;
  delete(id: string): boolean;
  keys(): IterableIterator<string>;
  rows(): Row[];
  find(matches: (row: Row) => boolean): Row | undefined;
  filter(matches: (row: Row) => boolean): Row[];
}

/** One change of one record; `row` is null when the record went. */
export interface Change {
  readonly table: string;
  readonly id: string;
  readonly row: JsonObject | null;
}

/** A table in memory that reports every change. */
export class MemoryTable<Row extends object> implements Table<Row> {
  readonly name: string;
  readonly #rows: Map<string, Row>;
  readonly #changed: (change: Change) => void;
  #revision = 0;

  constructor(name: string, rows: Map<string, Row>, changed: (change: Change) => void) {
    this.name = name;
    this.#rows = rows;
    this.#changed = changed;
  }

  get size(): number {
    return this.#rows.size;
  }

  get revision(): number {
    return this.#revision;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  put(id: string, row: Row): Row {
    this.#rows.set(id, row);
    this.#revision += 1;
    this.#changed({ table: this.name, id, row: row as unknown as JsonObject });
    return row;
  }

  delete(id: string): boolean {
    if (!this.#rows.delete(id)) return false;
    this.#revision += 1;
    this.#changed({ table: this.name, id, row: null });
    return true;
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys();
  }

  rows(): Row[] {
    return [...this.#rows.values()];
  }

  find(matches: (row: Row) => boolean): Row | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }

  filter(matches: (row: Row) => boolean): Row[] {
    return this.rows().filter(matches);
  }
}
