import type { Diagnostic } from "./diagnostics.ts";
import type { MutableValues, Values } from "./values.ts";

/** What a service gives to every function of its types; AWS types get an `Aws`, Spacelift types a `Spacelift`. */
export interface Call<Client> {
  readonly client: Client;
  /** Adds to how long the real operation would take, in seconds. */
  takes(seconds: number): void;
  /** Shows a warning beside the result. */
  warn(summary: string, detail?: string): void;
}

export interface CreateCall<Client> extends Call<Client> {
  /**
   * The planned object: configuration, defaults, write-only values. What is not known yet is `null`.
   * The tables already filled in `tags_all` and every default.
   */
  readonly input: Values;
}

export interface ReadCall<Client> extends Call<Client> {
  readonly state: Values;
}

export interface UpdateCall<Client> extends CreateCall<Client> {
  readonly state: Values;
  /** True when the value at the top-level name differs between state and input. */
  changed(...names: string[]): boolean;
}

export interface DeleteCall<Client> extends Call<Client> {
  readonly state: Values;
}

/** The provider's own look at a plan (CustomizeDiff, plan modifiers) after the tables have been applied. */
export interface PlanCall<Client> {
  readonly client: Client;
  /** Null on create. */
  readonly state: Values | null;
  readonly config: Values;
  /** Change in place; may hold `unknown`. */
  readonly planned: MutableValues;
  changed(...names: string[]): boolean;
  /** Marks a path whose change forces replacement. */
  replace(path: string): void;
}

/**
 * One simulated resource type: only what the tables in `schemas/` cannot say.
 *
 * `create` and `update` return the attributes that the cloud decides (ids, ARNs, computed values); everything else comes
 * from the plan. Throw a `ServiceError` (by a rule) for what the cloud refuses, a `ProviderError` for what the provider refuses.
 */
export interface ResourceType<Client> {
  readonly type: string;
  /** Words of the provider's messages, for example `EC2 Subnet` in "creating EC2 Subnet: …". */
  readonly label: string;
  validate?(config: Values): readonly Diagnostic[];
  plan?(call: PlanCall<Client>): void;
  create(call: CreateCall<Client>): Values;
  /** The whole object as the cloud sees it now (merged over the state), or null when it is gone. */
  read(call: ReadCall<Client>): Values | null;
  /** Left out when every change replaces. */
  update?(call: UpdateCall<Client>): Values;
  delete(call: DeleteCall<Client>): void;
  /** Codes of refusals upon which the real provider asks for the removal again until its timeout: what is in the way may go meanwhile. */
  readonly removalIsTriedAgain?: readonly string[];
  /** The attributes that `read` needs, from an import id; default: `{ id }`. Null when the id has the wrong form. */
  import?(call: Call<Client>, id: string): Values | null;
  /** Attributes of an older schema version, made current. */
  upgrade?(version: number, state: Values): Values;
}

/** One simulated data source: its computed attributes from its configuration. Throw for none or too many. */
export interface DataSource<Client> {
  readonly type: string;
  /** Its `region` is what it looks for, not the Region in which it asks. */
  readonly looksForRegion?: true;
  read(call: Call<Client>, config: Values): Values;
}

/** One simulated ephemeral resource: its result, and what must be done when it closes. */
export interface EphemeralResource<Client> {
  readonly type: string;
  open(call: Call<Client>, config: Values): Values;
}

/** Raised after the object exists but something later failed: the engine records the object as tainted. */
export class CreatedWithError extends Error {
  readonly values: Values;
  readonly failure: Error;

  constructor(values: Values, failure: Error) {
    super(failure.message);
    this.name = "CreatedWithError";
    this.values = values;
    this.failure = failure;
  }
}
