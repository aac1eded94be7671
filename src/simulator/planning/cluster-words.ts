import { Address4, Address6 } from "ip-address";
import { parseQuantity } from "../kubernetes/workloads/quantities.ts";
import type { PatternProblem } from "./patterns.ts";
import { isRecord, type Value } from "./values.ts";

type Problem = (text: string) => string | undefined;

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const name = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const cronField = /^[\d*/,\-A-Za-z?L#]+$/;

/** Checks of the providers that work on clusters, by the words of the tables. Source: apimachinery, pkg/util/validation. */
export const clusterChecks: readonly (readonly [RegExp, () => PatternProblem])[] = [
  [
    /^dns1123 label$/,
    () =>
      texts((text) =>
        fits(label.test(text.replace(/-$/, "a")) && text.length <= 63, "a lowercase RFC 1123 label", text),
      ),
  ],
  [
    /^dns1123 subdomain$/,
    () => texts((text) => fits(subdomain.test(text) && text.length <= 253, "a lowercase RFC 1123 subdomain", text)),
  ],
  [/^map keys are qualified names$/, () => keys((text) => fits(isQualifiedName(text), "a qualified name", text))],
  [
    /^map values are label values$/,
    () => texts((text) => fits(text === "" || (name.test(text) && text.length <= 63), "a valid label", text)),
  ],
  [
    /^base64 map values$/,
    () => texts((text) => fits(Buffer.from(text, "base64").toString("base64") === text, "base64", text)),
  ],
  [/^quantity$/, () => texts((text) => fits(text === "" || parseQuantity(text) !== undefined, "a quantity", text))],
  [/^int string$/, () => texts((text) => fits(/^-?\d*$/.test(text), "an integer", text))],
  [/^int or percent$/, () => texts((text) => fits(/^(\d+%?)?$/.test(text), "an integer or a percentage", text))],
  [/^octal string$/, () => texts((text) => fits(/^[0-7]*$/.test(text), "an octal number", text))],
  [/^port$/, () => numbers((port) => fits(port >= 1 && port <= 65_535, "a port from 1 to 65535", String(port)))],
  [/^port or 0$/, () => numbers((port) => fits(port >= 0 && port <= 65_535, "a port from 0 to 65535", String(port)))],
  [
    /^port number or IANA service name$/,
    () => texts((text) => fits(isPortOrName(text), "a port or the name of one", text)),
  ],
  [/^ip$/, () => texts((text) => fits(isAddress(text), "an IP address", text))],
  [
    /^cidr$/,
    () => texts((text) => fits(/\/\d+$/.test(text) && isAddress(text.replace(/\/\d+$/, "")), "a CIDR block", text)),
  ],
  [/^cron$/, () => texts((text) => fits(isCron(text), "a cron expression", text))],
];

function fits(isFitting: boolean, wanted: string, found: string): string | undefined {
  return isFitting ? undefined : `be ${wanted}, got ${JSON.stringify(found)}`;
}

/** The texts of a value: itself, elements of a list, values of a map. */
function texts(problem: Problem): PatternProblem {
  return (value) => firstOf(textsIn(value), problem);
}

function keys(problem: Problem): PatternProblem {
  return (value) => (isRecord(value) ? firstOf(Object.keys(value), problem) : undefined);
}

function numbers(problem: (value: number) => string | undefined): PatternProblem {
  return (value) => (typeof value === "number" ? problem(value) : undefined);
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  const parts: readonly Value[] = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  return parts.filter((part) => typeof part === "string");
}

function firstOf(found: readonly string[], problem: Problem): string | undefined {
  for (const text of found) {
    const said = problem(text);
    if (said !== undefined) return said;
  }
  return undefined;
}

function isQualifiedName(text: string): boolean {
  const [last = "", prefix, ...rest] = text.split("/").reverse();
  if (rest.length > 0 || !name.test(last) || last.length > 63) return false;
  return prefix === undefined || (subdomain.test(prefix) && prefix.length <= 253);
}

function isPortOrName(text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) >= 1 && Number(text) <= 65_535;
  return text.length <= 15 && label.test(text) && /[a-z]/.test(text) && !text.includes("--");
}

function isAddress(text: string): boolean {
  return Address4.isValid(text) || Address6.isValid(text);
}

function isCron(text: string): boolean {
  if (/^@(annually|yearly|monthly|weekly|daily|hourly|midnight|every .+)$/.test(text)) return true;
  const fields = text.trim().split(/\s+/);
  return fields.length === 5 && fields.every((field) => cronField.test(field));
}
