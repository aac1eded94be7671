import type { Diagnostic } from "../planning/diagnostics.ts";
import { ProviderError } from "../planning/diagnostics.ts";
import { exactNumber } from "../planning/objects.ts";
import type { StateOutcome } from "../planning/outcome.ts";
import type { AnyProvider } from "../planning/provider.ts";
import type { Block, ObjectSchema } from "../planning/schema.ts";
import { unknown, type Value } from "../planning/values.ts";
import { attributePath, placesOf } from "./attribute-path.ts";
import { decodeObject, decodeValue, encodeValue, isNull } from "./codec.ts";
import type { Method } from "./messages.ts";
import type { Removals } from "./removals.ts";
import { capabilities, functionMessages } from "./schema-message.ts";

type Request = Readonly<Record<string, unknown>>;
export type Handler = (request: Request) => object | Promise<object>;

/**
 * What a provider answers to each method but `GetProviderSchema`, whose answer is made once.
 *
 * @param removals those of all providers that the engine works with
 */
export function handlersOf(
  provider: AnyProvider,
  removals: Removals,
): Readonly<Record<Exclude<Method, "GetProviderSchema">, Handler>> {
  const { schema } = provider;
  const resource = (request: Request, field: string) =>
    decodeObject(blockOf(schema.resource_schemas, request), request[field]);
  const dataSource = (request: Request) =>
    decodeObject(blockOf(schema.data_source_schemas, request), request.config) ?? {};
  const ephemeral = (request: Request) =>
    decodeObject(blockOf(schema.ephemeral_resource_schemas, request), request.config) ?? {};
  const providerBlock = (request: Request) => decodeObject(schema.provider, request.config) ?? {};
  return {
    GetMetadata: () => ({
      server_capabilities: capabilities,
      resources: typeNames(schema.resource_schemas),
      data_sources: typeNames(schema.data_source_schemas),
      ephemeral_resources: typeNames(schema.ephemeral_resource_schemas),
      functions: provider.functions.map(({ name }) => ({ name })),
    }),
    ValidateProviderConfig: (request) => answer(provider.validateProvider(providerBlock(request))),
    ValidateResourceConfig: (request) =>
      answer(provider.validateResource(typeOf(request), resource(request, "config") ?? {})),
    ValidateDataResourceConfig: (request) => answer(provider.validateDataSource(typeOf(request), dataSource(request))),
    UpgradeResourceState: (request) => {
      const { json } = (request.raw_state ?? {}) as { json?: Uint8Array };
      const stored = json && json.length > 0 ? decodeObject(blockOf(schema.resource_schemas, request), { json }) : {};
      const { state, diagnostics } = provider.upgradeResource(typeOf(request), Number(request.version), stored ?? {});
      return { upgraded_state: dynamic(state), diagnostics: messages(diagnostics) };
    },
    GetResourceIdentitySchemas: () => ({}),
    UpgradeResourceIdentity: () => ({}),
    ConfigureProvider: (request) => answer(provider.configure(providerBlock(request))),
    ReadResource: (request) => {
      const { state, diagnostics } = provider.readResource(typeOf(request), resource(request, "current_state") ?? {});
      return { new_state: dynamic(state), private: request.private, diagnostics: messages(diagnostics) };
    },
    PlanResourceChange: (request) => {
      const prior = resource(request, "prior_state");
      const config = isNull(request.proposed_new_state) ? null : (resource(request, "config") ?? {});
      const { planned, replace, diagnostics } = provider.planResource(typeOf(request), prior, config);
      const block = blockOf(schema.resource_schemas, request);
      return {
        planned_state: dynamic(planned),
        requires_replace: replace.flatMap((path) => placesOf(block, path, [prior, planned])),
        planned_private: request.prior_private,
        legacy_type_system: provider.isLegacyType(typeOf(request)),
        diagnostics: messages(diagnostics),
      };
    },
    ApplyResourceChange: (request) => {
      const type = typeOf(request);
      const prior = resource(request, "prior_state");
      const planned = resource(request, "planned_state");
      const config = resource(request, "config");
      const applied = ({ state, diagnostics }: StateOutcome) => ({
        new_state: dynamic(state),
        private: request.planned_private,
        legacy_type_system: provider.isLegacyType(type),
        diagnostics: messages(diagnostics),
      });
      const outcome = removals.apply(() => provider.applyResource(type, prior, planned, config));
      return outcome instanceof Promise ? outcome.then(applied) : applied(outcome);
    },
    ImportResourceState: (request) => {
      const { state, diagnostics } = provider.importResource(typeOf(request), String(request.id));
      const imported = state === null ? [] : [{ type_name: typeOf(request), state: dynamic(state) }];
      return { imported_resources: imported, diagnostics: messages(diagnostics) };
    },
    MoveResourceState: (request) => ({
      diagnostics: messages([
        {
          severity: "error",
          summary: `Moving ${String(request.source_type_name)} to ${String(request.target_type_name)} is not supported`,
        },
      ]),
    }),
    ReadDataSource: (request) => {
      const { state, diagnostics } = provider.readDataSource(typeOf(request), dataSource(request));
      return { state: dynamic(state), diagnostics: messages(diagnostics) };
    },
    ValidateEphemeralResourceConfig: (request) =>
      answer(provider.validateEphemeral(typeOf(request), ephemeral(request))),
    OpenEphemeralResource: (request) => {
      const { state, diagnostics } = provider.openEphemeral(typeOf(request), ephemeral(request));
      return { result: dynamic(state), diagnostics: messages(diagnostics) };
    },
    RenewEphemeralResource: () => ({}),
    CloseEphemeralResource: () => ({}),
    GetFunctions: () => ({ functions: functionMessages(provider.functions) }),
    CallFunction: (request) => callFunction(provider, request),
    StopProvider: () => ({}),
  };
}

function callFunction(provider: AnyProvider, request: Request): object {
  const called = provider.functions.find(({ name }) => name === request.name);
  if (!called) return { error: { text: `No function ${String(request.name)}.` } };
  const parameters = (request.arguments as readonly unknown[]).map((sent, index) => {
    const value = decodeValue(sent);
    return called.parameters[index]?.type === "number" ? exactNumber(value) : value;
  });
  if (parameters.includes(unknown)) return { result: dynamic(unknown) };
  try {
    return { result: dynamic(called.call(...parameters)) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { error: { text: error.message } };
  }
}

function answer({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): object {
  return { diagnostics: messages(diagnostics) };
}

function dynamic(value: Value): object {
  return { msgpack: encodeValue(value) };
}

function messages(diagnostics: readonly Diagnostic[]): object[] {
  return diagnostics.map(({ severity, summary, detail = "", attribute }) => ({
    severity: severity === "error" ? 1 : 2,
    summary,
    detail,
    ...(attribute && attribute.length > 0 ? { attribute: attributePath(attribute) } : {}),
  }));
}

function typeNames(schemas: Readonly<Record<string, unknown>>): object[] {
  return Object.keys(schemas).map((name) => ({ type_name: name }));
}

function blockOf(schemas: Readonly<Record<string, ObjectSchema>>, request: Request): Block {
  return schemas[typeOf(request)]?.block ?? {};
}

function typeOf(request: Request): string {
  return String(request.type_name);
}
