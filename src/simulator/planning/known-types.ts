import type { DataSource, EphemeralResource, ResourceType } from "./resource-type.ts";
import type { Behaviour, ObjectSchema } from "./schema.ts";
import type { Service } from "./service.ts";
import type { ProviderTables } from "./tables.ts";
import { type TypeTables, typeTables } from "./type-tables.ts";
import { compileValidator, type Validator } from "./validate.ts";

/** A type of the schema, prepared once: its tables, the check of its configuration, and what simulates it, if anything does. */
export interface KnownType<Handler> {
  readonly type: string;
  /** Version of the schema that states are written in. */
  readonly version: number;
  readonly tables: TypeTables;
  readonly validate: Validator;
  readonly handler: Handler | undefined;
}

/** The types of one provider, and the provider block itself. */
export class KnownTypes<Client> {
  readonly provider: Pick<KnownType<never>, "validate">;
  readonly #resources: Prepared<ResourceType<Client>>;
  readonly #dataSources: Prepared<DataSource<Client>>;
  readonly #ephemeral: Prepared<EphemeralResource<Client>>;

  constructor({ resources, dataSources, ephemeralResources }: Service<Client>, { schema, behaviour }: ProviderTables) {
    this.provider = { validate: compileValidator(schema.provider, behaviour.provider ?? {}) };
    this.#resources = new Prepared(schema.resource_schemas, behaviour.resources, resources);
    this.#dataSources = new Prepared(schema.data_source_schemas, behaviour.data_sources, dataSources);
    this.#ephemeral = new Prepared(
      schema.ephemeral_resource_schemas,
      behaviour.ephemeral_resources,
      ephemeralResources,
    );
  }

  resource(type: string): KnownType<ResourceType<Client>> {
    return this.#resources.get(type);
  }

  dataSource(type: string): KnownType<DataSource<Client>> {
    return this.#dataSources.get(type);
  }

  ephemeral(type: string): KnownType<EphemeralResource<Client>> {
    return this.#ephemeral.get(type);
  }
}

const noBehaviour: Behaviour = {};

/** Types of one kind, each prepared when it is first asked for. */
class Prepared<Handler extends { readonly type: string }> {
  readonly #schemas: Readonly<Record<string, ObjectSchema>>;
  readonly #behaviours: Readonly<Record<string, Behaviour>>;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #known = new Map<string, KnownType<Handler>>();

  constructor(
    schemas: Readonly<Record<string, ObjectSchema>>,
    behaviours: Readonly<Record<string, Behaviour>> | undefined,
    handlers: readonly Handler[],
  ) {
    this.#schemas = schemas;
    this.#behaviours = behaviours ?? {};
    this.#handlers = new Map(handlers.map((handler) => [handler.type, handler]));
  }

  get(type: string): KnownType<Handler> {
    let known = this.#known.get(type);
    if (!known) {
      const { version = 0, block = {} } = this.#schemas[type] ?? {};
      const behaviour = this.#behaviours[type] ?? noBehaviour;
      known = {
        type,
        version,
        tables: typeTables(block, behaviour),
        validate: compileValidator(block, behaviour),
        handler: this.#handlers.get(type),
      };
      this.#known.set(type, known);
    }
    return known;
  }
}
