import { isRecord, unknown, type Value, type Values } from "./values.ts";

/**
 * All values at a dotted path, through every element of lists and sets on the way. An unknown on the way is the value.
 * A path that leads nowhere gives none.
 */
export function valuesAt(object: Values | null, path: string): Value[] {
  let found: Value[] = [object];
  for (const step of path.split(".")) {
    found = found.flatMap((value): Value[] => {
      if (value === unknown) return [unknown];
      const items = Array.isArray(value) ? value : [value];
      return items.flatMap((item: Value) =>
        item === unknown ? [unknown] : isRecord(item) ? [item[step] ?? null] : [],
      );
    });
  }
  return found;
}

/** The value at the top of a path: what is compared when elements below it cannot be told apart. */
export function topOf(path: string): string {
  const dot = path.indexOf(".");
  return dot < 0 ? path : path.slice(0, dot);
}

/** True when a value is set: not null, and not an empty block. */
export function isSet(value: Value | undefined): boolean {
  if (value === null || value === undefined) return false;
  return !(Array.isArray(value) && value.length === 0);
}

/** True for what the older plugin generation takes for not set. */
export function isEmpty(value: Value): boolean {
  return (
    value === "" ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0) ||
    (isRecord(value) && Object.keys(value).length === 0)
  );
}
