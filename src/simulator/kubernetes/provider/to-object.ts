import type { Block } from "../../planning/schema.ts";
import { isRecord, type Value, type Values } from "../../planning/values.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import { apiName, isProvidersOwn, isSingleObject, textForm } from "./field-names.ts";

/** The fields of an object that attributes and blocks stand for; what is not set is left out. */
export function fieldsOf(block: Block, values: Values): JsonObject {
  const fields: Record<string, Json> = {};
  for (const name of Object.keys(block.attributes ?? {})) {
    if (isProvidersOwn(name)) continue;
    const value = fieldValue(name, values[name] ?? null);
    if (value !== undefined) fields[apiName(name, false)] = value;
  }
  for (const [name, type] of Object.entries(block.block_types ?? {})) {
    const items = elementsOf(values[name] ?? null);
    if (items.length === 0 || name === "timeouts") continue;
    if (name === "metadata") fields.metadata = templateMetadata(items[0] ?? {});
    else if (!isProvidersOwn(name)) {
      const objects = items.map((item) => fieldsOf(type.block, item));
      fields[apiName(name, true)] = isSingleObject(name, type) ? (objects[0] ?? {}) : objects;
    }
  }
  return fields;
}

/** Elements of a block; an empty block is an element without anything in it. */
function elementsOf(value: Value): readonly Values[] {
  if (Array.isArray(value)) return value.map((item: Value) => (isRecord(item) ? item : {}));
  return isRecord(value) ? [value] : [];
}

function templateMetadata(metadata: Values): JsonObject {
  const { name, namespace, labels, annotations } = metadata;
  return {
    ...(typeof name === "string" && name !== "" ? { name } : {}),
    ...(typeof namespace === "string" && namespace !== "" ? { namespace } : {}),
    ...(isRecord(labels) ? { labels: textMap(labels) } : {}),
    ...(isRecord(annotations) ? { annotations: textMap(annotations) } : {}),
  };
}

/** Texts of a map by key. */
export function textMap(values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, text]) => (text === null ? [] : [[key, String(text)]])),
  );
}

/** The older plugin generation takes an empty text for none. */
function fieldValue(name: string, value: Value): Json | undefined {
  if (typeof value === "string") return value === "" ? undefined : textField(name, value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) {
    const items = value.filter(
      (item: Value): item is string | number => typeof item === "string" || typeof item === "number",
    );
    return items.length === 0 ? undefined : items;
  }
  return isRecord(value) ? textMap(value) : undefined;
}

function textField(name: string, text: string): Json {
  const form = textForm(name);
  if (form === "octal") return Number.parseInt(text, 8);
  if (form !== "text" && /^-?\d+$/.test(text)) return Number(text);
  return text;
}
