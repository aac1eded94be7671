import type { Value } from "./values.ts";

/** A type in the engine's JSON notation: `"string"`, `["list", "string"]`, `["object", {…}]`. */
export type Type =
  | "string"
  | "bool"
  | "number"
  | "dynamic"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>]
  | readonly ["object", Readonly<Record<string, Type>>, readonly string[]]
  | readonly ["tuple", readonly Type[]];

export interface Attribute {
  readonly type?: Type;
  readonly nested_type?: NestedType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
  readonly deprecated?: boolean;
}

export interface NestedType {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly nesting_mode: "single" | "list" | "set" | "map";
}

export interface BlockType {
  readonly nesting_mode: "single" | "group" | "list" | "set" | "map";
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
}

export interface ObjectSchema {
  readonly version: number;
  readonly block: Block;
}

/** A provider's schema as in `schemas/<provider>.json`. */
export interface ProviderSchema {
  readonly version: string;
  readonly provider: Block;
  readonly resource_schemas: Readonly<Record<string, ObjectSchema>>;
  readonly data_source_schemas: Readonly<Record<string, ObjectSchema>>;
  readonly ephemeral_resource_schemas: Readonly<Record<string, ObjectSchema>>;
  readonly functions: readonly string[];
}

/** What a schema cannot say about a type, as in `schemas/<provider>.behaviour.json`; paths are dotted through blocks. */
export interface Behaviour {
  readonly kind?: "sdkv2" | "framework";
  readonly replace?: readonly string[];
  readonly replace_when?: readonly { readonly path: string; readonly when: string }[];
  readonly default?: Readonly<Record<string, Value>>;
  readonly default_rule?: Readonly<Record<string, string>>;
  readonly optional_computed?: readonly string[];
  readonly computed?: Readonly<Record<string, string>>;
  readonly use_state_for_unknown?: readonly string[];
  readonly conflicts?: readonly (readonly string[])[];
  readonly required_with?: readonly (readonly string[])[];
  readonly exactly_one?: readonly (readonly string[])[];
  readonly at_least_one?: readonly (readonly string[])[];
  readonly values?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly values_api?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly pattern?: Readonly<Record<string, Pattern>>;
  readonly id?: string;
  readonly arn?: string;
  readonly import?: string;
  readonly diff_suppress?: Readonly<Record<string, string>>;
  readonly state_func?: Readonly<Record<string, string>>;
}

/** A constraint on one attribute; without `kind`, `min` and `max` are the length of the string. */
export interface Pattern {
  readonly regex?: string;
  readonly not?: string;
  readonly min?: number;
  readonly max?: number;
  readonly kind?: string;
  readonly note?: string;
}
