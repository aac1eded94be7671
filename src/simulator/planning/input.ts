import { isRecord, type Value, type Values } from "./values.ts";

/** The text of an attribute; empty when it is not set. */
export function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === "string" ? value : "";
}

/** The text of an attribute, or null when it is not set or empty. */
export function textOrNull(values: Values, name: string): string | null {
  return text(values, name) || null;
}

/** The number of an attribute, or the fallback when it is not set. */
export function number(values: Values, name: string, fallback: number): number {
  const value = values[name];
  return typeof value === "number" ? value : fallback;
}

/** True when the attribute is set to true. */
export function flag(values: Values, name: string): boolean {
  return values[name] === true;
}

/** The texts of a list or set. */
export function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The blocks under a name, whether the schema nests them singly or in a list or set. */
export function blocks(values: Values, name: string): readonly Values[] {
  const value = values[name];
  if (Array.isArray(value)) return value.filter(isRecord);
  return isRecord(value) ? [value] : [];
}
