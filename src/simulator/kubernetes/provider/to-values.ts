import type { Attribute, Block } from "../../planning/schema.ts";
import type { TypeTables } from "../../planning/type-tables.ts";
import { isRecord, type MutableValues, type Value, type Values } from "../../planning/values.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import { isObject } from "../object.ts";
import { apiName, isProvidersOwn, isSingleObject, textForm } from "./field-names.ts";

/** What an object is read for. */
export interface Reading {
  readonly tables: Pick<TypeTables, "defaults" | "optionalComputed">;
  /** An import knows nothing yet, so that everything is read. */
  readonly isImport: boolean;
}

/**
 * Attributes and blocks of the fields of an object. What the configuration leaves out and the server fills in is not taken for a
 * difference: of scalars and blocks only those are read that the state has, or the provider computes; maps always are.
 */
export function valuesOf(reading: Reading, block: Block, fields: JsonObject, before: Values, prefix = ""): Values {
  const values: MutableValues = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const old = before[name] ?? null;
    if (isProvidersOwn(name)) values[name] = old;
    else values[name] = attributeValue(reading, name, attribute, fields[apiName(name, false)], old, `${prefix}${name}`);
  }
  for (const [name, type] of Object.entries(block.block_types ?? {})) {
    const path = `${prefix}${name}`;
    const old: readonly Value[] = Array.isArray(before[name]) ? (before[name] as readonly Value[]) : [];
    if (isProvidersOwn(name) && !(name === "metadata" && prefix !== "")) {
      values[name] = before[name] ?? (type.nesting_mode === "single" ? null : []);
      continue;
    }
    const isRead = reading.isImport || old.length > 0 || reading.tables.optionalComputed.has(path);
    const objects = isRead ? objectsIn(fields[apiName(name, true)], isSingleObject(name, type)) : [];
    values[name] = objects.map((object, index) => {
      const counterpart = old[index] ?? null;
      return valuesOf(reading, type.block, object, isRecord(counterpart) ? counterpart : {}, `${path}.`);
    });
  }
  return values;
}

function objectsIn(value: Json | undefined, isSingle: boolean): readonly JsonObject[] {
  if (isSingle) return isObject(value) ? [value] : [];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function attributeValue(
  { tables, isImport }: Reading,
  name: string,
  attribute: Attribute,
  field: Json | undefined,
  old: Value,
  path: string,
): Value {
  const isMap = Array.isArray(attribute.type) && attribute.type[0] === "map";
  const isForeign = old === null && !isImport && !attribute.computed && !tables.defaults.has(path) && !isMap;
  if (isForeign) return null;
  if (field === undefined || field === null) return old === "" ? old : null;
  if (attribute.type === "string") return asText(name, field, old);
  return field as Value;
}

function asText(name: string, field: Json, old: Value): string {
  if (typeof field !== "number") return String(field);
  const octal = `0${field.toString(8)}`;
  if (textForm(name) !== "octal") return String(field);
  return typeof old === "string" && Number.parseInt(old, 8) === field ? old : octal;
}
