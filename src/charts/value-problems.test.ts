import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chartFacts } from "./chart-facts.ts";
import { takesAnyKey } from "./free-values.ts";
import { valueProblems } from "./value-problems.ts";
import { type Edition, isTree, type ValueTree, valueTree } from "./value-tree.ts";

const charts = [
  "airflow",
  "cert-manager",
  "cluster",
  "gateway-helm",
  "policy-reporter",
  "signoz",
  "trivy-operator",
  "victoria-metrics-k8s-stack",
];
const editions: readonly Edition[] = ["reference", "newest"];

/** Every path of a chart's values at which keys are known and checked. */
function checkedPaths(chart: string, edition: Edition): string[][] {
  const paths: string[][] = [];
  const walk = (tree: ValueTree, path: readonly string[]): void => {
    paths.push([...path]);
    for (const [key, value] of Object.entries(tree)) {
      const at = [...path, key];
      if (isTree(value) && Object.keys(value).length > 0 && !takesAnyKey(chart, at)) walk(value, at);
    }
  };
  walk(valueTree(chart, edition), []);
  return paths;
}

/** A value at a path. */
function valuesAt(path: readonly string[], value: unknown): ValueTree {
  const [key, ...rest] = path;
  return key === undefined ? (value as ValueTree) : { [key]: rest.length === 0 ? value : valuesAt(rest, value) };
}

const place = fc
  .record({ chart: fc.constantFrom(...charts), edition: fc.constantFrom(...editions) })
  .chain(({ chart, edition }) =>
    fc.record({
      chart: fc.constant(chart),
      edition: fc.constant(edition),
      path: fc.constantFrom(...checkedPaths(chart, edition)),
    }),
  );

describe("values against the keys of a chart", () => {
  test("a chart reads its own defaults, at every depth", () => {
    fc.assert(
      fc.property(place, ({ chart, edition, path }) => {
        let tree: unknown = valueTree(chart, edition);
        for (const key of path) tree = (tree as ValueTree)[key];
        expect(valueProblems(chart, edition, valuesAt(path, tree))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("a key that no chart has is found wherever it stands, and nothing else is", () => {
    fc.assert(
      fc.property(place, fc.stringMatching(/^zz[a-z]{6,12}$/), ({ chart, edition, path }, key) => {
        const found = valueProblems(chart, edition, valuesAt([...path, key], true));
        expect(found.map((problem) => problem.path)).toEqual([[...path, key]]);
      }),
      { numRuns: 300 },
    );
  });

  test("a key with a letter too many is found, and the right one is proposed", () => {
    fc.assert(
      fc.property(place, fc.nat(), ({ chart, edition, path }, seed) => {
        let tree: unknown = valueTree(chart, edition);
        for (const key of path) tree = (tree as ValueTree)[key];
        const keys = Object.keys(tree as ValueTree).filter((key) => key.length > 6);
        const key = keys[seed % Math.max(1, keys.length)];
        if (key === undefined || `${key}x` in (tree as ValueTree)) return;
        const [found] = valueProblems(chart, edition, valuesAt([...path, `${key}x`], true));
        expect(found?.hint).toMatch(/^Did you mean /);
      }),
      { numRuns: 200 },
    );
  });

  test("a map that Kubernetes reads takes every key", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (labels) => {
        expect(valueProblems("airflow", "reference", { workers: { nodeSelector: labels } })).toEqual([]);
        expect(valueProblems("signoz", "newest", { signoz: { env: labels } })).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("a key that left the defaults and that templates still read is let through", () => {
    expect(valueProblems("airflow", "newest", { webserver: { defaultUser: { username: "admin" } } })).toEqual([]);
  });

  test("what the reference system really overrode and the newest version no longer reads is found", () => {
    const dead = valueProblems("signoz", "newest", {
      schemaMigrator: { upgradeHelmHooks: false },
      otelCollectorMetrics: { enabled: false },
      alertmanager: { nodeSelector: {} },
    });
    expect(dead.map(({ path }) => path.join("."))).toEqual(["schemaMigrator", "otelCollectorMetrics", "alertmanager"]);
    expect(dead.every(({ problem }) => problem.endsWith(`${chartFacts("signoz").reference.version} does.`))).toBe(true);
  });
});
