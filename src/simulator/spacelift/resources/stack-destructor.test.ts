import { describe, expect, test } from "vitest";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";

function destructor(spacelift: TestSpacelift, stack_id: string, changes = {}) {
  return spacelift.create("spacelift_stack_destructor", { stack_id, ...changes });
}

function exists(spacelift: TestSpacelift, id: string): boolean {
  return spacelift.spacelift.table("stack").has(id);
}

describe("a destructor that is destroyed", () => {
  test("deletes its stack", () => {
    const spacelift = testSpacelift();
    spacelift.delete("spacelift_stack_destructor", destructor(spacelift, spacelift.stack("App")));
    expect(exists(spacelift, "app")).toBe(false);
  });

  test("only forgets it when it is deactivated", () => {
    const spacelift = testSpacelift();
    const state = destructor(spacelift, spacelift.stack("App"), { deactivated: true });
    spacelift.delete("spacelift_stack_destructor", state);
    expect(exists(spacelift, "app")).toBe(true);
  });

  test("does nothing when its stack is gone", () => {
    const spacelift = testSpacelift();
    const state = destructor(spacelift, spacelift.stack("App"));
    spacelift.delete("spacelift_stack", spacelift.import("spacelift_stack", "app"));
    expect(spacelift.read("spacelift_stack_destructor", state)).toBeNull();
    expect(() => spacelift.delete("spacelift_stack_destructor", state)).not.toThrow();
  });

  test("respects the protection of its stack", () => {
    const spacelift = testSpacelift();
    const state = destructor(spacelift, spacelift.stack("App", { protect_from_deletion: true }));
    expect(() => spacelift.delete("spacelift_stack_destructor", state)).toThrow(
      "could not delete stack app: stack is protected from deletion",
    );
  });

  test("waits for no run that was discarded on its behalf", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const { id } = spacelift.create("spacelift_run", { stack_id });
    spacelift.delete("spacelift_stack_destructor", destructor(spacelift, stack_id, { discard_runs: true }));
    expect(spacelift.spacelift.table("run").get(String(id))?.state).toBe("DISCARDED");
    expect(exists(spacelift, stack_id)).toBe(false);
  });

  test("does not discard a run that is at work", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const { id } = spacelift.create("spacelift_run", { stack_id });
    const runs = spacelift.spacelift.table("run");
    const run = runs.get(String(id));
    if (run) runs.put(run.id, { ...run, state: "APPLYING" });
    const state = destructor(spacelift, stack_id, { discard_runs: true });
    expect(() => spacelift.delete("spacelift_stack_destructor", state)).toThrow(
      "destruction of stack app unsuccessful",
    );
  });
});

test("a parent is deleted after its children, and not before", () => {
  const spacelift = testSpacelift();
  const [parent, child] = [spacelift.stack("Parent"), spacelift.stack("Child")];
  spacelift.create("spacelift_stack_dependency", { stack_id: child, depends_on_stack_id: parent });
  const [ofParent, ofChild] = [destructor(spacelift, parent), destructor(spacelift, child)];
  expect(() => spacelift.delete("spacelift_stack_destructor", ofParent)).toThrow(
    "can't delete stack when it has dependencies; please delete them first",
  );
  spacelift.delete("spacelift_stack_destructor", ofChild);
  spacelift.delete("spacelift_stack_destructor", ofParent);
  expect(exists(spacelift, parent)).toBe(false);
});

test("the id of a destructor tells when it was made", () => {
  const spacelift = testSpacelift();
  const seconds = Math.floor(spacelift.world.now.getTime() / 1_000);
  expect(destructor(spacelift, spacelift.stack("App")).id).toBe(`destructor-${seconds}`);
});
