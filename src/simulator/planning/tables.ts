import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../package-folder.ts";
import type { Behaviour, ProviderSchema } from "./schema.ts";

/** The behaviour file of a provider. */
export interface ProviderBehaviour {
  readonly provider?: Behaviour;
  readonly resources?: Readonly<Record<string, Behaviour>>;
  readonly data_sources?: Readonly<Record<string, Behaviour>>;
  readonly ephemeral_resources?: Readonly<Record<string, Behaviour>>;
}

export interface ProviderTables {
  readonly schema: ProviderSchema;
  readonly behaviour: ProviderBehaviour;
}

const loaded = new Map<string, ProviderTables>();

/** The tables of a provider, read once per process. */
export function providerTables(provider: string): ProviderTables {
  const known = loaded.get(provider);
  if (known) return known;
  const tables = {
    schema: { ...emptySchema, ...read<Partial<ProviderSchema>>(`${provider}.json`) },
    behaviour: existsSync(pathOf(`${provider}.behaviour.json`))
      ? read<ProviderBehaviour>(`${provider}.behaviour.json`)
      : {},
  };
  loaded.set(provider, tables);
  return tables;
}

/** Providers leave out what they have none of. */
const emptySchema: ProviderSchema = {
  version: "",
  provider: {},
  resource_schemas: {},
  data_source_schemas: {},
  ephemeral_resource_schemas: {},
  functions: [],
};

function read<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(pathOf(name), "utf8")) as Shape;
}

function pathOf(name: string): string {
  return join(packageFolder(), "schemas", name);
}
