import { nearest } from "../configuration/names.ts";
import { chartFacts } from "./chart-facts.ts";
import { takesAnyKey } from "./free-values.ts";
import { type Edition, isTree, type ValueTree, valueTree } from "./value-tree.ts";

/** A value that a chart does not read. */
interface ValueProblem {
  /** Keys from the root of the values. */
  readonly path: readonly string[];
  readonly problem: string;
  readonly hint: string;
}

/**
 * The keys of values that a version of a chart does not read: mistyped, or gone since another version. Helm takes them without a
 * word.
 */
export function valueProblems(chart: string, edition: Edition, values: ValueTree): ValueProblem[] {
  return below({ chart, edition }, values, valueTree(chart, edition), []);
}

interface Place {
  readonly chart: string;
  readonly edition: Edition;
}

function below(place: Place, values: ValueTree, tree: ValueTree, path: readonly string[]): ValueProblem[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const at = [...path, key];
    if (!(key in tree)) return isStillRead(place, at) ? [] : [unknownKey(place, tree, at)];
    const known = tree[key];
    if (!isTree(value) || takesAnyKey(place.chart, at)) return [];
    if (isTree(known)) return Object.keys(known).length === 0 ? [] : below(place, value, known, at);
    return known === null || Array.isArray(known) ? [] : [notAMap(place, at, known)];
  });
}

/** Keys that left the defaults and that templates read all the same. */
function isStillRead({ chart, edition }: Place, path: readonly string[]): boolean {
  if (edition !== "newest") return false;
  const read = chartFacts(chart).removed_but_still_read_by_newest_templates;
  return Array.isArray(read) && read.includes(path.join("."));
}

function unknownKey({ chart, edition }: Place, tree: ValueTree, path: readonly string[]): ValueProblem {
  const key = path.at(-1) ?? "";
  const { reference, newest_seen: newest } = chartFacts(chart);
  const [own, other] = edition === "newest" ? [newest, reference] : [reference, newest];
  const isInOther = has(valueTree(chart, edition === "newest" ? "reference" : "newest"), path);
  const near = nearest(key, Object.keys(tree)) ?? elsewhere(valueTree(chart, edition), key);
  const known = Object.keys(tree).slice(0, 12).join(", ");
  return {
    path,
    problem: `${chart} ${own.version} reads no value ${path.join(".")}${isInOther ? `; ${other.version} does` : ""}.`,
    hint: near === undefined ? `It reads here: ${known}.` : `Did you mean ${near}?`,
  };
}

function notAMap({ chart, edition }: Place, path: readonly string[], known: unknown): ValueProblem {
  const { reference, newest_seen: newest } = chartFacts(chart);
  const { version } = edition === "newest" ? newest : reference;
  return {
    path,
    problem: `${path.join(".")} is a map, where ${chart} ${version} takes a single value.`,
    hint: `Its default is ${JSON.stringify(known)}: write a value of that kind.`,
  };
}

function has(tree: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return isTree(tree) && key in tree && has(tree[key], rest);
}

/** The shortest path at which a key of that name stands. */
function elsewhere(tree: ValueTree, key: string): string | undefined {
  let level: (readonly [path: string, tree: ValueTree])[] = [["", tree]];
  while (level.length > 0) {
    const next: (readonly [string, ValueTree])[] = [];
    for (const [path, here] of level) {
      if (path !== "" && key in here) return `${path}.${key}`;
      for (const [name, value] of Object.entries(here)) {
        if (isTree(value)) next.push([path === "" ? name : `${path}.${name}`, value]);
      }
    }
    level = next;
  }
  return undefined;
}
