import type { PlanCall } from "../../../planning/resource-type.ts";
import { isRecord, isWhollyKnown, unknown, type Value, type Values } from "../../../planning/values.ts";
import { canonicalJson } from "../../../world/json.ts";
import type { Aws } from "../../client.ts";

/** A set of objects that configurations write as blocks, which the tables know only as one attribute. */
export interface AttributeBlocks {
  readonly name: string;
  /** An element as it stands in the state once the service holds it; members that are left out are empty, unknown ones do not matter. */
  stored(element: Values): Values;
  /** The parts that an element stands for, where several elements may stand for the same parts; itself when left out. */
  parts?(element: Values): readonly unknown[];
}

/** Plans such a set: the state's value where both mean the same, else each element as it will be stored. */
export function planAttributeBlocks({ state, config, planned }: PlanCall<Aws>, kind: AttributeBlocks): void {
  const configured = config[kind.name];
  if (!Array.isArray(configured)) return;
  const wanted = configured.map((element: Value) => (isRecord(element) ? plannedElement(kind, element) : element));
  const held = state?.[kind.name];
  planned[kind.name] = Array.isArray(held) && meaningOf(kind, held) === meaningOf(kind, wanted) ? held : wanted;
}

/** An element as it will be stored, as far as that is known: its other members must not change once the rest becomes known. */
function plannedElement(kind: AttributeBlocks, element: Values): Values {
  const unknowns = Object.entries(element).filter(([, value]) => value === unknown);
  return { ...kind.stored(element), ...Object.fromEntries(unknowns) };
}

/** What a read shows: the state's elements as long as they mean what the service holds. */
export function readAttributeBlocks(state: Values, kind: AttributeBlocks, current: readonly Values[]): Value {
  const held = state[kind.name];
  return Array.isArray(held) && meaningOf(kind, held) === meaningOf(kind, current) ? held : current;
}

/** An object with these members and no others, empty where it leaves one out. */
export function filled(empty: Values, element: Values): Values {
  return Object.fromEntries(Object.entries(empty).map(([name, none]) => [name, element[name] ?? none]));
}

/** A text that sets of the same meaning share; lists in an element are sets, too. */
function meaningOf(kind: AttributeBlocks, elements: readonly Value[]): string {
  const parts = elements.flatMap((element): readonly unknown[] => {
    if (!isRecord(element) || !isWhollyKnown(element)) return [{ "<unknown>": true }];
    const stored = kind.stored(element);
    return kind.parts?.(stored) ?? [withSortedLists(stored)];
  });
  return [...new Set(parts.map(canonicalJson))].sort().join("\n");
}

function withSortedLists(element: Values): Values {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]),
  );
}
