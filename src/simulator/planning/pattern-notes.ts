import type { Pattern } from "./schema.ts";

/** Constraints that the tables state in the words of a note. */
const constraints: readonly (readonly [RegExp, Pattern])[] = [
  [/^(each )?JSON(;|,|$)/, { kind: "JSON text" }],
  [/^base64$/, { kind: "base64" }],
  [/^IPv4 address$/, { kind: "ipv4" }],
  [/^IPv6 address$/, { kind: "ipv6" }],
  [/^IPv4 network CIDR\b|^each an IPv4 network CIDR\b/, { kind: "cidr4" }],
  [/^IPv6 network CIDR\b/, { kind: "cidr6" }],
  [/^network CIDR\b|^each a network CIDR\b/, { kind: "cidr" }],
  [/^RFC3339\b/, { kind: "rfc3339" }],
  [/^YYYY-MM-DD$/, { kind: "date" }],
  [/^Go regexp$/, { kind: "regular expression" }],
  [/^ARN, or a service principal\b/, { kind: "ARN or service principal" }],
  [/^-1 or all, 0-142 except 57, 253, 254,/, { kind: "protocol" }],
  [/^map; keys in lower case$/, { kind: "map with keys in lower case" }],
  [/^number over 0$/, { above: 0 }],
  [/^at least one item$/, { min: 1 }],
  [/^a role name; an ARN is refused$/, { not: "^arn:" }],
  [/^must not end with a period$/, { not: "\\.$" }],
];

/** What a note adds to the constraint that it stands beside. */
export function constraintOfNote({ note = "" }: Pattern): Pattern | undefined {
  return constraints.find(([words]) => words.test(note))?.[1];
}

/** The part of a constraint that the provider checks before any call; the rest its service does. */
export function checkedAtPlan(pattern: Pattern): Pattern {
  const { note = "" } = pattern;
  if (/\bnot checked at plan\b/.test(note)) return {};
  if (!note.startsWith("plan checks only length")) return pattern;
  const { regex: _left, ...checked } = pattern;
  return checked;
}
