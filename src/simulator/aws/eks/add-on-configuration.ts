import { parse } from "yaml";
import type { AddOnSchema, SchemaNode } from "./facts/add-on-schemas.ts";

/** A configuration as it was read: a JSON or YAML object. */
export type AddOnConfiguration = Readonly<Record<string, unknown>>;

/** The object in a text of JSON or YAML; undefined when there is none in it. An empty text is an empty object. */
export function parseConfiguration(text: string): AddOnConfiguration | undefined {
  if (text.trim() === "") return {};
  try {
    const value: unknown = parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // A text that is neither is the caller's mistake, which EKS names in its own words.
    return undefined;
  }
}

/** Where a configuration breaks the schema, in the words of the validator that EKS uses; empty when nowhere. */
export function schemaProblems(schema: AddOnSchema, configuration: AddOnConfiguration, at = "$"): string[] {
  return Object.entries(configuration).flatMap(([key, value]) => {
    const path = `${at}.${key}`;
    const node = schema[key];
    if (node !== undefined) return nodeProblems(node, value, path);
    return [`${path}: is not defined in the schema and the schema does not allow additional properties`];
  });
}

function nodeProblems(node: SchemaNode, value: unknown, path: string): string[] {
  if (node === "open") return [];
  const expected = typeof node === "string" ? expectedTypes[node] : "object";
  const found = typeOf(value);
  if (found !== expected) return [`${path}: ${found} found, ${expected} expected`];
  if (!isObject(value)) return [];
  if (typeof node !== "string") return schemaProblems(node.keys, value, path);
  return Object.entries(value).flatMap(([key, item]) => nodeProblems("text", item, `${path}.${key}`));
}

const expectedTypes: Readonly<Record<Exclude<SchemaNode, object | "open">, string>> = {
  text: "string",
  integer: "integer",
  boolean: "boolean",
  list: "array",
  texts: "object",
};

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** True for an object, false for null, lists and scalars. */
export function isObject(value: unknown): value is AddOnConfiguration {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
