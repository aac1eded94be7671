import type { JsonObject } from "../world/json.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { Identity } from "./forms.ts";
import type { Call } from "./resource-type.ts";
import type { Service } from "./service.ts";
import type { TypeTables } from "./type-tables.ts";
import { type MutableValues, unknown, type Values } from "./values.ts";

/** An operation that was carried out, with the time the real one takes. */
export interface Operation {
  readonly type: string;
  readonly id: string | null;
  readonly action: "create" | "update" | "delete";
  readonly seconds: number;
}

/** Gets what happened to an object, after the simulated cloud did it, and where; `place` is what `Recovery` calls so. */
export type Applied = (operation: Operation, state: Values | null, place: JsonObject | null) => void;

export interface SessionOptions<Client> {
  /** Stands for the process environment of the real provider. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What an unconfigured provider works with; made from an empty provider block when left out. */
  readonly client?: Client;
  readonly applied?: Applied;
  /** Runs one operation so that what it changes is kept as a whole or not at all. */
  readonly atomically?: <Result>(operation: () => Result) => Result;
}

/** One call of a handler: what it gets, and what it left behind. */
interface HandlerCall<Client> {
  readonly call: Call<Client>;
  readonly warnings: Diagnostic[];
  /** What the handler added to the operation's duration. */
  seconds(): number;
}

/** A provider block at work: the client that it configured, and the operations that were carried out with it. */
export class Session<Client> {
  readonly service: Service<Client>;
  readonly operations: Operation[];
  readonly #options: SessionOptions<Client>;
  #client: Client | undefined;
  /** The Region of the provider block is not known before the apply. */
  #isRegionUnknown = false;

  constructor(service: Service<Client>, options: SessionOptions<Client>, operations: Operation[] = []) {
    this.service = service;
    this.operations = operations;
    this.#options = options;
    this.#client = options.client;
  }

  /** The same service before it is configured; its operations are noted with these. */
  another(): Session<Client> {
    return new Session(this.service, this.#options, this.operations);
  }

  /** Goes where an object was made, see `Recovery`; false when that place is gone. */
  returnTo(place: JsonObject): boolean {
    const client = this.service.recovery?.client(place, this.#options.environment ?? {}) ?? null;
    if (client === null) return false;
    this.#client = client;
    return true;
  }

  configure(config: Values): Client {
    this.#client = this.service.configure(config, this.#options.environment ?? {});
    this.#isRegionUnknown = config.region === unknown;
    return this.#client;
  }

  /** The client for an object, for example in the Region that the object names. */
  clientFor(values: Values): Client {
    const client = this.#client ?? this.configure({});
    return this.service.scope?.(client, values) ?? client;
  }

  callFor(values: Values): HandlerCall<Client> {
    const warnings: Diagnostic[] = [];
    let total = 0;
    const call: Call<Client> = {
      client: this.clientFor(values),
      takes: (seconds) => {
        total += seconds;
      },
      warn: (summary, detail) =>
        void warnings.push({ severity: "warning", summary, ...(detail === undefined ? {} : { detail }) }),
    };
    return { call, warnings, seconds: () => total };
  }

  /** Runs one operation so that a process that is killed in it leaves all or nothing of what it changed. */
  atomically<Result>(operation: () => Result): Result {
    return this.#options.atomically ? this.#options.atomically(operation) : operation();
  }

  identityOf(client: Client): Identity | undefined {
    return this.service.identity?.(client);
  }

  defaultTagsOf(client: Client): Readonly<Record<string, string>> {
    return this.service.defaultTags?.(client) ?? {};
  }

  /** The Region of an object is known at plan time where the provider's is: its own, or the provider's. */
  planRegion(tables: TypeTables, planned: MutableValues, config: Values): void {
    if (tables.block.attributes?.region === undefined || (config.region ?? null) !== null) return;
    const identity = this.identityOf(this.clientFor({}));
    if (identity) planned.region = this.#isRegionUnknown ? unknown : identity.region;
  }

  /** Notes what was done; `extra` are the seconds that the handler added. Returns how long the real operation takes. */
  note(type: string, action: Operation["action"], state: Values, extra: number): number {
    const seconds = (this.service.durations[type]?.[action] ?? 1) + extra;
    const operation = { type, action, seconds, id: typeof state.id === "string" ? state.id : null };
    this.operations.push(operation);
    const { recovery } = this.service;
    const place = recovery && this.#client !== undefined ? recovery.place(this.#client) : null;
    this.#options.applied?.(operation, action === "delete" ? null : state, place);
    return seconds;
  }
}
