import type { Diagnostic } from "./diagnostics.ts";
import { diagnosticOf } from "./failure.ts";
import { finishObject, mergeRead } from "./finish.ts";
import { conform, withoutUnknown, withWriteOnly } from "./objects.ts";
import { differs, planObject, replacedPaths, type TypeTables, typeTables } from "./plan.ts";
import {
  type Call,
  CreatedWithError,
  type DataSource,
  type EphemeralResource,
  type ResourceType,
} from "./resource-type.ts";
import type { Behaviour, Block, ObjectSchema, ProviderSchema } from "./schema.ts";
import type { ProviderFunction, Service } from "./service.ts";
import type { ProviderTables } from "./tables.ts";
import { hasAllTags, ownTags, planAllTags } from "./tags.ts";
import { compileValidator, type Validator } from "./validate.ts";
import { isRecord, type MutableValues, unknown, type Value, type Values } from "./values.ts";

/** An operation that was carried out, with the time the real one takes. */
export interface Operation {
  readonly type: string;
  readonly id: string | null;
  readonly action: "create" | "update" | "delete";
  readonly seconds: number;
}

export interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanOutcome extends Outcome {
  readonly planned: Values | null;
  /** Dotted paths whose change replaces the object. */
  readonly replace: readonly string[];
}

export interface StateOutcome extends Outcome {
  /** Null when the object is gone. */
  readonly state: Values | null;
}

interface PreparedType<Client> {
  readonly tables: TypeTables;
  readonly handler: ResourceType<Client> | undefined;
  readonly validate: Validator;
}

/** Gets what happened to an object, after the simulated cloud did it. */
export type Applied = (operation: Operation, state: Values | null) => void;

export interface ProviderOptions<Client> {
  readonly environment?: Readonly<Record<string, string>>;
  /** What an unconfigured provider works with; made from an empty provider block when left out. */
  readonly client?: Client;
  readonly applied?: Applied;
}

/**
 * One simulated provider as the plugin protocol sees it, without a transport: the tables decide, the service's handlers add what
 * tables cannot say. Every operation returns diagnostics; only defects are thrown.
 */
export class SimulatedProvider<Client> {
  readonly name: string;
  readonly schema: ProviderSchema;
  readonly operations: Operation[];
  readonly #service: Service<Client>;
  readonly #tables: ProviderTables;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #options: ProviderOptions<Client>;
  readonly #applied: Applied | undefined;
  readonly #prepared: Map<string, PreparedType<Client>>;
  readonly #dataSources: ReadonlyMap<string, DataSource<Client>>;
  readonly #ephemeral: ReadonlyMap<string, EphemeralResource<Client>>;
  readonly #handlers: ReadonlyMap<string, ResourceType<Client>>;
  #client: Client | undefined;

  constructor(
    service: Service<Client>,
    tables: ProviderTables,
    options: ProviderOptions<Client> = {},
    shared?: SimulatedProvider<Client>,
  ) {
    this.name = service.provider;
    this.operations = shared?.operations ?? [];
    this.#prepared = shared ? shared.#prepared : new Map();
    this.#options = options;
    this.schema = tables.schema;
    this.#service = service;
    this.#tables = tables;
    this.#environment = options.environment ?? {};
    this.#client = options.client;
    this.#applied = options.applied;
    this.#handlers = new Map(service.resources.map((handler) => [handler.type, handler]));
    this.#dataSources = new Map(service.dataSources.map((handler) => [handler.type, handler]));
    this.#ephemeral = new Map(service.ephemeralResources.map((handler) => [handler.type, handler]));
  }

  /** The same provider for one more provider block, such as an alias: configured on its own, its operations noted with the others. */
  another(): SimulatedProvider<Client> {
    return new SimulatedProvider(this.#service, this.#tables, this.#options, this);
  }

  configure(config: Values): Outcome {
    return this.#try("", () => {
      this.#client = this.#service.configure(config, this.#environment);
      return { diagnostics: [] };
    });
  }

  validateResource(type: string, config: Values): Outcome {
    const { validate, handler } = this.#type(type);
    return { diagnostics: [...validate(config), ...(handler?.validate?.(config) ?? [])] };
  }

  validateDataSource(type: string, config: Values): Outcome {
    return {
      diagnostics: compileValidator(
        blockOf(this.schema.data_source_schemas, type),
        this.#tables.behaviour.data_sources?.[type] ?? {},
      )(config),
    };
  }

  /** Plans a change of an object; `config` null plans its removal. */
  planResource(type: string, prior: Values | null, config: Values | null): PlanOutcome {
    if (config === null) return { planned: null, replace: [], diagnostics: [] };
    const { tables, handler } = this.#type(type);
    if (!handler) return { planned: prior, replace: [], diagnostics: [this.#notSimulated(type)] };
    return this.#try<Omit<PlanOutcome, "diagnostics">>({ planned: prior, replace: [] }, () => {
      const planned = planObject(tables, prior, config);
      const client = this.#clientFor(config);
      this.#planRegion(tables, planned, config);
      if (hasAllTags(tables)) planAllTags(planned, this.#service.defaultTags?.(client) ?? {});
      const replace = prior === null ? [] : replacedPaths(tables, prior, planned);
      const changed = (...names: string[]): boolean =>
        names.some((name) => !sameTop(tables.block, prior, planned, name));
      handler.plan?.({ client, state: prior, config, planned, changed, replace: (path) => void replace.push(path) });
      if (prior !== null && !differs(tables.block, prior, planned))
        return { planned: prior, replace: [], diagnostics: [] };
      return { planned, replace: prior === null ? [] : [...new Set(replace)], diagnostics: [] };
    });
  }

  /** Carries a plan out: null planned deletes, null prior creates, else updates. */
  applyResource(type: string, prior: Values | null, planned: Values | null, config: Values | null): StateOutcome {
    const { tables, handler } = this.#type(type);
    if (!handler) return { state: prior, diagnostics: [this.#notSimulated(type)] };
    if (planned === null) return this.#delete(handler, prior ?? {});
    const input = withWriteOnly(tables.block, plain(planned), config ?? {});
    return prior === null
      ? this.#create(tables, handler, planned, input)
      : this.#update(tables, handler, prior, planned, input);
  }

  readResource(type: string, state: Values): StateOutcome {
    const { tables, handler } = this.#type(type);
    if (!handler) return { state, diagnostics: [this.#notSimulated(type)] };
    return this.#try<{ readonly state: Values | null }>(
      { state },
      () => {
        const { call, warnings } = this.#call(state);
        const current = handler.read({ ...call, state });
        if (current === null) return { state: null, diagnostics: warnings };
        const merged = mergeRead(tables, state, current);
        if (hasAllTags(tables) && current.tags_all !== undefined) {
          merged.tags = ownTags(
            merged.tags_all ?? null,
            state.tags ?? null,
            this.#service.defaultTags?.(call.client) ?? {},
          );
        }
        return { state: merged, diagnostics: warnings };
      },
      `reading ${handler.label} (${idText(state)})`,
    );
  }

  importResource(type: string, id: string): StateOutcome {
    const { tables, handler } = this.#type(type);
    if (!handler) return { state: null, diagnostics: [this.#notSimulated(type)] };
    return this.#try<{ readonly state: Values | null }>(
      { state: null },
      () => {
        const { call, warnings } = this.#call({});
        const imported = handler.import ? handler.import(call, id) : { id };
        if (imported === null) {
          const summary = `unexpected format for import ID (${id}), use: ${tables.behaviour.import ?? "{id}"}`;
          return { state: null, diagnostics: [{ severity: "error", summary }] };
        }
        const state = conform(tables.block, imported);
        this.#planRegion(tables, state, {});
        if (state.region === unknown) state.region = null;
        return { state, diagnostics: warnings };
      },
      `importing ${handler.label} (${id})`,
    );
  }

  /** Attributes as an older version of the schema wrote them, made current. */
  upgradeResource(type: string, version: number, stored: Values): StateOutcome {
    const { tables, handler } = this.#type(type);
    const current = this.schema.resource_schemas[type]?.version ?? 0;
    const upgraded = version < current && handler?.upgrade ? handler.upgrade(version, stored) : stored;
    return { state: conform(tables.block, upgraded), diagnostics: [] };
  }

  readDataSource(type: string, config: Values): StateOutcome {
    const handler = this.#dataSources.get(type);
    if (!handler) return { state: null, diagnostics: [this.#notSimulated(type)] };
    const block = blockOf(this.schema.data_source_schemas, type);
    const tables = typeTables(block, this.#tables.behaviour.data_sources?.[type] ?? {});
    return this.#try<{ readonly state: Values | null }>(
      { state: null },
      () => {
        const known = plain(planObject(tables, null, config));
        const { call, warnings } = this.#call(known);
        const identity = this.#service.identity?.(call.client);
        const region = block.attributes?.region && known.region === null && identity ? { region: identity.region } : {};
        return {
          state: conform(block, { ...known, ...region, ...handler.read(call, { ...known, ...region }) }),
          diagnostics: warnings,
        };
      },
      `reading ${type.replace(`${this.name}_`, "")}`,
    );
  }

  openEphemeral(type: string, config: Values): StateOutcome {
    const handler = this.#ephemeral.get(type);
    if (!handler) return { state: null, diagnostics: [this.#notSimulated(type)] };
    const block = blockOf(this.schema.ephemeral_resource_schemas, type);
    const tables = typeTables(block, this.#tables.behaviour.ephemeral_resources?.[type] ?? {});
    return this.#try<{ readonly state: Values | null }>(
      { state: null },
      () => {
        const known = plain(planObject(tables, null, config));
        const { call, warnings } = this.#call(known);
        return { state: conform(block, { ...known, ...handler.open(call, known) }), diagnostics: warnings };
      },
      `opening ${type}`,
    );
  }

  /** Functions of the provider by name. */
  get functions(): readonly ProviderFunction[] {
    return this.#service.functions;
  }

  #create(tables: TypeTables, handler: ResourceType<Client>, planned: Values, input: Values): StateOutcome {
    const { call, warnings, seconds } = this.#call(input);
    const finish = (decided: Values): MutableValues =>
      finishObject(handler.type, tables, planned, decided, this.#service.identity?.(call.client));
    try {
      const state = finish(handler.create({ ...call, input }));
      this.#note(handler.type, "create", state, seconds());
      return { state, diagnostics: warnings };
    } catch (error) {
      const doing = `creating ${handler.label}${nameText(input)}`;
      if (!(error instanceof CreatedWithError))
        return { state: null, diagnostics: [...warnings, diagnosticOf(error, doing)] };
      const state = finish(error.values);
      this.#note(handler.type, "create", state, seconds());
      return { state, diagnostics: [...warnings, diagnosticOf(error.failure, doing)] };
    }
  }

  #update(
    tables: TypeTables,
    handler: ResourceType<Client>,
    state: Values,
    planned: Values,
    input: Values,
  ): StateOutcome {
    return this.#try<{ readonly state: Values | null }>(
      { state },
      () => {
        const { call, warnings, seconds } = this.#call(input);
        const changed = (...names: string[]): boolean =>
          names.some((name) => !sameTop(tables.block, state, planned, name));
        const decided = handler.update?.({ ...call, state, input, changed }) ?? {};
        const identity = this.#service.identity?.(call.client);
        const kept: MutableValues = {};
        for (const [name, value] of Object.entries(planned))
          kept[name] = value === unknown ? (state[name] ?? null) : value;
        const updated = finishObject(handler.type, tables, kept, decided, identity);
        this.#note(handler.type, "update", updated, seconds());
        return { state: updated, diagnostics: warnings };
      },
      `updating ${handler.label} (${idText(state)})`,
    );
  }

  #delete(handler: ResourceType<Client>, state: Values): StateOutcome {
    return this.#try<{ readonly state: Values | null }>(
      { state },
      () => {
        const { call, warnings, seconds } = this.#call(state);
        handler.delete({ ...call, state });
        this.#note(handler.type, "delete", state, seconds());
        return { state: null, diagnostics: warnings };
      },
      `deleting ${handler.label} (${idText(state)})`,
    );
  }

  #note(type: string, action: Operation["action"], state: Values, extra: number): void {
    const seconds = (this.#service.durations[type]?.[action] ?? 1) + extra;
    const operation = { type, action, seconds, id: typeof state.id === "string" ? state.id : null };
    this.operations.push(operation);
    this.#applied?.(operation, action === "delete" ? null : state);
  }

  #type(type: string): PreparedType<Client> {
    let prepared = this.#prepared.get(type);
    if (!prepared) {
      const block = blockOf(this.schema.resource_schemas, type);
      const behaviour: Behaviour = this.#tables.behaviour.resources?.[type] ?? {};
      prepared = {
        tables: typeTables(block, behaviour),
        handler: this.#handlers.get(type),
        validate: compileValidator(block, behaviour),
      };
      this.#prepared.set(type, prepared);
    }
    return prepared;
  }

  /** The Region of an object is known at plan time: its own, or the provider's. */
  #planRegion(tables: TypeTables, planned: MutableValues, config: Values): void {
    if (tables.block.attributes?.region === undefined || (config.region ?? null) !== null || !this.#service.identity)
      return;
    planned.region = this.#service.identity(this.#clientFor({})).region;
  }

  #call(values: Values): { call: Call<Client>; warnings: Diagnostic[]; seconds(): number } {
    const warnings: Diagnostic[] = [];
    let total = 0;
    const call: Call<Client> = {
      client: this.#clientFor(values),
      takes: (seconds) => {
        total += seconds;
      },
      warn: (summary, detail) =>
        void warnings.push({ severity: "warning", summary, ...(detail === undefined ? {} : { detail }) }),
    };
    return { call, warnings, seconds: () => total };
  }

  #clientFor(values: Values): Client {
    if (this.#client === undefined) this.#client = this.#service.configure({}, this.#environment);
    return this.#service.scope?.(this.#client, values) ?? this.#client;
  }

  #try<Result extends object>(fallback: Result | "", action: () => Result & Outcome, doing = ""): Result & Outcome {
    try {
      return action();
    } catch (error) {
      return { ...(fallback === "" ? ({} as Result) : fallback), diagnostics: [diagnosticOf(error, doing)] };
    }
  }

  #notSimulated(type: string): Diagnostic {
    return {
      severity: "error",
      summary: `${type} is not simulated`,
      detail:
        "The simulator knows the schema of this type but not how its service behaves. `eks-stack simulator types` lists what is simulated.",
    };
  }
}

/** A provider whatever its client is: what a transport and a pipeline need. */
export type AnyProvider = Pick<SimulatedProvider<unknown>, keyof SimulatedProvider<unknown>>;

function blockOf(schemas: Readonly<Record<string, ObjectSchema>>, type: string): Block {
  return schemas[type]?.block ?? {};
}

function plain(values: Values): Values {
  const known = withoutUnknown(values);
  return isRecord(known) ? known : {};
}

/** True when the value at the top-level name is the same in state and plan. */
function sameTop(block: Block, state: Values | null, planned: Values, name: string): boolean {
  const part: Block = {
    attributes: block.attributes?.[name] ? { [name]: block.attributes[name] } : {},
    block_types: block.block_types?.[name] ? { [name]: block.block_types[name] } : {},
  };
  return !differs(part, pick(state ?? {}, name), pick(planned, name));
}

function pick(values: Values, name: string): Values {
  return { [name]: values[name] ?? null };
}

function idText(state: Values): string {
  return textOf(state.id) || textOf(state.name);
}

function nameText(input: Values): string {
  const name = textOf(input.name);
  return name === "" ? "" : ` (${name})`;
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
