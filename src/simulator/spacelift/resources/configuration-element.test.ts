import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { testSpacelift } from "../../testing/spacelift.ts";

const variable = { name: "PASSWORD", value: "hunter2" };
const checksum = createHash("sha256").update("hunter2").digest("hex");

describe("a write-only value", () => {
  test("shows as its checksum, and is not found in the world", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const state = spacelift.create("spacelift_environment_variable", { ...variable, stack_id });
    expect([state.value, state.checksum]).toEqual([checksum, checksum]);
    expect(JSON.stringify(spacelift.world.snapshot())).not.toContain("hunter2");
  });

  test("is no change when it is given again, and another one makes another variable", () => {
    const spacelift = testSpacelift();
    const config = { ...variable, stack_id: spacelift.stack("App") };
    const state = spacelift.create("spacelift_environment_variable", config);
    expect(spacelift.plan("spacelift_environment_variable", state, config).action).toBe("none");
    const changed = { ...config, value: "hunter3" };
    expect(spacelift.plan("spacelift_environment_variable", state, changed).replace).toEqual(["value"]);
  });

  test("does not show at all when it was given by a write-only argument", () => {
    const spacelift = testSpacelift();
    const config = { name: "PASSWORD", value_wo: "hunter2", value_wo_version: "1", stack_id: spacelift.stack("App") };
    const state = spacelift.create("spacelift_environment_variable", config);
    expect(JSON.stringify({ ...state, checksum: "" })).not.toMatch(new RegExp(`hunter2|${checksum}`));
    expect(state.checksum).toBe(checksum);
  });
});

test("a value that may be read shows as it is", () => {
  const spacelift = testSpacelift();
  const config = { ...variable, write_only: false, stack_id: spacelift.stack("App") };
  expect(spacelift.create("spacelift_environment_variable", config).value).toBe("hunter2");
});

test("adding a variable again overwrites it", () => {
  const spacelift = testSpacelift();
  const stack_id = spacelift.stack("App");
  const first = spacelift.create("spacelift_environment_variable", { ...variable, stack_id });
  spacelift.create("spacelift_environment_variable", { ...variable, value: "hunter3", stack_id });
  const second = createHash("sha256").update("hunter3").digest("hex");
  expect(spacelift.read("spacelift_environment_variable", first)?.checksum).toBe(second);
});

test("a context takes its variables, files and attachments along when it is deleted", () => {
  const spacelift = testSpacelift();
  const stack_id = spacelift.stack("App");
  const context = spacelift.create("spacelift_context", { name: "Shared" });
  const owned = spacelift.create("spacelift_environment_variable", { ...variable, context_id: "shared" });
  const attachment = spacelift.create("spacelift_context_attachment", { context_id: "shared", stack_id });
  spacelift.delete("spacelift_context", context);
  expect(spacelift.read("spacelift_environment_variable", owned)).toBeNull();
  expect(spacelift.read("spacelift_context_attachment", attachment)).toBeNull();
});
