import { describe, expect, test } from "vitest";
import { testSpacelift } from "../../testing/spacelift.ts";

const body = "package spacelift\n";

describe("a policy of a type that was renamed", () => {
  test.each([
    ["TERRAFORM_PLAN", "PLAN"],
    ["STACK_ACCESS", "ACCESS"],
    ["TASK_RUN", "TASK"],
  ])("%s is kept as %s and may be written either way", (old, current) => {
    const spacelift = testSpacelift();
    const state = spacelift.create("spacelift_policy", { name: "Policy", type: old, body });
    expect(spacelift.data("spacelift_policy", { policy_id: "policy" }).type).toBe(current);
    for (const type of [old, current]) {
      expect(spacelift.plan("spacelift_policy", state, { name: "Policy", type, body }).action).toBe("none");
    }
  });
});

test.each(["TASK", "INITIALIZATION", "ACCESS"])("a policy of type %s is read with a warning", (type) => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_policy", { name: "Policy", type, body });
  expect(spacelift.provider.readResource("spacelift_policy", state).diagnostics).toMatchObject([
    { severity: "warning" },
  ]);
});

test("another type makes another policy", () => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_policy", { name: "Policy", type: "PLAN", body });
  const { replace } = spacelift.plan("spacelift_policy", state, { name: "Policy", type: "APPROVAL", body });
  expect(replace).toEqual(["type"]);
});

test("a body that is refused leaves the policy as it was", () => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_policy", { name: "Policy", type: "PLAN", body });
  const broken = { name: "Policy", type: "PLAN", body: `${body}deny := true\n` };
  expect(() => spacelift.update(state, "spacelift_policy", broken)).toThrow("could not update policy: rule deny");
  expect(spacelift.read("spacelift_policy", state)).toEqual(state);
});

test("a login policy keeps to root", () => {
  const spacelift = testSpacelift();
  const config = { name: "Login", type: "LOGIN", body };
  const state = spacelift.create("spacelift_policy", config);
  expect(state.space_id).toBe("root");
  expect(() => spacelift.update(state, "spacelift_policy", { ...config, space_id: "legacy" })).toThrow(
    "could not update policy: login policies cannot be moved out of root space",
  );
});

test("a policy is taken from its projects when it is deleted", () => {
  const spacelift = testSpacelift();
  const state = spacelift.create("spacelift_policy", { name: "Policy", type: "PLAN", body });
  const attachment = { policy_id: "policy", stack_id: spacelift.stack("App") };
  const attached = spacelift.create("spacelift_policy_attachment", attachment);
  spacelift.delete("spacelift_policy", state);
  expect(spacelift.read("spacelift_policy_attachment", attached)).toBeNull();
});
