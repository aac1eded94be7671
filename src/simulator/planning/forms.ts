import { base32, type Ids } from "../world/ids.ts";
import type { Values } from "./values.ts";

/** What identifiers and ARNs are made with beside the object's own attributes. */
export interface Identity {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly ids: Ids;
}

/** True for a text of the tables that is a form and no description: placeholders, no blanks. */
export function isForm(text: string): boolean {
  return text.includes("{") && !/\s/.test(text);
}

/**
 * Fills a form such as `subnet-{hex17}` or `arn:{partition}:iam::{account}:role{path}{name}`; undefined when it names something
 * that is not set, and then nothing is drawn for it.
 */
export function fillForm(
  form: string,
  kind: string,
  values: Values,
  identity: Identity | undefined,
  request: unknown,
): string | undefined {
  const parts = form.split(/\{([^}]+)\}/).map((part, index): (() => string) | undefined => {
    if (index % 2 === 0) return () => part;
    return (identity && placeholder(part, kind, identity, request)) ?? attributeText(values, part);
  });
  if (parts.includes(undefined)) return undefined;
  return parts.map((part) => part?.() ?? "").join("");
}

function placeholder(name: string, kind: string, identity: Identity, request: unknown): (() => string) | undefined {
  const { ids, partition } = identity;
  const hex = /^hex(\d+)$/i.exec(name)?.[1];
  if (hex) {
    const isUpper = name.startsWith("HEX");
    return () => {
      const digits = ids.hex(Number(hex), kind, request);
      return isUpper ? digits.toUpperCase() : digits;
    };
  }
  const letters = /^base32x(\d+)$/.exec(name)?.[1];
  if (letters) return () => ids.text(Number(letters), base32, kind, request);
  if (name === "uuid") return () => ids.uuid(kind, request);
  if (name === "dns_suffix") return () => (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");
  if (name === "partition" || name === "region" || name === "account") return () => identity[name];
  return undefined;
}

function attributeText(values: Values, name: string): (() => string) | undefined {
  const value = values[name];
  return typeof value === "string" || typeof value === "number" ? () => String(value) : undefined;
}
