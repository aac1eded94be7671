import { ServiceError } from "../rule.ts";
import type { Ids } from "../world/ids.ts";
import type { Actor } from "../world/journal.ts";
import type { JsonObject } from "../world/json.ts";
import type { Table } from "../world/table.ts";
import type { World } from "../world/world.ts";
import { authorise, type Right } from "./authorise.ts";
import { type Operation, type OperationName, operations } from "./operations.ts";
import { type SpaceliftRows, spaceliftTable, type TableName } from "./records/tables.ts";
import { seal, unseal } from "./sealing.ts";
import { ulid } from "./ulid.ts";

/** Who calls Spacelift's API. */
export type Caller =
  | { readonly kind: "stack"; readonly stackId: string; readonly runId: string; readonly tokenId: string }
  | { readonly kind: "api-key"; readonly id: string }
  /** A person who administers the account, for example at onboarding. */
  | { readonly kind: "user"; readonly login: string };

/** One mutation as a handler describes it. */
export interface SpaceliftRequest {
  readonly operation: OperationName;
  /** Space in which the caller needs the operation's action. */
  readonly space: string;
  /** Rights beside the operation's own. */
  readonly rights?: readonly Right[];
  /** Replaces the operation's own words behind "could not". */
  readonly attempt?: string;
  /** Ids the call touches. */
  readonly resources?: readonly string[];
  /** What the journal keeps; never a secret. */
  readonly parameters?: JsonObject;
}

/** A refusal of Spacelift's API in the provider's words. */
export class SpaceliftError extends Error {
  readonly operation: OperationName;
  override readonly cause: ServiceError;

  constructor(operation: OperationName, attempt: string, cause: ServiceError) {
    super(`could not ${attempt}: ${cause.message}`);
    this.name = "SpaceliftError";
    this.operation = operation;
    this.cause = cause;
  }
}

export interface SpaceliftSettings {
  readonly world: World;
  readonly actor: Actor;
  /** Name of the Spacelift account. */
  readonly account: string;
  readonly caller: Caller;
}

/** One caller's access to one simulated Spacelift account. */
export class Spacelift {
  readonly world: World;
  readonly actor: Actor;
  readonly account: string;
  readonly caller: Caller;

  constructor(settings: SpaceliftSettings) {
    this.world = settings.world;
    this.actor = settings.actor;
    this.account = settings.account;
    this.caller = settings.caller;
  }

  get ids(): Ids {
    return this.world.ids;
  }

  /** How journal and runs name the caller. */
  get name(): string {
    return principalOf(this.caller);
  }

  /** Simulated time, ISO 8601. */
  get now(): string {
    return this.world.now.toISOString();
  }

  /** Simulated time in Unix seconds. */
  get seconds(): number {
    return Math.floor(this.world.now.getTime() / 1_000);
  }

  /** The account's records of one kind. */
  table<Name extends TableName>(name: Name): Table<SpaceliftRows[Name]> {
    return spaceliftTable(this.world, this.account, name);
  }

  /** A new ULID for a kind of object and the request that makes it. */
  ulid(kind: string, request: unknown): string {
    const account = this.table("account").get(this.account);
    return ulid(this.ids, account?.createdAt ?? this.now, `spacelift ${kind}`, request);
  }

  /** A secret as the account's records keep it. */
  seal(text: string): string {
    return seal(this.world.seed, text);
  }

  /** The secret behind a record's sealed text. */
  unseal(sealed: string): string {
    return unseal(this.world.seed, sealed);
  }

  /**
   * Performs one mutation: injects planned faults, checks the caller's rights, runs the operation, writes the journal and
   * makes the changes durable. An operation that refuses must do so before it changes anything.
   *
   * @throws SpaceliftError when the call is refused
   */
  call<Result>(request: SpaceliftRequest, body: () => Result): Result {
    const operation: Operation = operations[request.operation];
    const action = `spacelift:${request.operation}`;
    try {
      const fault = this.world.takeFault(action);
      const failure = fault && new ServiceError({ id: "fault", code: fault.code, http: fault.http }, fault.message);
      if (failure && !fault.afterSuccess) throw failure;
      authorise(this, [{ action: operation.action, space: request.space }, ...(request.rights ?? [])]);
      const result = body();
      if (failure) throw failure;
      this.#record(action, request);
      return result;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#record(action, request, { code: error.code, message: error.message });
      throw new SpaceliftError(request.operation, request.attempt ?? operation.attempt, error);
    } finally {
      this.world.commit(this.actor);
    }
  }

  #record(action: string, request: SpaceliftRequest, error?: { code: string; message: string }): void {
    this.world.record({
      time: this.now,
      actor: this.actor,
      principal: this.name,
      action,
      account: this.account,
      resources: request.resources ?? [],
      request: request.parameters ?? {},
      ...(error ? { error } : {}),
    });
  }
}

/** The caller's name in the journal. */
function principalOf(caller: Caller): string {
  switch (caller.kind) {
    case "stack":
      return `stack::${caller.stackId}/${caller.runId}`;
    case "api-key":
      return `api::${caller.id}`;
    case "user":
      return caller.login;
  }
}
