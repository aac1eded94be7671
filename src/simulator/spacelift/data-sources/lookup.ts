import type { Value, Values } from "../../planning/values.ts";
import { refuse } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { block, blocks, flag, text, texts } from "../input.ts";
import type { SpaceliftRows, TableName } from "../records/tables.ts";
import { lookupRules as rules } from "../rules/lookup.ts";

/** The record of that id, or the provider's words for its absence. */
export function recordOf<Name extends TableName>(
  client: Spacelift,
  table: Name,
  id: Value | undefined,
  word: string,
): SpaceliftRows[Name] {
  return client.table(table).get(text(id)) ?? refuse(rules.notFound, word);
}

/** Whether a record's labels fulfil a plain `labels` argument: all of them are asked for. */
export function hasLabels(record: { readonly labels: readonly string[] }, asked: Value | undefined): boolean {
  return texts(asked).every((label) => record.labels.includes(label));
}

/** Whether any of a record's texts is named by every block of a search, each of which lists what it accepts. */
export function matchesAny(values: readonly string[], conditions: Value | undefined): boolean {
  return blocks(conditions).every(({ any_of }) => texts(any_of).some((accepted) => values.includes(accepted)));
}

/** Whether a flag is what the block of a search asks for. */
export function matchesFlag(value: boolean, condition: Value | undefined): boolean {
  const asked = block(condition);
  return asked === undefined || value === flag(asked.equals);
}

/** Attributes with their `id` under another name, as lists of records show them. */
export function withIdAs(name: string, { id = null, ...values }: Values): Values {
  return { ...values, [name]: id };
}
