import { isIP, isIPv4, isIPv6 } from "node:net";
import { Address4, Address6 } from "ip-address";
import type { Pattern } from "./schema.ts";
import { isRecord, type Value } from "./values.ts";

/** Says what is wrong with a value, or undefined when nothing is; null and unknown are never wrong. */
export type PatternProblem = (value: Value) => string | undefined;

const arn = /^arn:aws[a-z-]*:[^:]*:[^:]*:[^:]*:.+$/;

/** Compiles a constraint of the tables; undefined when there is nothing to check. */
export function problemOfPattern(pattern: Pattern): PatternProblem | undefined {
  const { kind, min, max, note = "" } = pattern;
  if (kind === "int" || kind === "float" || /\bnumber\b/.test(note)) return range(min, max, kind === "int");
  if (kind === "items" || /\bcount\b/.test(note)) return count(min, max);
  const texts = textProblems(pattern);
  if (texts.length === 0) return undefined;
  return (value) => (typeof value === "string" && value !== "" ? first(texts, value) : undefined);
}

function textProblems(pattern: Pattern): ((text: string) => string | undefined)[] {
  const { kind, min, max, regex, not, note = "" } = pattern;
  const problems: ((text: string) => string | undefined)[] = [];
  const byKind = kind === undefined ? undefined : kinds[kind];
  if (byKind)
    problems.push((text) => (byKind(text, min, max) ? undefined : `${JSON.stringify(text)} is not a valid ${kind}`));
  const cidr = kind === undefined && /\bCIDR\b/.test(note);
  if (cidr)
    problems.push((text) =>
      isNetwork(text, min, max) ? undefined : `${JSON.stringify(text)} is not a valid network CIDR`,
    );
  if (!byKind && !cidr && (min !== undefined || max !== undefined)) {
    problems.push((text) =>
      text.length < (min ?? 0) || text.length > (max ?? Number.POSITIVE_INFINITY)
        ? `expected length to be in the range (${min ?? 0} - ${max ?? "unlimited"}), got ${JSON.stringify(text)}`
        : undefined,
    );
  }
  const must = compile(regex);
  if (must) problems.push((text) => (must.test(text) ? undefined : `${JSON.stringify(text)} does not match ${regex}`));
  const mustNot = compile(not);
  if (mustNot)
    problems.push((text) => (mustNot.test(text) ? `${JSON.stringify(text)} must not match ${not}` : undefined));
  return problems;
}

function first(problems: readonly ((text: string) => string | undefined)[], text: string): string | undefined {
  for (const problem of problems) {
    const words = problem(text);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Regular expressions of the tables are Go's; the few that JavaScript does not read are left to the service. */
function compile(source: string | undefined): RegExp | undefined {
  if (source === undefined) return undefined;
  try {
    return new RegExp(source.replace(/\(\?i\)/g, ""), source.includes("(?i)") ? "i" : "");
  } catch {
    return undefined;
  }
}

const kinds: Readonly<Record<string, (text: string, min?: number, max?: number) => boolean>> = {
  arn: (text) => arn.test(text),
  ipv4: isIPv4,
  ipv6: isIPv6,
  json: isJsonObject,
  cidr: isNetwork,
  cidr4: (text, min, max) => isNetwork(text, min, max) && !text.includes(":"),
  cidr6: (text, min, max) => isNetwork(text, min, max) && text.includes(":"),
  nullable_bool: (text) => ["true", "false", "0", "1"].includes(text),
  rfc3339: (text) => !Number.isNaN(Date.parse(text)),
  kms_key_id: (text) => /^(arn:aws[a-z-]*:kms:.*|alias\/.+|mrk-[0-9a-f]+|[0-9a-f-]{36})$/.test(text),
};

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text) as Value);
  } catch {
    return false;
  }
}

/** True for a CIDR whose host bits are zero and whose prefix is in the range. */
function isNetwork(text: string, min = 0, max = 128): boolean {
  const [address = "", prefix = ""] = text.split("/");
  if (isIP(address) === 0 || !/^\d+$/.test(prefix)) return false;
  const length = Number(prefix);
  if (length < min || length > max || length > (address.includes(":") ? 128 : 32)) return false;
  try {
    const network = address.includes(":") ? new Address6(text) : new Address4(text);
    return network.startAddress().correctForm() === network.correctForm();
  } catch {
    return false;
  }
}

function range(min: number | undefined, max: number | undefined, whole: boolean): PatternProblem {
  return (value) => {
    const number = typeof value === "string" ? Number(value) : value;
    if (typeof number !== "number" || Number.isNaN(number)) return undefined;
    if (whole && !Number.isInteger(number)) return `expected an integer, got ${number}`;
    if (number < (min ?? Number.NEGATIVE_INFINITY) || number > (max ?? Number.POSITIVE_INFINITY)) {
      return `expected to be in the range (${min ?? "-∞"} - ${max ?? "∞"}), got ${number}`;
    }
    return undefined;
  };
}

function count(min: number | undefined, max: number | undefined): PatternProblem {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    if (value.length < (min ?? 0)) return `at least ${min} items are required, got ${value.length}`;
    if (max !== undefined && value.length > max) return `no more than ${max} items are allowed, got ${value.length}`;
    return undefined;
  };
}
