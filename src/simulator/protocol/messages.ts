import protobuf from "protobufjs";

/**
 * The provider plugin protocol, version 6: message and field numbers as the engines publish them. Names in the text are those of
 * the protocol, kept in snake case.
 */
const definition = `syntax = "proto3";
package tfplugin6;
message DynamicValue { bytes msgpack = 1; bytes json = 2; }
message Diagnostic { int32 severity = 1; string summary = 2; string detail = 3; AttributePath attribute = 4; }
message FunctionError { string text = 1; optional int64 function_argument = 2; }
message AttributePath { repeated Step steps = 1; }
message Step { oneof selector { string attribute_name = 1; string element_key_string = 2; int64 element_key_int = 3; } }
message RawState { bytes json = 1; map<string, string> flatmap = 2; }
message Attribute { string name = 1; bytes type = 2; bool required = 4; bool optional = 5; bool computed = 6; bool sensitive = 7; bool deprecated = 9; Object nested_type = 10; bool write_only = 11; }
message Object { repeated Attribute attributes = 1; int32 nesting = 3; }
message NestedBlock { string type_name = 1; Block block = 2; int32 nesting = 3; int64 min_items = 4; int64 max_items = 5; }
message Block { int64 version = 1; repeated Attribute attributes = 2; repeated NestedBlock block_types = 3; bool deprecated = 6; }
message Schema { int64 version = 1; Block block = 2; }
message Function { repeated Parameter parameters = 1; Parameter variadic_parameter = 2; Return return = 3; string summary = 4; }
message Parameter { string name = 1; bytes type = 2; bool allow_null_value = 3; bool allow_unknown_values = 4; }
message Return { bytes type = 1; }
message ServerCapabilities { bool plan_destroy = 1; bool get_provider_schema_optional = 2; bool move_resource_state = 3; }
message TypeName { string type_name = 1; }
message FunctionName { string name = 1; }
message Empty {}
message Diagnostics { repeated Diagnostic diagnostics = 1; }
message GetMetadataResponse { ServerCapabilities server_capabilities = 1; repeated Diagnostic diagnostics = 2; repeated TypeName data_sources = 3; repeated TypeName resources = 4; repeated FunctionName functions = 5; repeated TypeName ephemeral_resources = 6; }
message GetProviderSchemaResponse { Schema provider = 1; map<string, Schema> resource_schemas = 2; map<string, Schema> data_source_schemas = 3; repeated Diagnostic diagnostics = 4; Schema provider_meta = 5; ServerCapabilities server_capabilities = 6; map<string, Function> functions = 7; map<string, Schema> ephemeral_resource_schemas = 8; }
message ValidateProviderConfigRequest { DynamicValue config = 1; }
message ValidateProviderConfigResponse { repeated Diagnostic diagnostics = 2; }
message ValidateConfigRequest { string type_name = 1; DynamicValue config = 2; }
message UpgradeResourceStateRequest { string type_name = 1; int64 version = 2; RawState raw_state = 3; }
message UpgradeResourceStateResponse { DynamicValue upgraded_state = 1; repeated Diagnostic diagnostics = 2; }
message ConfigureProviderRequest { string terraform_version = 1; DynamicValue config = 2; }
message ReadResourceRequest { string type_name = 1; DynamicValue current_state = 2; bytes private = 3; }
message ReadResourceResponse { DynamicValue new_state = 1; repeated Diagnostic diagnostics = 2; bytes private = 3; }
message PlanResourceChangeRequest { string type_name = 1; DynamicValue prior_state = 2; DynamicValue proposed_new_state = 3; DynamicValue config = 4; bytes prior_private = 5; }
message PlanResourceChangeResponse { DynamicValue planned_state = 1; repeated AttributePath requires_replace = 2; bytes planned_private = 3; repeated Diagnostic diagnostics = 4; bool legacy_type_system = 5; }
message ApplyResourceChangeRequest { string type_name = 1; DynamicValue prior_state = 2; DynamicValue planned_state = 3; DynamicValue config = 4; bytes planned_private = 5; }
message ApplyResourceChangeResponse { DynamicValue new_state = 1; bytes private = 2; repeated Diagnostic diagnostics = 3; bool legacy_type_system = 4; }
message ImportResourceStateRequest { string type_name = 1; string id = 2; }
message ImportedResource { string type_name = 1; DynamicValue state = 2; bytes private = 3; }
message ImportResourceStateResponse { repeated ImportedResource imported_resources = 1; repeated Diagnostic diagnostics = 2; }
message MoveResourceStateRequest { string source_provider_address = 1; string source_type_name = 2; int64 source_schema_version = 3; RawState source_state = 4; string target_type_name = 5; bytes source_private = 6; }
message MoveResourceStateResponse { DynamicValue target_state = 1; repeated Diagnostic diagnostics = 2; bytes target_private = 3; }
message ReadDataSourceRequest { string type_name = 1; DynamicValue config = 2; }
message ReadDataSourceResponse { DynamicValue state = 1; repeated Diagnostic diagnostics = 2; }
message OpenEphemeralResourceResponse { repeated Diagnostic diagnostics = 1; DynamicValue result = 3; optional bytes private = 4; }
message EphemeralResourceRequest { string type_name = 1; optional bytes private = 2; }
message GetFunctionsResponse { map<string, Function> functions = 1; repeated Diagnostic diagnostics = 2; }
message CallFunctionRequest { string name = 1; repeated DynamicValue arguments = 2; }
message CallFunctionResponse { DynamicValue result = 1; FunctionError error = 2; }
message UpgradeResourceIdentityRequest { string type_name = 1; int64 version = 2; RawState raw_identity = 3; }
message UpgradeResourceIdentityResponse { repeated Diagnostic diagnostics = 2; }
message StopProviderResponse { string Error = 1; }
`;

const root = protobuf.parse(definition, { keepCase: true }).root;

/** A message type that encodes plain objects and decodes to objects with its fields. */
export interface MessageType {
  encode(message: object): Buffer;
  /** A field that was not sent has its default; integers of 64 bits are the library's own and for `Number` to convert. */
  decode(bytes: Uint8Array): Readonly<Record<string, unknown>>;
}

/** The message type of that name. */
export function messageType(name: string): MessageType {
  const type = root.lookupType(`tfplugin6.${name}`);
  compile(type);
  // Without the library's conversions from and to plain objects, which copy every message once more.
  return {
    encode: (message) => Buffer.from(type.encode(message).finish()),
    decode: (bytes) => type.decode(bytes) as unknown as Readonly<Record<string, unknown>>,
  };
}

const compiled = new Set<protobuf.Type>();

/** Left to itself, the library compiles a type within the first call that needs it, while the engine waits. */
function compile(type: protobuf.Type): void {
  if (compiled.has(type)) return;
  compiled.add(type);
  type.setup();
  for (const { resolvedType } of type.fieldsArray) if (resolvedType instanceof protobuf.Type) compile(resolvedType);
}

/** Requests and answers of the service `tfplugin6.Provider`, by method. */
export const methods = {
  GetMetadata: ["Empty", "GetMetadataResponse"],
  GetProviderSchema: ["Empty", "GetProviderSchemaResponse"],
  ValidateProviderConfig: ["ValidateProviderConfigRequest", "ValidateProviderConfigResponse"],
  ValidateResourceConfig: ["ValidateConfigRequest", "Diagnostics"],
  ValidateDataResourceConfig: ["ValidateConfigRequest", "Diagnostics"],
  UpgradeResourceState: ["UpgradeResourceStateRequest", "UpgradeResourceStateResponse"],
  GetResourceIdentitySchemas: ["Empty", "Empty"],
  UpgradeResourceIdentity: ["UpgradeResourceIdentityRequest", "UpgradeResourceIdentityResponse"],
  ConfigureProvider: ["ConfigureProviderRequest", "Diagnostics"],
  ReadResource: ["ReadResourceRequest", "ReadResourceResponse"],
  PlanResourceChange: ["PlanResourceChangeRequest", "PlanResourceChangeResponse"],
  ApplyResourceChange: ["ApplyResourceChangeRequest", "ApplyResourceChangeResponse"],
  ImportResourceState: ["ImportResourceStateRequest", "ImportResourceStateResponse"],
  MoveResourceState: ["MoveResourceStateRequest", "MoveResourceStateResponse"],
  ReadDataSource: ["ReadDataSourceRequest", "ReadDataSourceResponse"],
  ValidateEphemeralResourceConfig: ["ValidateConfigRequest", "Diagnostics"],
  OpenEphemeralResource: ["ValidateConfigRequest", "OpenEphemeralResourceResponse"],
  RenewEphemeralResource: ["EphemeralResourceRequest", "Diagnostics"],
  CloseEphemeralResource: ["EphemeralResourceRequest", "Diagnostics"],
  GetFunctions: ["Empty", "GetFunctionsResponse"],
  CallFunction: ["CallFunctionRequest", "CallFunctionResponse"],
  StopProvider: ["Empty", "StopProviderResponse"],
} as const;

export type Method = keyof typeof methods;
