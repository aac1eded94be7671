import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import type { RunState } from "../records/run.ts";
import { runRules } from "./run.ts";

function lock(spacelift: TestSpacelift, id: string, lockedBy: string): void {
  const stacks = spacelift.spacelift.table("stack");
  const found = stacks.get(id);
  if (found) stacks.put(id, { ...found, lockedBy });
}

function trigger(spacelift: TestSpacelift, stack_id: string): void {
  spacelift.create("spacelift_run", { stack_id });
}

/** Destroys a stack's destructor while a run of the stack is in a state. */
function destroyDuring(spacelift: TestSpacelift, state: RunState): void {
  const stack_id = spacelift.stack("App");
  const destructor = spacelift.create("spacelift_stack_destructor", { stack_id });
  const { id } = spacelift.create("spacelift_run", { stack_id });
  const runs = spacelift.spacelift.table("run");
  const run = runs.get(String(id));
  if (run) runs.put(run.id, { ...run, state });
  spacelift.delete("spacelift_stack_destructor", destructor);
}

testRules(runRules, () => testSpacelift(), {
  disabled: {
    refused(spacelift) {
      const stack_id = spacelift.stack("App");
      spacelift.create("spacelift_stack_activator", { stack_id, enabled: false });
      trigger(spacelift, stack_id);
    },
    accepted(spacelift) {
      const stack_id = spacelift.stack("App");
      const state = spacelift.create("spacelift_stack_activator", { stack_id, enabled: false });
      spacelift.update(state, "spacelift_stack_activator", { stack_id, enabled: true });
      trigger(spacelift, stack_id);
    },
  },
  locked: {
    refused(spacelift) {
      const stack_id = spacelift.stack("App");
      lock(spacelift, stack_id, "somebody");
      trigger(spacelift, stack_id);
    },
    accepted(spacelift) {
      const stack_id = spacelift.stack("App");
      lock(spacelift, stack_id, "administrator");
      trigger(spacelift, stack_id);
    },
  },
  blocked: {
    refused: (spacelift) => destroyDuring(spacelift, "UNCONFIRMED"),
    accepted: (spacelift) => destroyDuring(spacelift, "FAILED"),
  },
  timedOut: {
    refused: (spacelift) => spacelift.create("spacelift_run", { stack_id: spacelift.stack("App"), wait: [{}] }),
    accepted(spacelift) {
      const wait = [{ continue_on_timeout: true }];
      spacelift.create("spacelift_run", { stack_id: spacelift.stack("App"), wait });
    },
  },
});
