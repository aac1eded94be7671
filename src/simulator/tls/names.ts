import { Address6 } from "ip-address";
import { blocks, text as textOf, texts } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { children, dottedOid, element, ia5String, implicit, oid, sequence, set, text } from "./der.ts";

/** Attributes of a distinguished name in the order of the encoding: where the value is, its identifier, its short name. */
const nameAttributes = [
  { from: "country", oid: "2.5.4.6", short: "C" },
  { from: "organization", oid: "2.5.4.10", short: "O" },
  { from: "organizational_unit", oid: "2.5.4.11", short: "OU" },
  { from: "locality", oid: "2.5.4.7", short: "L" },
  { from: "province", oid: "2.5.4.8", short: "ST" },
  { from: "street_address", oid: "2.5.4.9", short: "STREET" },
  { from: "postal_code", oid: "2.5.4.17", short: "POSTALCODE" },
  { from: "common_name", oid: "2.5.4.3", short: "CN" },
  { from: "serial_number", oid: "2.5.4.5", short: "SERIALNUMBER" },
] as const;

const emailAddress = "1.2.840.113549.1.9.1";

/** The name in a `subject` block; empty without one. */
export function subjectOf(input: Values): Buffer {
  const [subject] = blocks(input, "subject");
  return subject ? distinguishedName(subject) : sequence();
}

/** A name out of the attributes of a `subject` block. */
export function distinguishedName(subject: Values): Buffer {
  const parts = nameAttributes.flatMap(({ from, oid: id }) => {
    const values = [textOf(subject, from), ...texts(subject[from])].filter(Boolean);
    return values.length === 0 ? [] : [set(...values.map((value) => sequence(oid(id), text(value))))];
  });
  const email = textOf(subject, "email_address");
  return sequence(...parts, ...(email === "" ? [] : [set(sequence(oid(emailAddress), ia5String(email)))]));
}

/** A name as RFC 2253 writes it, the last part first. */
export function nameText(name: Buffer): string {
  const [root] = children(name);
  const parts = root ? children(root.content) : [];
  return parts
    .reverse()
    .map((part) =>
      children(part.content)
        .map(({ content }) => pairText(content))
        .join("+"),
    )
    .join(",");
}

function pairText(pair: Buffer): string {
  const [type, value] = children(pair);
  const id = type ? dottedOid(type.content) : "";
  const short = nameAttributes.find((attribute) => attribute.oid === id)?.short ?? id;
  return `${short}=${(value?.content.toString("utf8") ?? "").replace(/[,+"\\<>;]/g, "\\$&")}`;
}

/** Alternative names out of `dns_names`, `ip_addresses` and `uris`; undefined when there are none. */
export function alternativeNames(input: Values): Buffer | undefined {
  const names = [
    ...texts(input.dns_names).map((name) => implicit(2, Buffer.from(name))),
    ...texts(input.ip_addresses).map((address) => implicit(7, addressBytes(address))),
    ...texts(input.uris).map((uri) => implicit(6, Buffer.from(uri))),
  ];
  return names.length === 0 ? undefined : element(0x30, ...names);
}

function addressBytes(address: string): Buffer {
  if (!address.includes(":")) return Buffer.from(address.split(".").map(Number));
  return Buffer.from(new Address6(address).canonicalForm().replaceAll(":", ""), "hex");
}
