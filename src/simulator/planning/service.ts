import type { JsonObject } from "../world/json.ts";
import type { Identity } from "./forms.ts";
import type { DataSource, EphemeralResource, ResourceType } from "./resource-type.ts";
import type { Value, Values } from "./values.ts";

/** A provider-defined function: its parameters and result in order, and what it computes. */
export interface ProviderFunction {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly result: unknown;
  call(...parameters: Value[]): Value;
}

/** How long the real operations take, in seconds; a missing one takes a second. */
export interface Durations {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

/**
 * How objects are found again after the process died that made them, before their state was written: no engine has read a provider
 * block then.
 */
export interface Recovery<Client> {
  /** Where a client makes objects: what leads there again, without any secret. */
  place(client: Client): JsonObject;
  /** A client there, with the rights of whoever cleans up; null when the place is gone, and every object in it. */
  client(place: JsonObject, environment: Readonly<Record<string, string>>): Client | null;
}

/** Everything one simulated provider is made of beside its schema files. */
export interface Service<Client> {
  /** Name of the schema file and of the provider, for example `aws`. */
  readonly provider: string;
  /** Registry addresses without host, for example `["hashicorp/aws"]`. */
  readonly sources: readonly string[];
  readonly resources: readonly ResourceType<Client>[];
  readonly dataSources: readonly DataSource<Client>[];
  readonly ephemeralResources: readonly EphemeralResource<Client>[];
  readonly functions: readonly ProviderFunction[];
  /** By resource type; a handler adds to them with `call.takes`. */
  readonly durations: Readonly<Record<string, Durations>>;
  /**
   * Makes the client from the provider block. `environment` stands for the process environment of the real provider
   * (credentials, endpoints): the rehearsal passes what the stack's run holds, never the caller's own.
   */
  configure(config: Values, environment: Readonly<Record<string, string>>): Client;
  /** The client for one object, for example in the Region that the object names. */
  scope?(client: Client, values: Values): Client;
  /** Tags that the provider block adds to every object. */
  defaultTags?(client: Client): Readonly<Record<string, string>>;
  /** What the forms of the tables are filled with. */
  identity?(client: Client): Identity;
  /** For objects that say too little of where they are; others are found by the Region that they name. */
  readonly recovery?: Recovery<Client>;
}
