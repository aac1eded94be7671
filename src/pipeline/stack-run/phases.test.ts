import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Clusters } from "../../simulator/kubernetes/clusters.ts";
import { noRepositories } from "../../simulator/kubernetes/repositories.ts";
import { eachHook, type Hooks } from "../../simulator/spacelift/records/hooks.ts";
import { spaceliftTable } from "../../simulator/spacelift/records/tables.ts";
import { stackRecord } from "../../simulator/testing/account-records.ts";
import { testSpacelift } from "../../simulator/testing/spacelift.ts";
import { RunRecords } from "../run-records.ts";
import { Phases } from "./phases.ts";
import { workspaceOf } from "./workspace.ts";

/** The phases of a run of a stack with these hooks, and the lines that the hooks print. */
function phasesWith(hooks: Partial<Hooks>) {
  const worldFolder = mkdtempSync(join(tmpdir(), "phases-"));
  onTestFinished(() => rmSync(worldFolder, { recursive: true }));
  const { world, spacelift } = testSpacelift();
  const stack = stackRecord("app", { hooks: { ...eachHook(() => []), ...hooks } });
  spaceliftTable(world, spacelift.account, "stack").put(stack.id, stack);
  const records = new RunRecords(world, spacelift.account);
  const workspace = workspaceOf(worldFolder, stack.id, "");
  mkdirSync(workspace.workingFolder, { recursive: true });
  const lines: string[] = [];
  const phases = new Phases({
    runner: {
      records,
      clusters: new Clusters(world, [], noRepositories),
      repository: worldFolder,
      worldFolder,
      engine: { name: "tofu", path: "/usr/bin/false", version: "1.11.0" },
      attach: async () => ({ reattach: "{}", operations: () => [], remove: () => null, close: async () => undefined }),
      evaluatePolicy: async () => ({ deny: [], warn: [] }),
      callerEnvironment: { PATH: process.env.PATH },
      emit: () => undefined,
      signal: new AbortController().signal,
      clock: () => 0,
      environmentOf: () => null,
    },
    workspace,
    run: records.queue(stack.id, "TRACKED", "user"),
    apiToken: "token",
    inputs: [],
    onEngineEvent: () => undefined,
    onHookLine: (_phase, line) => lines.push(line),
  });
  return { phases, lines };
}

test("what a hook exports is there in every later phase, whatever hooks come between", async () => {
  const { phases, lines } = phasesWith({
    before_init: ["export COLOUR=green"],
    after_init: ["export SHAPE=round"],
    before_plan: ["true"],
    before_apply: ['echo "$COLOUR $SHAPE"'],
  });
  for (const phase of ["init", "plan", "apply"] as const) await phases.perform(phase, async () => undefined);
  expect(lines).toEqual(["green round"]);
});

test("a hook that exports another value changes it for the phases that follow", async () => {
  const { phases, lines } = phasesWith({
    before_init: ["export COLOUR=green"],
    before_plan: ["export COLOUR=red"],
    before_apply: ['echo "$COLOUR"'],
  });
  for (const phase of ["init", "plan", "apply"] as const) await phases.perform(phase, async () => undefined);
  expect(lines).toEqual(["red"]);
});

test("a hook that fails ends the phase, and the run fails", async () => {
  const { phases } = phasesWith({ before_plan: ["exit 3"] });
  const engineCalls: string[] = [];
  const plan = phases.perform("plan", async () => engineCalls.push("plan"));
  await expect(plan).rejects.toMatchObject({ state: "FAILED", note: "before_plan ended with exit code 3" });
  expect(engineCalls).toEqual([]);
});
