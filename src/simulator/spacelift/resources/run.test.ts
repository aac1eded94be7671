import { describe, expect, test } from "vitest";
import { testSpacelift } from "../../testing/spacelift.ts";

describe("a run that is triggered", () => {
  test("is queued for the tracked commit, by whoever triggered it", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const stacks = spacelift.spacelift.table("stack");
    const stack = stacks.get(stack_id);
    if (stack) stacks.put(stack_id, { ...stack, trackedCommit: "abc" });
    const { id } = spacelift.create("spacelift_run", { stack_id });
    expect(spacelift.spacelift.table("run").get(String(id))).toMatchObject({
      type: "TRACKED",
      state: "QUEUED",
      commit: "abc",
      triggeredBy: "administrator",
    });
  });

  test("is proposed, for another commit and with settings of its own, when it is asked to be", () => {
    const spacelift = testSpacelift();
    const runtime_config = [{ environment: [{ key: "NAME", value: "x" }], before_plan: ["ls"] }];
    const config = { stack_id: spacelift.stack("App"), proposed: true, commit_sha: "def", runtime_config };
    const { id } = spacelift.create("spacelift_run", config);
    expect(spacelift.spacelift.table("run").get(String(id))).toMatchObject({
      type: "PROPOSED",
      commit: "def",
      runtimeConfig: { environment: [{ key: "NAME", value: "x" }], hooks: { before_plan: ["ls"], after_plan: [] } },
    });
  });

  test("is another one when what it is kept for changes", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const state = spacelift.create("spacelift_run", { stack_id, keepers: { version: "1" } });
    const second = spacelift.update(state, "spacelift_run", { stack_id, keepers: { version: "2" } });
    expect(second.id).not.toBe(state.id);
    expect(spacelift.spacelift.table("run").size).toBe(2);
  });

  test("is waited for as long as the configuration says, and there all the same when nobody waits any more", () => {
    const spacelift = testSpacelift();
    const config = { stack_id: spacelift.stack("App"), wait: [{}], timeouts: { create: "5m" } };
    expect(() => spacelift.create("spacelift_run", config)).toThrow(/run \w{26} on stack app has timed out/);
    expect(spacelift.spacelift.table("run").size).toBe(1);
    const patient = { ...config, wait: [{ continue_on_timeout: true }] };
    expect(() => spacelift.create("spacelift_run", patient)).not.toThrow();
  });

  test("is not waited for when waiting is disabled", () => {
    const spacelift = testSpacelift();
    const config = { stack_id: spacelift.stack("App"), wait: [{ disabled: true }] };
    expect(() => spacelift.create("spacelift_run", config)).not.toThrow();
  });
});

test("a task keeps its command and whether it initialises first", () => {
  const spacelift = testSpacelift();
  const stack_id = spacelift.stack("App");
  const { id } = spacelift.create("spacelift_task", { stack_id, command: "tofu fmt", init: false });
  const [, runId] = String(id).split("/");
  expect(spacelift.spacelift.table("run").get(String(runId))).toMatchObject({
    type: "TASK",
    command: "tofu fmt",
    initialize: false,
  });
});

test("a right to read is not enough to trigger a run", () => {
  const spacelift = testSpacelift();
  const stack_id = spacelift.stack("App");
  expect(() => spacelift.withRole("space-reader").create("spacelift_run", { stack_id })).toThrow(
    "could not trigger run for stack app: unauthorized",
  );
  expect(() => spacelift.withRole("space-writer").create("spacelift_run", { stack_id })).not.toThrow();
});
