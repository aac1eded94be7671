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
  readonly deprecated?: boolean;
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
  readonly kind?: string;
  readonly replace?: readonly string[];
  readonly replace_when?: readonly Condition[];
  readonly replace_except?: readonly Condition[];
  readonly default?: Readonly<Record<string, Value>>;
  readonly default_rule?: Readonly<Record<string, string>>;
  readonly optional_computed?: readonly string[];
  /** A rule, or a value for each Region. */
  readonly computed?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly use_state_for_unknown?: readonly string[];
  readonly conflicts?: readonly (readonly string[])[];
  readonly required_with?: readonly (readonly string[])[];
  readonly exactly_one?: readonly (readonly string[])[];
  readonly at_least_one?: readonly (readonly string[])[];
  readonly values?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Paths whose values are compared without regard to case. */
  readonly values_ignore_case?: readonly string[];
  readonly validate?: Readonly<Record<string, readonly string[]>>;
  readonly pattern?: Readonly<Record<string, Pattern | string>>;
  readonly min_items?: Readonly<Record<string, number>>;
  readonly max_items?: Readonly<Record<string, number>>;
  /** How long the provider waits for an operation, for example `{"create": "10m"}`. */
  readonly timeouts?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly arn?: string;
  readonly import?: string;
  readonly diff_suppress?: Readonly<Record<string, string>>;
  readonly state_func?: Readonly<Record<string, string>>;
}

/** A path and, in words, when the entry holds for it. */
export interface Condition {
  readonly path: string;
  readonly when: string;
}

/** A constraint on one attribute; without `kind`, `min` and `max` are the length of the string. */
export interface Pattern {
  readonly regex?: string;
  /** Must not match. */
  readonly not?: string;
  readonly min?: number;
  readonly max?: number;
  /** The number must be above this. */
  readonly above?: number;
  /** The number must be a multiple of this. */
  readonly multiple?: number;
  /** The prefix length must be `min` plus a multiple of this. */
  readonly step?: number;
  readonly kind?: string;
  readonly note?: string;
}
