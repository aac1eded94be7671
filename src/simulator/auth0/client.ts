import { refuseUnless, ServiceError } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { JsonObject } from "../world/json.ts";
import { seal, unseal } from "../world/seal.ts";
import type { Table } from "../world/table.ts";
import type { World } from "../world/world.ts";
import { auth0Tables, type Client, type ClientGrant, type ResourceServer } from "./records.ts";
import { auth0Rules as rules } from "./rules.ts";

/** One call of the Management API as a handler describes it. */
interface Auth0Request {
  /** Method and path, for example `POST /api/v2/clients`. */
  readonly operation: string;
  /** Scope of the Management API that the caller needs. */
  readonly scope: string;
  readonly resources?: readonly string[];
  /** What the journal keeps; never a secret. */
  readonly parameters?: JsonObject;
}

interface Auth0Settings {
  readonly world: World;
  readonly actor: Actor;
  readonly domain: string;
  /** Client id of the caller. */
  readonly caller: string;
  /** What the caller's token lets it do. */
  readonly scopes: readonly string[];
}

/** One caller's access to the Management API of one simulated tenant. */
export class Auth0 {
  readonly world: World;
  readonly actor: Actor;
  readonly domain: string;
  readonly caller: string;
  readonly #scopes: ReadonlySet<string>;

  constructor(settings: Auth0Settings) {
    this.world = settings.world;
    this.actor = settings.actor;
    this.domain = settings.domain;
    this.caller = settings.caller;
    this.#scopes = new Set(settings.scopes);
  }

  get clients(): Table<Client> {
    return auth0Tables.clients(this.world, this.domain);
  }

  get resourceServers(): Table<ResourceServer> {
    return auth0Tables.resourceServers(this.world, this.domain);
  }

  get clientGrants(): Table<ClientGrant> {
    return auth0Tables.clientGrants(this.world, this.domain);
  }

  seal(secret: string): string {
    return seal(this.world.seed, secret);
  }

  unseal(sealed: string): string {
    return unseal(this.world.seed, sealed);
  }

  /**
   * Performs one call: injects planned faults, checks the caller's scopes, runs the operation, writes the journal and makes the
   * changes durable. An operation that refuses must do so before it changes anything.
   *
   * @throws ServiceError when the call is refused
   */
  call<Result>(request: Auth0Request, operation: () => Result): Result {
    const action = `auth0:${request.operation}`;
    try {
      const fault = this.world.takeFault(action);
      const failure = fault && new ServiceError({ id: "fault", code: fault.code, http: fault.http }, fault.message);
      if (failure && !fault.afterSuccess) throw failure;
      refuseUnless(this.#scopes.has(request.scope), rules.insufficientScope, request.scope);
      const result = operation();
      if (failure) throw failure;
      this.#record(action, request);
      return result;
    } catch (error) {
      if (error instanceof ServiceError) this.#record(action, request, { code: error.code, message: error.message });
      throw error;
    } finally {
      this.world.commit(this.actor);
    }
  }

  #record(action: string, request: Auth0Request, error?: { code: string; message: string }): void {
    this.world.record({
      time: this.world.now.toISOString(),
      actor: this.actor,
      principal: `${this.caller}@${this.domain}`,
      action,
      account: this.domain,
      resources: request.resources ?? [],
      request: request.parameters ?? {},
      ...(error ? { error } : {}),
    });
  }
}
