import { isObject } from "../kubernetes/object.ts";
import { refuse } from "../rule.ts";
import type { Json, JsonObject } from "../world/json.ts";
import { rules } from "./rules.ts";

/** How the text of a value is understood: `auto` knows numbers, booleans and null; `literal` takes even commas as they are. */
export type SetType = "auto" | "literal" | "string";

type Step = number | string;

/**
 * Values with one more set by path, as `--set` does: `a.b[0].c` leads to the place, a backslash takes a character as it is, and
 * `{x,y}` is a list.
 *
 * @throws ServiceError for a text that Helm cannot parse
 */
export function withSetValue(values: JsonObject, name: string, text: string, type: SetType): JsonObject {
  if (type === "literal") return asObject(placed(values, stepsOf(name), text));
  let result = values;
  for (const [key, value] of assignmentsOf(name, text)) {
    result = asObject(placed(result, stepsOf(key), parsedText(value, type)));
  }
  return result;
}

/** Values with a list set by path. */
export function withSetList(values: JsonObject, name: string, items: readonly string[]): JsonObject {
  return asObject(
    placed(
      values,
      stepsOf(name),
      items.map((item) => scalarOf(item, "auto")),
    ),
  );
}

/** `key=value` pairs between commas that are neither escaped nor in braces. */
function assignmentsOf(name: string, text: string): readonly (readonly [string, string])[] {
  return splitAt(`${name}=${text}`, ",").map((part) => {
    const [key = "", ...rest] = splitAt(part, "=");
    if (rest.length === 0) refuse(rules.setSyntax, name, "a part after a comma has no value");
    return [key, rest.join("=")];
  });
}

function splitAt(text: string, separator: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    const last = parts.length - 1;
    if (character === "\\") {
      parts[last] += `${character}${text[index + 1] ?? ""}`;
      index += 1;
      continue;
    }
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (character === separator && depth <= 0) parts.push("");
    else parts[last] += character;
  }
  return parts;
}

function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  for (const part of splitAt(path, ".")) {
    const [, name = "", indexes = ""] = /^((?:\\.|[^[\\])*)((?:\[\d+\])*)$/.exec(part) ?? [];
    if (name === "" && indexes === "") refuse(rules.setSyntax, path, "error parsing index");
    if (name !== "") steps.push(unescaped(name));
    for (const [, index = "0"] of indexes.matchAll(/\[(\d+)\]/g)) steps.push(Number(index));
  }
  return steps;
}

function placed(present: Json | undefined, steps: readonly Step[], value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list: Json[] = Array.isArray(present) ? [...(present as readonly Json[])] : [];
    while (list.length < step) list.push(null);
    list[step] = placed(list[step], rest, value);
    return list;
  }
  const object = isObject(present) ? present : {};
  return { ...object, [step]: placed(object[step], rest, value) };
}

function parsedText(text: string, type: SetType): Json {
  const [, listed] = /^\{(.*)\}$/s.exec(text) ?? [];
  if (listed === undefined) return scalarOf(unescaped(text), type);
  return listed === "" ? [] : splitAt(listed, ",").map((item) => scalarOf(unescaped(item), type));
}

function scalarOf(text: string, type: SetType): Json {
  if (type === "string") return text;
  if (text === "true") return true;
  if (text === "false") return false;
  if (text === "null") return null;
  return /^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}
