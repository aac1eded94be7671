import { isObject } from "../kubernetes/object.ts";
import { refuse, refuseIf, refuseUnless } from "../rule.ts";
import { canonicalJson, type Json, type JsonObject } from "../world/json.ts";
import { kustomizeRules as rules } from "./rules.ts";

/** One operation of RFC 6902. */
export interface JsonPatchOperation {
  readonly op: "add" | "remove" | "replace" | "move" | "copy" | "test";
  readonly path: string;
  readonly from?: string;
  readonly value?: Json;
}

/** True for a list of operations of RFC 6902. */
export function isJsonPatch(value: Json): value is readonly (JsonPatchOperation & JsonObject)[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one: Json) => isObject(one) && typeof one.op === "string" && typeof one.path === "string")
  );
}

/**
 * The document after all operations.
 *
 * @throws ServiceError when a path does not exist, or a tested value differs
 */
export function applyJsonPatch(document: Json, operations: readonly JsonPatchOperation[]): Json {
  return operations.reduce(applyOperation, document);
}

function applyOperation(document: Json, operation: JsonPatchOperation): Json {
  const { op, path, value = null } = operation;
  const tokens = tokensOf(path);
  switch (op) {
    case "add":
      return changed(document, tokens, operation, () => value);
    case "replace":
      valueAt(document, tokens, operation);
      return changed(document, tokens, operation, () => value);
    case "remove":
      valueAt(document, tokens, operation);
      return changed(document, tokens, operation, () => undefined);
    case "test":
      refuseIf(canonicalJson(valueAt(document, tokens, operation)) !== canonicalJson(value), rules.jsonPatch, op, path);
      return document;
    case "copy":
    case "move": {
      const from = tokensOf(operation.from ?? "");
      const moved = valueAt(document, from, operation);
      const rest = op === "copy" ? document : changed(document, from, operation, () => undefined);
      return changed(rest, tokens, { ...operation, op: "add" }, () => moved);
    }
    default:
      return refuse(rules.patchForm, `unknown operation ${op}`);
  }
}

/** Names of the members on the way; `~1` stands for a slash and `~0` for a tilde. */
function tokensOf(path: string): string[] {
  if (path === "") return [];
  return path
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(document: Json, tokens: readonly string[], { op, path }: JsonPatchOperation): Json {
  let here: Json | undefined = document;
  for (const token of tokens) {
    here = Array.isArray(here) ? here[indexOf(token)] : isObject(here) ? here[token] : undefined;
    refuseIf(here === undefined, rules.jsonPatch, op, path);
  }
  return here ?? null;
}

/** A copy of the document with what stands at the path changed; undefined takes it out. */
function changed(
  document: Json,
  tokens: readonly string[],
  operation: JsonPatchOperation,
  change: () => Json | undefined,
): Json {
  const [token, ...rest] = tokens;
  if (token === undefined) return change() ?? null;
  const { op, path } = operation;
  if (Array.isArray(document)) {
    const list: readonly Json[] = document;
    if (rest.length > 0) {
      const member = list[indexOf(token)];
      refuseUnless(member !== undefined, rules.jsonPatch, op, path);
      return list.with(indexOf(token), changed(member, rest, operation, change));
    }
    const index = token === "-" ? list.length : indexOf(token);
    refuseUnless(index >= 0 && index <= list.length, rules.jsonPatch, op, path);
    const value = change();
    if (value === undefined) return list.toSpliced(index, 1);
    return op === "replace" ? list.with(index, value) : list.toSpliced(index, 0, value);
  }
  refuseUnless(isObject(document), rules.jsonPatch, op, path);
  if (rest.length > 0) {
    const member = document[token];
    refuseUnless(member !== undefined, rules.jsonPatch, op, path);
    return { ...document, [token]: changed(member, rest, operation, change) };
  }
  const { [token]: _, ...others } = document;
  const value = change();
  return value === undefined ? others : { ...document, [token]: value };
}

function indexOf(token: string): number {
  return /^(0|[1-9]\d*)$/.test(token) ? Number(token) : -1;
}
