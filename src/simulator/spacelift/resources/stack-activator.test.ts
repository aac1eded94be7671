import { describe, expect, test } from "vitest";
import { testSpacelift } from "../../testing/spacelift.ts";

describe("an activator", () => {
  test("disables its stack and enables it again", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const state = spacelift.create("spacelift_stack_activator", { stack_id, enabled: false });
    expect(spacelift.data("spacelift_stack", { stack_id }).enabled).toBe(false);
    spacelift.update(state, "spacelift_stack_activator", { stack_id, enabled: true });
    expect(spacelift.data("spacelift_stack", { stack_id }).enabled).toBe(true);
  });

  test("sees when somebody else did so", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const config = { stack_id, enabled: true };
    const state = spacelift.create("spacelift_stack_activator", config);
    spacelift.create("spacelift_stack_activator", { stack_id, enabled: false });
    const read = spacelift.read("spacelift_stack_activator", state);
    expect(spacelift.plan("spacelift_stack_activator", read, config).action).toBe("update");
  });

  test("leaves the stack as it is when it is deleted", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const state = spacelift.create("spacelift_stack_activator", { stack_id, enabled: false });
    spacelift.delete("spacelift_stack_activator", state);
    expect(spacelift.data("spacelift_stack", { stack_id }).enabled).toBe(false);
  });
});
