import { describe, expect, test } from "vitest";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";

/** A run of a stack in `root` that holds a role in a space. */
function runWith(spacelift: TestSpacelift, role_id: string, space_id: string): TestSpacelift {
  const stack_id = spacelift.stack("Administrative", { space_id: "root" });
  spacelift.create("spacelift_role_attachment", { stack_id, role_id, space_id });
  return spacelift.inRunOf(stack_id);
}

function context(spacelift: TestSpacelift, space_id: string): void {
  spacelift.create("spacelift_context", { name: `Context of ${space_id}`, space_id });
}

describe("a run", () => {
  test("of a stack without a role may change nothing", () => {
    const spacelift = testSpacelift();
    const run = spacelift.inRunOf(spacelift.stack("App"));
    expect(() => context(run, "legacy")).toThrow("could not create context: unauthorized");
  });

  test("may administer the space of its role and all below, and none above or beside", () => {
    const spacelift = testSpacelift();
    const team = spacelift.space("team");
    const project = spacelift.space("project", { parent_space_id: team });
    const run = runWith(spacelift, spacelift.roleId("space-admin"), team);
    context(run, team);
    context(run, project);
    expect(() => context(run, "root")).toThrow("unauthorized");
    expect(() => context(run, "legacy")).toThrow("unauthorized");
  });

  test("may do what its role names and no more", () => {
    const spacelift = testSpacelift();
    const role = spacelift.create("spacelift_role", { name: "Librarian", actions: ["CONTEXT_CREATE"] });
    const run = runWith(spacelift, String(role.id), "legacy");
    context(run, "legacy");
    const created = run.import("spacelift_context", "context-of-legacy");
    expect(() => run.delete("spacelift_context", created)).toThrow("could not delete context: unauthorized");
  });

  test("loses the right together with the attachment", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("Administrative", { space_id: "root" });
    const role_id = spacelift.roleId("space-admin");
    const binding = spacelift.create("spacelift_role_attachment", { stack_id, role_id, space_id: "legacy" });
    const run = spacelift.inRunOf(stack_id);
    spacelift.delete("spacelift_role_attachment", binding);
    expect(() => context(run, "legacy")).toThrow("unauthorized");
  });

  test("may not give itself a role that it does not have", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const role_id = spacelift.roleId("space-admin");
    const own = { stack_id, role_id, space_id: "legacy" };
    expect(() => spacelift.inRunOf(stack_id).create("spacelift_role_attachment", own)).toThrow(
      "could not create stack role binding: unauthorized",
    );
  });

  test("may change nothing any more when it is over", () => {
    const spacelift = testSpacelift();
    const run = runWith(spacelift, spacelift.roleId("space-admin"), "root");
    const { caller } = run.spacelift;
    const queued = spacelift.create("spacelift_run", { stack_id: "administrative" });
    const runs = spacelift.spacelift.table("run");
    const row = runs.get(String(queued.id));
    if (row && caller.kind === "stack") runs.put(caller.runId, { ...row, id: caller.runId, state: "FINISHED" });
    expect(() => context(run, "legacy")).toThrow("unauthorized");
  });
});

describe("a role in a space that inherits", () => {
  function dependOnAbove(inherit_entities: boolean): void {
    const spacelift = testSpacelift();
    const child = spacelift.space("child", { inherit_entities });
    const above = spacelift.stack("Above", { space_id: "root" });
    const own = spacelift.stack("Own", { space_id: child });
    const limited = spacelift.withRole("space-admin", child);
    limited.create("spacelift_stack_dependency", { stack_id: own, depends_on_stack_id: above });
  }

  test("gives reading in the spaces above", () => {
    expect(() => dependOnAbove(true)).not.toThrow();
  });

  test("gives nothing there when it does not inherit", () => {
    expect(() => dependOnAbove(false)).toThrow("dependency stack above not found: stack above not found");
  });
});

describe("an API key", () => {
  function keyOfGroup(spacelift: TestSpacelift, group: string): TestSpacelift {
    const { id } = spacelift.create("spacelift_api_key", { name: "automation", idp_groups: [group] });
    return spacelift.as({ kind: "api-key", id: String(id) });
  }

  test("has the roles that its groups are given", () => {
    const spacelift = testSpacelift();
    const group = spacelift.create("spacelift_idp_group_mapping", { name: "engineers" });
    const role_id = spacelift.roleId("space-admin");
    const attachment = { idp_group_mapping_id: String(group.id), role_id, space_id: "legacy" };
    spacelift.create("spacelift_role_attachment", attachment);
    context(keyOfGroup(spacelift, "engineers"), "legacy");
    expect(() => context(keyOfGroup(spacelift, "others"), "legacy")).toThrow("unauthorized");
  });

  test("has what older policies of its groups say", () => {
    const spacelift = testSpacelift();
    spacelift.create("spacelift_idp_group_mapping", {
      name: "engineers",
      policy: [
        { space_id: "legacy", role: "ADMIN" },
        { space_id: "root", role: "READ" },
      ],
    });
    const key = keyOfGroup(spacelift, "engineers");
    context(key, "legacy");
    expect(() => context(key, "root")).toThrow("unauthorized");
  });
});

test("a role that is deleted is taken from everybody", () => {
  const spacelift = testSpacelift();
  const role = spacelift.create("spacelift_role", { name: "Deployer", actions: ["RUN_TRIGGER"] });
  const stack_id = spacelift.stack("App");
  const attachment = { stack_id, role_id: String(role.id), space_id: "legacy" };
  const binding = spacelift.create("spacelift_role_attachment", attachment);
  spacelift.delete("spacelift_role", role);
  expect(spacelift.read("spacelift_role_attachment", binding)).toBeNull();
});

test("an attachment that is gone already is deleted without a word", () => {
  const spacelift = testSpacelift();
  const role_id = spacelift.roleId("space-reader");
  const attachment = { stack_id: spacelift.stack("App"), role_id, space_id: "legacy" };
  const binding = spacelift.create("spacelift_role_attachment", attachment);
  spacelift.delete("spacelift_stack", spacelift.import("spacelift_stack", "app"));
  expect(() => spacelift.delete("spacelift_role_attachment", binding)).not.toThrow();
});
