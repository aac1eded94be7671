import type { Attribute, Block, ObjectSchema, ProviderSchema } from "../planning/schema.ts";
import type { ProviderFunction } from "../planning/service.ts";

const nesting = { single: 1, list: 2, set: 3, map: 4, group: 5 } as const;

/** The answer to `GetProviderSchema`. */
export function schemaMessage(schema: ProviderSchema, functions: readonly ProviderFunction[]): object {
  return {
    provider: schemaOf({ version: 0, block: schema.provider }),
    resource_schemas: mapSchemas(schema.resource_schemas),
    data_source_schemas: mapSchemas(schema.data_source_schemas),
    ephemeral_resource_schemas: mapSchemas(schema.ephemeral_resource_schemas),
    functions: functionMessages(functions),
    server_capabilities: capabilities,
  };
}

/** What this server can do beyond the basics. */
export const capabilities = { plan_destroy: false, get_provider_schema_optional: true, move_resource_state: false };

/** Signatures of the provider's functions by name. */
export function functionMessages(functions: readonly ProviderFunction[]): Record<string, object> {
  return Object.fromEntries(
    functions.map(({ name, parameters, result }) => [
      name,
      {
        parameters: parameters.map((parameter) => ({ name: parameter.name, type: typeBytes(parameter.type) })),
        return: { type: typeBytes(result) },
      },
    ]),
  );
}

function mapSchemas(schemas: Readonly<Record<string, ObjectSchema>>): Record<string, object> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)]));
}

function schemaOf({ version, block }: ObjectSchema): object {
  return { version, block: blockMessage(block) };
}

function blockMessage(block: Block): object {
  return {
    attributes: attributeMessages(block.attributes),
    deprecated: block.deprecated === true,
    block_types: Object.entries(block.block_types ?? {}).map(([name, inner]) => ({
      type_name: name,
      block: blockMessage(inner.block),
      nesting: nesting[inner.nesting_mode],
      min_items: inner.min_items ?? 0,
      max_items: inner.max_items ?? 0,
    })),
  };
}

function attributeMessages(attributes: Readonly<Record<string, Attribute>> | undefined): object[] {
  return Object.entries(attributes ?? {}).map(([name, attribute]) => {
    const { type, nested_type: nested, required, optional, computed, sensitive, write_only, deprecated } = attribute;
    return {
      name,
      ...(type === undefined ? {} : { type: typeBytes(type) }),
      ...(nested
        ? { nested_type: { attributes: attributeMessages(nested.attributes), nesting: nesting[nested.nesting_mode] } }
        : {}),
      required: required === true,
      optional: optional === true,
      computed: computed === true,
      sensitive: sensitive === true,
      write_only: write_only === true,
      deprecated: deprecated === true,
    };
  });
}

function typeBytes(type: unknown): Buffer {
  return Buffer.from(JSON.stringify(type));
}
