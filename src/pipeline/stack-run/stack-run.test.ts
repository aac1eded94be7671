import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { runnerOf } from "../testing/runner.ts";
import { type Purpose, StackRun } from "./stack-run.ts";
import { workspaceOf } from "./workspace.ts";

/** A run of a stack without a project root whose state says this. */
function runWith(state: string | undefined, purpose: Purpose = "apply") {
  const { runner, stack, events } = runnerOf();
  const { stateFile } = workspaceOf(runner.worldFolder, stack.id, "");
  if (state !== undefined) {
    mkdirSync(dirname(stateFile), { recursive: true });
    writeFileSync(stateFile, state);
  }
  return { run: new StackRun(runner, stack, purpose), events };
}

const key = { mode: "managed", type: "aws_kms_key", name: "key", instances: [{ attributes: { id: "1" } }] };
const withKey = JSON.stringify({ version: 4, resources: [key] });

const problems = (events: readonly { readonly type: string }[]) => events.filter(({ type }) => type === "problem");

test("a run that is skipped tells what its stack holds and costs", () => {
  const { run, events } = runWith(withKey);
  const { result, monthlyCost } = run.skip("nothing new");
  expect(result).toMatchObject({ state: "SKIPPED", resources: 1, added: 0 });
  expect(monthlyCost).toBe(1);
  expect(problems(events)).toEqual([]);
});

test("a state that cannot be read fails the run that is skipped, with the reason, and not the command", () => {
  const { run, events } = runWith("{ cut short");
  expect(run.skip("nothing new").result.state).toBe("FAILED");
  expect(problems(events)).toMatchObject([{ problem: { code: "ES0411" } }]);
});

test("a state that cannot be read fails the run that is performed, before the engine is called", async () => {
  const { run, events } = runWith("{ cut short");
  expect((await run.perform()).result.state).toBe("FAILED");
  expect(problems(events)).toMatchObject([{ problem: { code: "ES0411" } }]);
});

test("a tear-down of what holds nothing is done at once", async () => {
  const { run } = runWith(undefined, "destroy");
  expect((await run.perform()).result).toMatchObject({ state: "FINISHED", destroyed: 0 });
});
