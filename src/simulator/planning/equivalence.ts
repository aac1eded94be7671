import { createHash } from "node:crypto";
import { Address6 } from "ip-address";
import { parseQuantity } from "../kubernetes/workloads/quantities.ts";
import { canonicalJson } from "../world/json.ts";
import { protocolName } from "./ip-protocols.ts";
import { policyKey } from "./policy-key.ts";
import { isRecord, type Value } from "./values.ts";

/** Says whether two different values of an attribute mean the same to the provider: in a plan, and in a state that is read again. */
export type Equivalence = (old: Value, planned: Value) => boolean;

/** The comparison that a wording of the tables stands for; undefined when it is no comparison of two values. */
export function equivalenceOf(words: string): Equivalence | undefined {
  return comparisons.find(([known]) => known.includes(words))?.[1];
}

const comparisons: readonly (readonly [readonly string[], Equivalence])[] = [
  [
    [
      "IAM policies that mean the same (list against single value, order, whitespace)",
      "equivalent IAM policy documents (order, string or one-item list); leading blanks trimmed by validation",
      "equivalent IAM policy documents; empty equals {}",
    ],
    byText(policyKey),
  ],
  [
    ["JSON equal after normalising", "equal JSON"],
    bothTexts((old, planned) => jsonKey(old) !== undefined && jsonKey(old) === jsonKey(planned)),
  ],
  [
    ['nullable bool text: "", true/1, false/0 compared by value', "equal as booleans"],
    (old, planned) => boolText(old) === boolText(planned),
  ],
  [["suppressed when both parse to the same quantity"], sameQuantities],
  [["equal as decimal numbers"], (old, planned) => Number(old) === Number(planned)],
  [['"null" equals ""'], byText((text) => (text === "null" ? "" : text))],
  [["same but for the scheme"], byText((url) => url.replace(/^https:\/\//, ""))],
  [["key ARN and key id of one key"], byText((key) => key.replace(/^arn:.*:key\//, ""))],
  [["case, trailing dot", "stored lower-case without trailing dot"], byText((name) => lower(name).replace(/\.$/, ""))],
  [["case only", "case ignored"], byText(lower)],
  [["same set ignoring case"], (old, planned) => lowerSet(old) === lowerSet(planned)],
  [["same network written differently"], bothTexts(isSameNetwork)],
  [
    [
      "semantic equality: case, number and name of one protocol, all = -1",
      "stored lower-case; numbers 1, 6, 17, 58 as icmp, tcp, udp, icmpv6; all as -1",
      "name and number of one protocol hash alike",
      "name and number of one protocol make the same set element",
      "name and number of one protocol",
    ],
    byText(protocolName),
  ],
  [["null kept when EC2 returns -1"], (old, planned) => old === null && planned === -1],
  [["old 0, new -1"], (old, planned) => old === 0 && planned === -1],
  [["suppressed when old is -1 and new is the text null"], (old, planned) => old === -1 && planned === null],
  [
    ['suppressed between "" and the SHA-1 of the empty string'],
    bothTexts((old, planned) => [old, planned].sort().join(" ") === ` ${sha1OfNothing}`),
  ],
  [
    ["suppressed when old is lowercase hex sha256 of new (state keeps the checksum for write-only values)"],
    bothTexts((old, planned) => old === createHash("sha256").update(planned).digest("hex")),
  ],
  [
    ["suppressed between ACCESS/STACK_ACCESS, PLAN/TERRAFORM_PLAN, TASK/TASK_RUN in either direction"],
    byText((type) => renamedPolicyTypes[type] ?? type),
  ],
];

const sha1OfNothing = createHash("sha1").update("").digest("hex");

const renamedPolicyTypes: Readonly<Record<string, string>> = {
  STACK_ACCESS: "ACCESS",
  TERRAFORM_PLAN: "PLAN",
  TASK_RUN: "TASK",
};

/** Quantities of Kubernetes, or maps of them: `1000m` is `1`. */
function sameQuantities(old: Value, planned: Value): boolean {
  if (isRecord(old) && isRecord(planned)) {
    const names = Object.keys(old);
    return (
      names.length === Object.keys(planned).length &&
      names.every((name) => name in planned && sameQuantities(old[name] ?? null, planned[name] ?? null))
    );
  }
  if (typeof old !== "string" || typeof planned !== "string") return false;
  const [before, after] = [parseQuantity(old), parseQuantity(planned)];
  return before !== undefined && before === after;
}

function bothTexts(same: (old: string, planned: string) => boolean): Equivalence {
  return (old, planned) => typeof old === "string" && typeof planned === "string" && same(old, planned);
}

function byText(key: (text: string) => string): Equivalence {
  return bothTexts((old, planned) => key(old) === key(planned));
}

function lower(text: string): string {
  return text.toLowerCase();
}

function lowerSet(value: Value): string {
  return Array.isArray(value) ? value.map(String).map(lower).sort().join("\n") : "";
}

function boolText(value: Value): string {
  if (value === "1" || value === true) return "true";
  if (value === "0" || value === false) return "false";
  return typeof value === "string" ? value : "";
}

function isSameNetwork(old: string, planned: string): boolean {
  if (!Address6.isValid(old) || !Address6.isValid(planned)) return false;
  const [left, right] = [new Address6(old), new Address6(planned)];
  return left.subnetMask === right.subnetMask && left.canonicalForm() === right.canonicalForm();
}

function jsonKey(text: string): string | undefined {
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}
