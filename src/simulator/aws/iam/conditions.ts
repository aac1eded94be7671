import { arnMatches, glob } from "./glob.ts";
import type { Condition } from "./policy-document.ts";

/** Values of condition keys; the keys in lower case, as IAM compares them without regard to case. */
export type ConditionContext = Readonly<Record<string, readonly string[]>>;

type Comparison = (actual: string, wanted: string) => boolean;

const numeric =
  (compare: (left: number, right: number) => boolean): Comparison =>
  (actual, wanted) =>
    compare(Number(actual), Number(wanted));

const date =
  (compare: (left: number, right: number) => boolean): Comparison =>
  (actual, wanted) =>
    compare(instant(actual), instant(wanted));

/** Seconds since 1970 or ISO 8601, as IAM takes both. */
function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** True for a text that date operators understand. */
export function isMoment(text: string): boolean {
  return !Number.isNaN(instant(text));
}

const equal: Comparison = (actual, wanted) => actual === wanted;
const like: Comparison = (actual, wanted) => glob(wanted)(actual);
const equalIgnoringCase: Comparison = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();

/** What each operator compares; `not` turns it round over all wanted values together. */
const operators: ReadonlyMap<string, { readonly compare: Comparison; readonly not?: true }> = new Map(
  Object.entries({
    StringEquals: { compare: equal },
    StringNotEquals: { compare: equal, not: true },
    StringEqualsIgnoreCase: { compare: equalIgnoringCase },
    StringNotEqualsIgnoreCase: { compare: equalIgnoringCase, not: true },
    StringLike: { compare: like },
    StringNotLike: { compare: like, not: true },
    NumericEquals: { compare: numeric((left, right) => left === right) },
    NumericNotEquals: { compare: numeric((left, right) => left === right), not: true },
    NumericLessThan: { compare: numeric((left, right) => left < right) },
    NumericLessThanEquals: { compare: numeric((left, right) => left <= right) },
    NumericGreaterThan: { compare: numeric((left, right) => left > right) },
    NumericGreaterThanEquals: { compare: numeric((left, right) => left >= right) },
    DateEquals: { compare: date((left, right) => left === right) },
    DateNotEquals: { compare: date((left, right) => left === right), not: true },
    DateLessThan: { compare: date((left, right) => left < right) },
    DateLessThanEquals: { compare: date((left, right) => left <= right) },
    DateGreaterThan: { compare: date((left, right) => left > right) },
    DateGreaterThanEquals: { compare: date((left, right) => left >= right) },
    Bool: { compare: equalIgnoringCase },
    BinaryEquals: { compare: equal },
    IpAddress: { compare: inNetwork },
    NotIpAddress: { compare: inNetwork, not: true },
    ArnEquals: { compare: arnMatches },
    ArnLike: { compare: arnMatches },
    ArnNotEquals: { compare: arnMatches, not: true },
    ArnNotLike: { compare: arnMatches, not: true },
  }),
);

/** An operator's name taken apart: `ForAnyValue:StringLikeIfExists`. */
interface Operator {
  readonly set: "ForAllValues" | "ForAnyValue" | null;
  readonly name: string;
  readonly ifExists: boolean;
}

function operatorOf(text: string): Operator {
  const [, set = null, name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(text) ?? [];
  return { set: set as Operator["set"], name, ifExists: ifExists !== undefined };
}

/** True for an operator that IAM knows. */
export function isConditionOperator(text: string): boolean {
  const { name } = operatorOf(text);
  return name === "Null" || operators.has(name);
}

/** Compiles one condition to a test over the context. `values` are the wanted values after policy variables. */
export function compileCondition(
  condition: Condition,
): (context: ConditionContext, values: readonly string[]) => boolean {
  const { set, name, ifExists } = operatorOf(condition.operator);
  const key = condition.key.toLowerCase();
  if (name === "Null") {
    return (context, values) => values.some((value) => (value.toLowerCase() === "true") === !context[key]?.length);
  }
  const operator = operators.get(name);
  if (!operator) return () => false;
  const { compare, not = false } = operator;
  const fits = (actual: string, values: readonly string[]) => values.some((wanted) => compare(actual, wanted)) !== not;
  return (context, values) => {
    const actual = context[key];
    if (!actual || actual.length === 0) return ifExists || set === "ForAllValues" || (set === null && not);
    if (set === "ForAnyValue") return actual.some((one) => fits(one, values));
    if (set === "ForAllValues" || not) return actual.every((one) => fits(one, values));
    return actual.some((one) => fits(one, values));
  };
}

function inNetwork(address: string, network: string): boolean {
  const [base = "", length] = network.split("/");
  const bits = address.includes(":") ? 128 : 32;
  const left = addressBits(address);
  const right = addressBits(base);
  if (left === undefined || right === undefined || address.includes(":") !== base.includes(":")) return false;
  const shift = BigInt(bits - (length === undefined ? bits : Number(length)));
  return left >> shift === right >> shift;
}

function addressBits(address: string): bigint | undefined {
  if (!address.includes(":")) {
    const octets = address.split(".").map(Number);
    if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return undefined;
    return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
  }
  const [head = "", tail] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => "0");
  const groups = [...front, ...(tail === undefined ? [] : zeros), ...back];
  if (groups.length !== 8 || groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
}
