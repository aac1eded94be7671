import { isSet } from "./paths.ts";
import { isRecord, unknown, type Value, type Values } from "./values.ts";

/** A value of a configuration with the steps that lead to it. */
export interface Found {
  readonly value: Value;
  readonly at: readonly (string | number)[];
}

/** Values at a dotted path, through every element of lists and sets on the way; a list at the end stays whole. */
export function containersAt(config: Values, path: string): Found[] {
  let found: Found[] = [{ value: config, at: [] }];
  for (const step of path.split(".")) {
    found = found.flatMap(elementsOf).flatMap(({ value, at }) => {
      if (!isRecord(value)) return [];
      const next = value[step];
      return next === undefined ? [] : [{ value: next, at: [...at, step] }];
    });
  }
  return found;
}

/** As `containersAt`, with the elements of lists and sets at the end one by one. */
export function leavesAt(config: Values, path: string): Found[] {
  return containersAt(config, path).flatMap(elementsOf);
}

function elementsOf({ value, at }: Found): Found[] {
  if (!Array.isArray(value)) return [{ value, at }];
  return value.map((item: Value, index) => ({ value: item, at: [...at, index] }));
}

/** True when something stands at the path, known or not. */
export function isConfigured(config: Values, path: string): boolean {
  return containersAt(config, path).some(({ value }) => isSet(value));
}

/** Configured with a value that is known: one that is not may still turn out to be null. */
export function isGiven(config: Values, path: string): boolean {
  return isConfigured(config, path) && !holdsUnknown(config, path);
}

/** True when a value at the path is not known yet. */
function holdsUnknown(config: Values, path: string): boolean {
  return containersAt(config, path).some(({ value }) => value === unknown);
}
