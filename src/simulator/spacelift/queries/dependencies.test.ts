import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accountRecords,
  byId,
  dependencyRecord,
  outputRecord,
  runRecord,
  stackRecord,
} from "../../testing/account-records.ts";
import { testSpacelift } from "../../testing/spacelift.ts";
import type { DependencyReference, StackDependency } from "../records/dependency.ts";
import type { RunState } from "../records/run.ts";
import type { AccountRecords } from "./account.ts";
import {
  changedOutputs,
  childDecision,
  dependantsOf,
  dependencyInputs,
  dependsOn,
  type ParentResult,
  parentsOf,
  stacksInDependencyOrder,
  waveFrom,
} from "./dependencies.ts";

function reference(
  dependency: StackDependency,
  inputName: string,
  changes: Partial<DependencyReference> = {},
): DependencyReference {
  return {
    id: `${dependency.id} ${inputName}`,
    dependencyId: dependency.id,
    inputName,
    outputName: inputName.toLowerCase(),
    triggerAlways: false,
    ...changes,
  };
}

function stacks(...ids: readonly string[]): Pick<AccountRecords, "stacks"> {
  return { stacks: byId(...ids.map((id) => stackRecord(id))) };
}

/** network → cluster → apps and tools; dns apart. */
function platform(changes: Partial<AccountRecords> = {}): AccountRecords {
  return accountRecords({
    ...stacks("apps", "cluster", "dns", "network", "tools"),
    dependencies: [
      dependencyRecord("apps", "cluster"),
      dependencyRecord("tools", "cluster"),
      dependencyRecord("cluster", "network"),
    ],
    ...changes,
  });
}

describe("the graph", () => {
  test("names direct parents and direct dependants only", () => {
    expect(parentsOf(platform(), "apps")).toEqual(["cluster"]);
    expect(dependantsOf(platform(), "cluster")).toEqual(["apps", "tools"]);
  });

  test("is followed upward over any distance", () => {
    expect(dependsOn(platform(), "apps", "network")).toBe(true);
    expect(dependsOn(platform(), "network", "apps")).toBe(false);
    expect(dependsOn(platform(), "apps", "apps")).toBe(true);
  });
});

describe("a run starts a wave", () => {
  test("over everything below its stack, parents first", () => {
    expect(waveFrom(platform(), ["network"])).toEqual(["network", "cluster", "apps", "tools"]);
  });

  test("never upward or sideways", () => {
    expect(waveFrom(platform(), ["apps"])).toEqual(["apps"]);
  });

  test("that holds a stack once, though several starts lead to it", () => {
    expect(waveFrom(platform(), ["apps", "network"])).toEqual(["network", "cluster", "apps", "tools"]);
  });

  test("without stacks that are disabled", () => {
    const cluster = stackRecord("cluster", { disabled: true });
    const records = platform();
    const changed = { ...records, stacks: new Map([...records.stacks, ["cluster", cluster] as const]) };
    expect(waveFrom(changed, ["network"])).not.toContain("cluster");
  });
});

const names = ["a", "b", "c", "d", "e"];
/** Edges that always point from a later letter to an earlier one. */
const acyclicEdges = fc
  .uniqueArray(fc.tuple(fc.nat(4), fc.nat(4)), { selector: (pair) => pair.join(), maxLength: 10 })
  .map((pairs) => pairs.flatMap(([low, high]) => (low < high ? [[names[high], names[low]] as [string, string]] : [])));

test("in the order of dependencies every stack comes once, and after all it depends on", () => {
  fc.assert(
    fc.property(acyclicEdges, (edges) => {
      const dependencies = edges.map(([child, parent]) => dependencyRecord(child, parent));
      const order = stacksInDependencyOrder(accountRecords({ ...stacks(...names), dependencies }));
      expect([...order].sort()).toEqual(names);
      for (const [child, parent] of edges) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(child));
    }),
  );
});

test("a wave holds its starts and the stacks from which following dependencies upward leads to one", () => {
  fc.assert(
    fc.property(acyclicEdges, fc.subarray(names, { minLength: 1 }), (edges, starts) => {
      const dependencies = edges.map(([child, parent]) => dependencyRecord(child, parent));
      const reached = new Set(starts);
      for (let size = -1; size !== reached.size; ) {
        size = reached.size;
        for (const [child, parent] of edges) if (reached.has(parent)) reached.add(child);
      }
      const wave = waveFrom(accountRecords({ ...stacks(...names), dependencies }), starts);
      expect([...wave].sort()).toEqual([...reached].sort());
    }),
  );
});

test("a dependency is refused exactly when it would close a cycle", () => {
  const edge = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names));
  fc.assert(
    fc.property(fc.uniqueArray(edge, { selector: (pair) => pair.join(), maxLength: 8 }), (edges) => {
      const spacelift = testSpacelift();
      for (const name of names) spacelift.stack(name);
      const reached = new Map(names.map((name) => [name, new Set([name])]));
      for (const [stack_id, depends_on_stack_id] of edges) {
        const closes = reached.get(depends_on_stack_id)?.has(stack_id) ?? false;
        const depend = () => spacelift.create("spacelift_stack_dependency", { stack_id, depends_on_stack_id });
        if (closes) {
          expect(depend).toThrow("would form a cycle");
          continue;
        }
        depend();
        for (const above of reached.values()) {
          if (above.has(stack_id)) for (const name of reached.get(depends_on_stack_id) ?? []) above.add(name);
        }
      }
    }),
    { numRuns: 50 },
  );
});

describe("a queued child of one parent", () => {
  const edge = dependencyRecord("child", "parent");
  const known = (...references: readonly DependencyReference[]) =>
    runRecord("earlier", "child", { references: references.map(({ id }) => id) });

  function verdict(state: RunState, changed: readonly string[] = [], changes: Partial<AccountRecords> = {}): string {
    const records = accountRecords({ ...stacks("child", "parent"), dependencies: [edge], ...changes });
    return childDecision(records, "child", new Map([["parent", { state, changedOutputs: changed }]])).verdict;
  }

  test("waits while the parent is at work", () => {
    expect(verdict("APPLYING")).toBe("wait");
    expect(verdict("UNCONFIRMED")).toBe("wait");
  });

  test("runs after it, even when nothing changed, if the dependency passes nothing on", () => {
    expect(verdict("FINISHED")).toBe("run");
  });

  test("runs when an output that it uses changed", () => {
    const references = [reference(edge, "ID")];
    expect(verdict("FINISHED", ["id"], { references, runs: [known(...references)] })).toBe("run");
  });

  test("is skipped when no output that it uses changed", () => {
    const references = [reference(edge, "ID")];
    expect(verdict("FINISHED", ["other"], { references, runs: [known(...references)] })).toBe("skip");
  });

  test("runs all the same when one reference triggers always", () => {
    const references = [reference(edge, "ID"), reference(edge, "NAME", { triggerAlways: true })];
    expect(verdict("FINISHED", [], { references, runs: [known(...references)] })).toBe("run");
  });

  test("runs when a reference is new since its last run, and not when one is gone", () => {
    const [old, added] = [reference(edge, "ID"), reference(edge, "NAME")];
    expect(verdict("FINISHED", [], { references: [old, added], runs: [known(old)] })).toBe("run");
    expect(verdict("FINISHED", [], { references: [old], runs: [known(old, added)] })).toBe("skip");
  });

  test("forgets what a run was given that was skipped", () => {
    const [old, added] = [reference(edge, "ID"), reference(edge, "NAME")];
    const skipped = { ...known(old, added), id: "skipped", state: "SKIPPED" } as const;
    expect(verdict("FINISHED", [], { references: [old, added], runs: [known(old), skipped] })).toBe("run");
  });

  test.each(["FAILED", "STOPPED", "CANCELED", "DISCARDED"] as const)("is skipped when the parent is %s", (state) => {
    expect(verdict(state)).toBe("skip");
  });

  test("goes on after a parent that was skipped, unless skipping is said to end the chain", () => {
    expect(verdict("SKIPPED")).toBe("run");
    const records = accountRecords({ ...stacks("child", "parent"), dependencies: [edge] });
    const results = new Map([["parent", { state: "SKIPPED", changedOutputs: [] } as const]]);
    expect(childDecision(records, "child", results, { skippedParentEndsChain: true }).verdict).toBe("skip");
  });

  test("is told which references have not changed", () => {
    const references = [reference(edge, "ID")];
    const records = accountRecords({ dependencies: [edge], references, runs: [known(...references)] });
    const results = new Map([["parent", { state: "FINISHED", changedOutputs: [] } as const]]);
    expect(childDecision(records, "child", results).note).toMatch(
      /^This run has dependency references \(ID\) which have not changed since the last r/,
    );
  });
});

describe("a queued child of two parents", () => {
  const [left, right] = [dependencyRecord("child", "left"), dependencyRecord("child", "right")];
  const references = [reference(left, "ID")];
  const runs = [runRecord("earlier", "child", { references: references.map(({ id }) => id) })];

  function verdict(results: Readonly<Record<string, RunState>>, changes: Partial<AccountRecords> = {}): string {
    const records = accountRecords({ dependencies: [left, right], ...changes });
    const ended = Object.entries(results).map(([id, state]): [string, ParentResult] => [
      id,
      { state, changedOutputs: [] },
    ]);
    return childDecision(records, "child", new Map(ended)).verdict;
  }

  test("waits for both", () => {
    expect(verdict({ left: "FINISHED", right: "PLANNING" })).toBe("wait");
  });

  test("does not wait for one that takes no part in the wave", () => {
    expect(verdict({ left: "FINISHED" })).toBe("run");
  });

  test("is skipped when one failed", () => {
    expect(verdict({ left: "FINISHED", right: "FAILED" })).toBe("skip");
  });

  test("runs regardless when a finished one passes nothing on", () => {
    expect(verdict({ left: "FINISHED", right: "FINISHED" }, { references, runs })).toBe("run");
  });

  test("is skipped when only the one with references finished, unchanged", () => {
    expect(verdict({ left: "FINISHED", right: "SKIPPED" }, { references, runs })).toBe("skip");
  });
});

describe("a dependency's input", () => {
  const edge = dependencyRecord("child", "parent");

  function inputs(parent: Parameters<typeof stackRecord>[1], changes: Partial<AccountRecords> = {}) {
    return dependencyInputs(
      accountRecords({
        stacks: byId(stackRecord("child"), stackRecord("parent", { name: "Parent", ...parent })),
        dependencies: [edge],
        references: [reference(edge, "ID")],
        ...changes,
      }),
      "child",
    );
  }

  test("is a text as it is, and anything else as JSON", () => {
    const references = [reference(edge, "ID"), reference(edge, "LIST")];
    const outputs = [outputRecord("id", "vpc-1"), outputRecord("list", ["a", "b"])];
    expect(inputs({ outputs }, { references }).inputs.map(({ value }) => value)).toEqual(["vpc-1", '["a","b"]']);
  });

  test("is secret and opened when the output is sensitive", () => {
    const outputs = [outputRecord("id", "", { sensitive: true, value: "sealed" })];
    const reveal = (sealed: string) => JSON.stringify(`opened ${sealed}`);
    expect(inputs({ outputs }, { reveal }).inputs).toMatchObject([{ value: "opened sealed", secret: true }]);
  });

  test("that was never stored fails the run with the names of both ends", () => {
    const references = [reference(edge, "ID"), reference(edge, "NAME")];
    expect(inputs({}, { references }).failure).toBe(
      "job assignment failed: the following inputs are missing: Parent.id => ID, Parent.name => NAME",
    );
  });

  test("is not offered after the parent's run failed", () => {
    expect(inputs({ outputs: [outputRecord("id", "vpc-1")], state: "FAILED" }).failure).toMatch("Parent.id => ID");
  });

  test("is left out without failing the run when another dependency passes nothing on", () => {
    const dependencies = [edge, dependencyRecord("child", "other")];
    const { inputs: given, failure } = inputs({}, { dependencies });
    expect(given).toEqual([]);
    expect(failure).toBeNull();
  });
});

test("an output is changed when it is new or differs, and not when it is gone", () => {
  const before = [outputRecord("same", 1), outputRecord("other", 1), outputRecord("gone", 1)];
  const after = [outputRecord("same", 1), outputRecord("other", 2), outputRecord("new", 1)];
  expect(changedOutputs(before, after)).toEqual(["other", "new"]);
});
