import type { JsonObject } from "../world/json.ts";
import { openEphemeral, readDataSource } from "./data-read.ts";
import { attempt } from "./failure.ts";
import { KnownTypes } from "./known-types.ts";
import type { Outcome, PlanOutcome, StateOutcome } from "./outcome.ts";
import { applyResource } from "./resource-apply.ts";
import { planResource } from "./resource-plan.ts";
import { importResource, readResource, upgradeResource } from "./resource-read.ts";
import type { ProviderSchema } from "./schema.ts";
import type { ProviderFunction, Service } from "./service.ts";
import { type Operation, Session, type SessionOptions } from "./session.ts";
import type { ProviderTables } from "./tables.ts";
import type { Values } from "./values.ts";

/**
 * One simulated provider as the plugin protocol sees it, without a transport: the tables decide, the service's handlers add what
 * tables cannot say. Every operation returns diagnostics; only defects are thrown.
 */
export class SimulatedProvider<Client> {
  readonly name: string;
  readonly schema: ProviderSchema;
  readonly #tables: ProviderTables;
  readonly #types: KnownTypes<Client>;
  readonly #session: Session<Client>;

  constructor(
    service: Service<Client>,
    tables: ProviderTables,
    options: SessionOptions<Client> = {},
    shared?: SimulatedProvider<Client>,
  ) {
    this.name = service.provider;
    this.schema = tables.schema;
    this.#tables = tables;
    this.#types = shared ? shared.#types : new KnownTypes(service, tables);
    this.#session = shared ? shared.#session.another() : new Session(service, options);
  }

  /** The same provider for one more provider block, such as an alias: configured on its own, its operations noted with the others. */
  another(): SimulatedProvider<Client> {
    return new SimulatedProvider(this.#session.service, this.#tables, {}, this);
  }

  /** What was carried out, in this order. */
  get operations(): readonly Operation[] {
    return this.#session.operations;
  }

  /** Functions of the provider by name. */
  get functions(): readonly ProviderFunction[] {
    return this.#session.service.functions;
  }

  configure(config: Values): Outcome {
    return attempt("", {}, () => {
      this.#session.configure(config);
      return { diagnostics: [] };
    });
  }

  /**
   * Removes an object that a process made which died before its state was written.
   *
   * @param place where it was made, see `Recovery`; null for an object that says so itself
   */
  removeLost(type: string, state: Values, place: JsonObject | null): Outcome {
    const session = this.#session.another();
    return attempt("", {}, () => {
      if (place === null) session.configure({ region: typeof state.region === "string" ? state.region : "us-east-1" });
      else if (!session.returnTo(place)) return { diagnostics: [] };
      const { diagnostics } = session.atomically(() =>
        applyResource(session, this.#types.resource(type), state, null, null),
      );
      return { diagnostics };
    });
  }

  validateProvider(config: Values): Outcome {
    return { diagnostics: this.#types.provider.validate(config) };
  }

  validateResource(type: string, config: Values): Outcome {
    const { validate, handler } = this.#types.resource(type);
    return { diagnostics: [...validate(config), ...(handler?.validate?.(config) ?? [])] };
  }

  validateDataSource(type: string, config: Values): Outcome {
    return { diagnostics: this.#types.dataSource(type).validate(config) };
  }

  validateEphemeral(type: string, config: Values): Outcome {
    return { diagnostics: this.#types.ephemeral(type).validate(config) };
  }

  /** True for a type of the older plugin generation, from which the engine tolerates plans that are not exact. */
  isLegacyType(type: string): boolean {
    return !this.#types.resource(type).tables.isFramework;
  }

  /** Plans a change of an object; `config` null plans its removal. */
  planResource(type: string, prior: Values | null, config: Values | null): PlanOutcome {
    return planResource(this.#session, this.#types.resource(type), prior, config);
  }

  /** Carries a plan out: null planned deletes, null prior creates, else updates. */
  applyResource(type: string, prior: Values | null, planned: Values | null, config: Values | null): StateOutcome {
    return this.#session.atomically(() =>
      applyResource(this.#session, this.#types.resource(type), prior, planned, config),
    );
  }

  readResource(type: string, state: Values): StateOutcome {
    return readResource(this.#session, this.#types.resource(type), state);
  }

  importResource(type: string, id: string): StateOutcome {
    return importResource(this.#session, this.#types.resource(type), id);
  }

  /** Attributes as an older version of the schema wrote them, made current. */
  upgradeResource(type: string, version: number, stored: Values): StateOutcome {
    return upgradeResource(this.#types.resource(type), version, stored);
  }

  readDataSource(type: string, config: Values): StateOutcome {
    return readDataSource(this.#session, this.#types.dataSource(type), config);
  }

  openEphemeral(type: string, config: Values): StateOutcome {
    return openEphemeral(this.#session, this.#types.ephemeral(type), config);
  }
}

/** A provider whatever its client is: what a transport and a pipeline need. */
export type AnyProvider = Pick<SimulatedProvider<unknown>, keyof SimulatedProvider<unknown>>;
