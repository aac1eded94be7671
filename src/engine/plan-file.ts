import type { EngineDiagnostic } from "./events.ts";

/** A plan as `show -json` prints it, as far as it is used. */
export interface PlanFile {
  readonly format_version: string;
  readonly planned_values?: StateValues;
  readonly resource_changes?: readonly PlannedResourceChange[];
  /** What changed outside of the engine since the last apply. */
  readonly resource_drift?: readonly PlannedResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly prior_state?: StateFile;
  readonly configuration?: Configuration;
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly errored?: boolean;
}

export interface PlannedResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly module_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name: string;
  readonly change: Change;
  /** Why this action, for example `replace_because_cannot_update`. */
  readonly action_reason?: string;
}

export type ChangeStep = "no-op" | "create" | "read" | "update" | "delete" | "forget";

export interface Change {
  /** One step, or two for a replacement in the order they happen. */
  readonly actions: readonly ChangeStep[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** True at every place whose value is known after the apply only. */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** Attributes whose change forces a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}

/** The configuration part of a plan: expressions stay unevaluated, references are listed. */
export interface Configuration {
  readonly provider_config?: Readonly<Record<string, unknown>>;
  readonly root_module: ConfigurationModule;
}

export interface ConfigurationModule {
  readonly resources?: readonly ConfigurationResource[];
  readonly module_calls?: Readonly<
    Record<string, { readonly source?: string; readonly module?: ConfigurationModule; readonly depends_on?: string[] }>
  >;
  readonly outputs?: Readonly<Record<string, { readonly expression?: Expression; readonly depends_on?: string[] }>>;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown; readonly sensitive?: boolean }>>;
}

export interface ConfigurationResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** By attribute; nested blocks are objects or lists of the same shape. */
  readonly expressions?: Readonly<Record<string, unknown>>;
  readonly depends_on?: readonly string[];
}

export interface Expression {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

/** A state as `show -json` prints it; without `values` when nothing was ever applied. */
export interface StateFile {
  readonly format_version: string;
  readonly terraform_version?: string;
  readonly values?: StateValues;
}

export interface StateValues {
  readonly outputs?: Readonly<Record<string, OutputValue>>;
  readonly root_module?: StateModule;
}

export interface StateModule {
  readonly address?: string;
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly depends_on?: readonly string[];
  readonly tainted?: boolean;
}

export interface OutputValue {
  readonly sensitive: boolean;
  readonly type?: unknown;
  readonly value?: unknown;
}

/** What `validate -json` prints. */
export interface Validation {
  readonly valid: boolean;
  readonly error_count: number;
  readonly warning_count: number;
  readonly diagnostics: readonly EngineDiagnostic[];
}

/** All resources of a state or of planned values, those of child modules included. */
export function resourcesOf(values: StateValues | undefined): readonly StateResource[] {
  return values?.root_module ? resourcesIn(values.root_module) : [];
}

function resourcesIn(module: StateModule): readonly StateResource[] {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesIn)];
}
