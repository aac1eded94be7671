import { parse, YAMLParseError } from "yaml";
import { isObject } from "../kubernetes/object.ts";
import { blocks, text, texts } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { refuse, refuseUnless } from "../rule.ts";
import type { Json, JsonObject } from "../world/json.ts";
import { rules } from "./rules.ts";
import { type SetType, withSetList, withSetValue } from "./set-values.ts";
import { joinValues } from "./values.ts";

/**
 * The values that a configuration gives: YAML documents one over the other, then what is set by path, secrets last.
 *
 * @throws ServiceError for what is no YAML object or cannot be parsed
 */
export function configuredValues(input: Values): JsonObject {
  let values = joinValues(...texts(input.values).map(parsedValues));
  for (const entry of blocks(input, "set")) values = withEntry(values, entry);
  for (const entry of blocks(input, "set_list")) values = withSetList(values, text(entry, "name"), texts(entry.value));
  for (const entry of blocks(input, "set_sensitive")) values = withEntry(values, entry);
  for (const entry of blocks(input, "set_wo")) values = withEntry(values, entry);
  return values;
}

/** Values as a state shows them: nothing beside write-only ones, and no secret. */
export function shownValues(input: Values, values: JsonObject): JsonObject {
  if (typeof input.set_wo_revision === "number" && input.set_wo_revision > 0) return {};
  return blocks(input, "set_sensitive").reduce<JsonObject>(
    (shown, entry) => withSetValue(shown, text(entry, "name"), "(sensitive value)", "literal"),
    values,
  );
}

function parsedValues(document: string): JsonObject {
  const parsed = parsedYaml(document);
  if (parsed === null) return {};
  refuseUnless(
    isObject(parsed),
    rules.valuesSyntax,
    "json: cannot unmarshal into Go value of type map[string]interface {}",
  );
  return parsed;
}

function parsedYaml(document: string): Json {
  try {
    return (parse(document) ?? null) as Json;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return refuse(rules.valuesSyntax, `yaml: line ${error.linePos?.[0].line ?? 1}: ${error.code}`);
  }
}

function withEntry(values: JsonObject, entry: Values): JsonObject {
  const type = text(entry, "type") || "auto";
  return withSetValue(values, text(entry, "name"), text(entry, "value"), type as SetType);
}
