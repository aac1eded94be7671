import { canonicalJson } from "../world/json.ts";
import type { Value } from "./values.ts";

/** Says whether two different values of an attribute mean the same to the provider. */
export type Suppress = (old: Value, planned: Value) => boolean;

/** Finds the comparison that a wording of the behaviour tables stands for; undefined when it has none here. */
export function suppressionOf(wording: string): Suppress | undefined {
  return comparisons.find(([pattern]) => pattern.test(wording))?.[1];
}

const text =
  (same: (old: string, planned: string) => boolean): Suppress =>
  (old, planned) =>
    typeof old === "string" && typeof planned === "string" && same(old, planned);

const comparisons: readonly (readonly [RegExp, Suppress])[] = [
  [/IAM polic/i, text((old, planned) => policyKey(old) === policyKey(planned))],
  [/JSON|YAML/, text((old, planned) => jsonKey(old) !== undefined && jsonKey(old) === jsonKey(planned))],
  [/nullable bool/, (old, planned) => boolText(old) === boolText(planned)],
  [/^old 0, new -1/, (old, planned) => old === 0 && planned === -1],
  [/decimal numbers/, (old, planned) => Number(old) === Number(planned)],
  [/^same but for the scheme/, text((old, planned) => withoutScheme(old) === withoutScheme(planned))],
  [/^key ARN and key id of one key/, text((old, planned) => keyId(old) === keyId(planned))],
  [/trailing dot/, text((old, planned) => host(old) === host(planned))],
  [/case/i, text((old, planned) => old.toLowerCase() === planned.toLowerCase())],
];

function boolText(value: Value): string {
  if (value === "1" || value === true) return "true";
  if (value === "0" || value === false) return "false";
  return typeof value === "string" ? value : "";
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}

function keyId(key: string): string {
  return key.replace(/^arn:.*:key\//, "");
}

function host(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function jsonKey(text: string): string | undefined {
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Equal for policies that mean the same: one value or a list of one, lists in any order. */
function policyKey(text: string): string {
  try {
    return canonicalJson(normalised(JSON.parse(text === "" ? "{}" : text)));
  } catch {
    return text;
  }
}

function normalised(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normalised);
    if (items.length === 1 && typeof items[0] !== "object") return items[0];
    return items.sort((left, right) => (canonicalJson(left) < canonicalJson(right) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === "Statement" && !Array.isArray(part) ? [normalised(part)] : normalised(part),
    ]),
  );
}
