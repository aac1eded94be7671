import { isIP, isIPv4, isIPv6 } from "node:net";
import { Address4, Address6 } from "ip-address";
import type { Pattern } from "./schema.ts";
import { isRecord, type Value } from "./values.ts";

/** Says what a text must; undefined when it does. */
export type TextCheck = (text: string) => string | undefined;

const arn = /^arn:aws[a-z-]*:[^:]*:[^:]*:[^:]*:.+$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Kinds of text by the word of the tables. */
export const textKinds: Readonly<Record<string, (text: string, pattern: Pattern) => boolean>> = {
  arn: (text) => arn.test(text),
  base64: (text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
  ipv4: isIPv4,
  ipv6: isIPv6,
  json: (text) => isRecord(parsed(text) ?? null),
  "JSON text": (text) => parsed(text) !== undefined,
  cidr: isNetwork,
  cidr4: (text, pattern) => isNetwork(text, pattern) && !text.includes(":"),
  cidr6: (text, pattern) => isNetwork(text, pattern) && text.includes(":"),
  nullable_bool: (text) => ["true", "false", "0", "1"].includes(text),
  rfc3339: (text) => rfc3339.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  "ARN or service principal": (text) => arn.test(text) || /^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(text),
  protocol: isProtocol,
  "regular expression": isExpression,
  kms_key_id: (text) => /^(arn:aws[a-z-]*:kms:.*|alias\/.+|mrk-[0-9a-f]+|[0-9a-f-]{36})$/.test(text),
};

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** True for the number or a name of an IP protocol that a network ACL takes. */
function isProtocol(text: string): boolean {
  if (!/^\d+$/.test(text)) return /^(-1|[a-z][\w./+-]*)$/i.test(text);
  const number = Number(text);
  return (number <= 142 && number !== 57) || number === 253 || number === 254;
}

/** True for an expression in Go's syntax, which JavaScript reads but for flags and named groups. */
function isExpression(text: string): boolean {
  try {
    new RegExp(text.replace(/\(\?[imsU]+\)/g, "").replace(/\(\?P</g, "(?<"));
    return true;
  } catch {
    return false;
  }
}

/** True for a CIDR whose host bits are zero and whose prefix length is allowed. */
function isNetwork(text: string, { min = 0, max = 128, step = 1 }: Pattern): boolean {
  const [address = "", prefix = ""] = text.split("/");
  if (isIP(address) === 0 || !/^\d+$/.test(prefix)) return false;
  const length = Number(prefix);
  if (length < min || length > max || (length - min) % step !== 0) return false;
  if (length > (address.includes(":") ? 128 : 32)) return false;
  const network = address.includes(":") ? new Address6(text) : new Address4(text);
  return network.startAddress().correctForm() === network.correctForm();
}
