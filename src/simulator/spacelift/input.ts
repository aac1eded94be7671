import { isRecord, type Value, type Values } from "../planning/values.ts";
import { eachHook, type Hooks } from "./records/hooks.ts";

/** A planned string; empty when it is null. */
export function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A planned string as it was given: an empty one is not the same as none. */
export function textOrNull(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function flag(value: Value | undefined): boolean {
  return value === true;
}

export function numberOrNull(value: Value | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** The strings of a planned list or set; empty when it is null. */
export function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((element): element is string => typeof element === "string") : [];
}

/** The blocks of a nested list or set. */
export function blocks(value: Value | undefined): readonly Values[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The only block of a list of at most one. */
export function block(value: Value | undefined): Values | undefined {
  return blocks(value)[0];
}

/** The eleven hook lists of a stack, context or runtime configuration. */
export function hooksOf(values: Values): Hooks {
  return eachHook((name) => texts(values[name]));
}

/** Hook lists as attributes. */
export function hookValues(hooks: Hooks): Values {
  return { ...hooks };
}
