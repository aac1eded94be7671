import { type ChartFacts, chartFacts } from "./chart-facts.ts";

/** Keys of a chart's values with their defaults. */
export type ValueTree = { readonly [key: string]: unknown };

/** Which of the two versions that the facts describe. */
export type Edition = "reference" | "newest";

/** The edition of a version; undefined for a version that the facts do not describe. */
export function editionOf(facts: ChartFacts, version: string): Edition | undefined {
  if (facts.newest_seen.version === version) return "newest";
  return facts.reference.version === version ? "reference" : undefined;
}

const trees = new Map<string, ValueTree>();

/** All keys that a version of a chart takes: its own, and those of its sub-charts below their names. */
export function valueTree(chart: string, edition: Edition): ValueTree {
  const id = `${chart} ${edition}`;
  let tree = trees.get(id);
  if (!tree) {
    const facts = chartFacts(chart);
    tree = (edition === "newest" ? facts.values_newest : facts.values_reference) as ValueTree;
    const subcharts = facts[edition === "newest" ? "subcharts_newest" : "subcharts_reference"];
    for (const [name, subchart] of Object.entries(
      (subcharts ?? {}) as Readonly<Record<string, { values?: ValueTree }>>,
    )) {
      tree = joined(tree, name.split("."), subchart.values ?? {});
    }
    trees.set(id, tree);
  }
  return tree;
}

/** A tree with another one below a path; where both have a key, the one that was there stays. */
function joined(tree: ValueTree, path: readonly string[], below: ValueTree): ValueTree {
  const [key, ...rest] = path;
  if (key === undefined) return merged(tree, below);
  const there = tree[key];
  return { ...tree, [key]: joined(isTree(there) ? there : {}, rest, below) };
}

function merged(tree: ValueTree, below: ValueTree): ValueTree {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(tree)) {
    const other = below[key];
    result[key] = isTree(value) && isTree(other) ? merged(value, other) : value;
  }
  return result;
}

/** True for a map of keys. */
export function isTree(value: unknown): value is ValueTree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
