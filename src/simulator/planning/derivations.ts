import { fillForm, type Identity, isForm } from "./forms.ts";
import type { Behaviour } from "./schema.ts";
import type { Value, Values } from "./values.ts";

/** What a value is made from: the object so far, what identifiers are made with, and the request that they are drawn for. */
export interface Making {
  /** Type and attribute, for example `aws_subnet.id`. */
  readonly kind: string;
  readonly values: Values;
  readonly identity: Identity | undefined;
  readonly request: Values;
}

/** Makes a value that the service left out; undefined when a part of it is not set. */
export type Derivation = (making: Making) => Value | undefined;

/** How the tables say that computed values come about, by path. */
export function derivationsOf({
  computed = {},
  default_rule: defaults = {},
  id,
  arn,
}: Behaviour): Map<string, Derivation> {
  const named = Object.entries({ id, arn }).flatMap(([name, words]) =>
    words === undefined ? [] : [[name, words] as const],
  );
  const rules = [...Object.entries(computed), ...Object.entries(defaults), ...named];
  return new Map(
    rules.flatMap(([path, words]) => {
      const derivation = derivationOf(words);
      return derivation ? [[path, derivation] as const] : [];
    }),
  );
}

/** A form such as `subnet-{hex17}`, another attribute such as `= id`, a value such as `"vpc"`, `[]` or `empty`, or one for each Region; undefined for a description. */
function derivationOf(words: string | Readonly<Record<string, string>>): Derivation | undefined {
  if (typeof words !== "string") return ({ identity }) => (identity ? words[identity.region] : undefined);
  const literal = literalOf(words);
  if (literal !== undefined) return () => literal;
  const same = /^(?:= |same value as |equal to )(\w+)(?: \(deprecated\))?$/.exec(words)?.[1];
  if (same !== undefined) return ({ values }) => values[same] ?? undefined;
  if (!isForm(words)) return undefined;
  return ({ kind, values, identity, request }) => fillForm(words, kind, values, identity, request);
}

/** Words behind a value that say no more than that it stands where the configuration is silent. */
const silent = / (unless given|unless set|when not sent|when not given|when none)$/;

function literalOf(words: string): Value | undefined {
  const value = words.replace(silent, "");
  if (value === "empty" || value === "empty string") return "";
  if (/^[A-Z][A-Z0-9_]{2,}$/.test(value)) return value;
  try {
    const parsed = JSON.parse(value) as Value;
    return typeof parsed === "string" && parsed.includes("{") ? undefined : parsed;
  } catch {
    return undefined;
  }
}
