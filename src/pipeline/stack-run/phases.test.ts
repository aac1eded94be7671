import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { eachHook, type Hooks } from "../../simulator/spacelift/records/hooks.ts";
import { runnerOf } from "../testing/runner.ts";
import { Phases } from "./phases.ts";
import { workspaceOf } from "./workspace.ts";

/** The phases of a run of a stack with these hooks, and the lines that the hooks print. */
function phasesWith(hooks: Partial<Hooks>) {
  const { runner, stack } = runnerOf({ hooks: { ...eachHook(() => []), ...hooks } });
  const workspace = workspaceOf(runner.worldFolder, stack.id, "");
  mkdirSync(workspace.workingFolder, { recursive: true });
  const lines: string[] = [];
  const phases = new Phases({
    runner,
    workspace,
    run: runner.records.queue(stack.id, "TRACKED", "user"),
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

test("a hook that fails ends the phase before the engine is called, and the run fails", async () => {
  const { phases } = phasesWith({ before_plan: ["exit 3"] });
  const engineCalls: string[] = [];
  const plan = phases.perform("plan", async () => engineCalls.push("plan"));
  await expect(plan).rejects.toMatchObject({ state: "FAILED", note: "before_plan ended with exit code 3" });
  expect(engineCalls).toEqual([]);
});
