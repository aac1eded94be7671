import { describe, expect, test } from "vitest";
import { stackConfig, type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { World } from "../../world/world.ts";
import { createAccount } from "../onboarding.ts";

describe("the id of a stack", () => {
  test("is the slug of its name, and stays when it is renamed", () => {
    const spacelift = testSpacelift();
    const state = spacelift.create("spacelift_stack", stackConfig("DPE DEV Kubernetes"));
    const renamed = spacelift.update(state, "spacelift_stack", stackConfig("Other"));
    expect([state.id, renamed.id, renamed.slug]).toEqual(Array(3).fill("dpe-dev-kubernetes"));
  });

  test("is the slug that is given, and another one makes another stack", () => {
    const spacelift = testSpacelift();
    const state = spacelift.create("spacelift_stack", { ...stackConfig("App"), slug: "one" });
    expect(state.id).toBe("one");
    expect(spacelift.plan("spacelift_stack", state, { ...stackConfig("App"), slug: "two" }).replace).toEqual(["slug"]);
  });
});

describe("a stack without a space", () => {
  test("goes to legacy", () => {
    expect(testSpacelift().create("spacelift_stack", stackConfig("App")).space_id).toBe("legacy");
  });

  test("goes to root in an account without legacy", () => {
    const world = World.inMemory();
    createAccount(world, { name: "acme", legacySpace: false, vcs: [] });
    expect(testSpacelift({ world }).create("spacelift_stack", stackConfig("App")).space_id).toBe("root");
  });
});

test("a deleted stack takes along what hangs on it, and nothing else", () => {
  const spacelift = testSpacelift();
  const network = spacelift.stack("Network");
  spacelift.create("spacelift_context", { name: "Shared", space_id: "root" });
  const before = idsIn(spacelift);
  const stack_id = spacelift.stack("App", { space_id: "root" });
  spacelift.create("spacelift_environment_variable", { stack_id, name: "NAME", value: "x" });
  spacelift.create("spacelift_mounted_file", { stack_id, relative_path: "a", content: "eA==" });
  spacelift.create("spacelift_context_attachment", { stack_id, context_id: "shared" });
  spacelift.create("spacelift_drift_detection", { stack_id, schedule: ["0 4 * * *"] });
  spacelift.create("spacelift_scheduled_task", { stack_id, command: "ls", every: ["0 4 * * *"] });
  spacelift.create("spacelift_webhook", { stack_id, endpoint: "https://example.org" });
  const role_id = spacelift.roleId("space-admin");
  spacelift.create("spacelift_role_attachment", { stack_id, role_id, space_id: "root" });
  const dependency = spacelift.create("spacelift_stack_dependency", { stack_id, depends_on_stack_id: network });
  const stack_dependency_id = String(dependency.id);
  const reference = { stack_dependency_id, input_name: "VPC", output_name: "vpc" };
  spacelift.create("spacelift_stack_dependency_reference", reference);

  spacelift.delete("spacelift_stack", spacelift.import("spacelift_stack", stack_id));
  expect(idsIn(spacelift)).toEqual(before);
  expect(spacelift.read("spacelift_stack_dependency_reference", { id: "app/1/2" })).toBeNull();
});

describe("a stack that moves", () => {
  test("needs the right to create stacks where it goes", () => {
    const spacelift = testSpacelift();
    const [ours, theirs] = [spacelift.space("ours"), spacelift.space("theirs")];
    spacelift.stack("App", { space_id: ours });
    const limited = spacelift.withRole("space-admin", ours);
    const state = limited.import("spacelift_stack", "app");
    const move = (space_id: string) => limited.update(state, "spacelift_stack", { ...stackConfig("App"), space_id });
    expect(() => move(theirs)).toThrow("could not update stack: unauthorized");
    spacelift.create("spacelift_space", { name: "below", parent_space_id: ours });
    const below = spacelift.data("spacelift_spaces", {}).spaces as readonly { name: string; space_id: string }[];
    expect(move(below.find(({ name }) => name === "below")?.space_id ?? "").space_id).not.toBe(ours);
  });

  test("cannot go where it would lose what it uses", () => {
    const spacelift = testSpacelift();
    const team = spacelift.space("team");
    spacelift.create("spacelift_context", { name: "Shared", space_id: team });
    const stack_id = spacelift.stack("App", { space_id: team });
    spacelift.create("spacelift_context_attachment", { context_id: "shared", stack_id });
    const state = spacelift.import("spacelift_stack", stack_id);
    const move = (space_id: string) => spacelift.update(state, "spacelift_stack", { ...stackConfig("App"), space_id });
    expect(() => move("legacy")).toThrow("could not update stack: app would lose access to context shared");
    expect(() => move(spacelift.space("below", { parent_space_id: team, inherit_entities: true }))).not.toThrow();
  });

  test("takes the account's default repository along, wherever it goes", () => {
    const spacelift = testSpacelift();
    const config = { ...stackConfig("App"), github_enterprise: [{ namespace: "acme" }] };
    const state = spacelift.create("spacelift_stack", config);
    const moved = { ...config, space_id: spacelift.space("island") };
    expect(spacelift.update(state, "spacelift_stack", moved).github_enterprise).toMatchObject([{ is_default: true }]);
  });

  test("leaves its roles where they are bound", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const role_id = spacelift.roleId("space-admin");
    const binding = spacelift.create("spacelift_role_attachment", { stack_id, role_id, space_id: "legacy" });
    const state = spacelift.import("spacelift_stack", stack_id);
    spacelift.update(state, "spacelift_stack", { ...stackConfig("App"), space_id: spacelift.space("elsewhere") });
    expect(spacelift.read("spacelift_role_attachment", binding)?.space_id).toBe("legacy");
  });
});

describe("a stack that changes its vendor", () => {
  const terraform = { ...stackConfig("App"), terraform_workflow_tool: "OPEN_TOFU", terraform_version: "1.12.6" };
  const native = { ...stackConfig("App"), opentofu: [{ version: "1.12.6" }] };

  test("is migrated in place before it is updated", () => {
    const spacelift = testSpacelift();
    const state = spacelift.create("spacelift_stack", terraform);
    expect(spacelift.plan("spacelift_stack", state, native).action).toBe("update");
    const updated = spacelift.update(state, "spacelift_stack", native);
    expect(spacelift.plan("spacelift_stack", spacelift.read("spacelift_stack", updated), native).action).toBe("none");
    expect(spacelift.spacelift.table("stack").get("app")?.vendor.kind).toBe("OPENTOFU");
  });

  test("by Spacelift's own hand makes no difference to a plan, and the provider says so", () => {
    const spacelift = testSpacelift();
    const state = spacelift.create("spacelift_stack", terraform);
    migrate(spacelift);
    const { state: read, diagnostics } = spacelift.provider.readResource("spacelift_stack", state);
    expect(spacelift.plan("spacelift_stack", read, terraform).action).toBe("none");
    expect(diagnostics).toMatchObject([{ severity: "warning", detail: "Describe it with an `opentofu` block." }]);
  });

  test("by Spacelift's own hand is still updated in Terraform's words, and stays native", () => {
    const spacelift = testSpacelift();
    const state = spacelift.create("spacelift_stack", terraform);
    migrate(spacelift);
    const changed = { ...terraform, terraform_version: "1.11.0", labels: ["a"] };
    const updated = spacelift.update(state, "spacelift_stack", changed);
    expect(spacelift.spacelift.table("stack").get("app")?.vendor).toMatchObject({
      kind: "OPENTOFU",
      version: "1.11.0",
    });
    expect(spacelift.plan("spacelift_stack", spacelift.read("spacelift_stack", updated), changed).action).toBe("none");
  });

  /** What Spacelift's migration of a stack with the tool OpenTofu does. */
  function migrate(spacelift: TestSpacelift): void {
    const stacks = spacelift.spacelift.table("stack");
    const found = stacks.get("app");
    const kind = { kind: "OPENTOFU", workflowTool: "OPENTOFU", concise: true } as const;
    if (found?.vendor.kind === "TERRAFORM") stacks.put("app", { ...found, vendor: { ...found.vendor, ...kind } });
  }
});

describe("a repository's integration", () => {
  function stackIn(space: "ours" | "below" | "theirs"): void {
    const spacelift = testSpacelift();
    const ours = spacelift.space("ours");
    const below = spacelift.space("below", { parent_space_id: ours, inherit_entities: true });
    const integrations = spacelift.spacelift.table("vcs-integration");
    const github = integrations.get("github");
    if (github) integrations.put("team", { ...github, id: "team", isDefault: false, spaceId: ours });
    const space_id = { ours, below, theirs: spacelift.space("theirs") }[space];
    spacelift.stack("App", { space_id, github_enterprise: [{ id: "team", namespace: "acme" }] });
  }

  test("serves its own space and those that inherit from it", () => {
    expect(() => stackIn("ours")).not.toThrow();
    expect(() => stackIn("below")).not.toThrow();
  });

  test("serves no space beside", () => {
    expect(() => stackIn("theirs")).toThrow("could not create stack: VCS integration team not found");
  });
});

test("a version that is left over goes when the tool changes and none is written", () => {
  const spacelift = testSpacelift();
  const pinned = { ...stackConfig("App"), terraform_workflow_tool: "TERRAFORM_FOSS", terraform_version: "1.5.7" };
  const state = spacelift.create("spacelift_stack", pinned);
  const custom = { ...stackConfig("App"), terraform_workflow_tool: "CUSTOM" };
  expect(spacelift.update(state, "spacelift_stack", custom).terraform_version).toBeNull();
});

test("protection outlasts a deletion that was refused", () => {
  const spacelift = testSpacelift();
  const config = { ...stackConfig("App"), protect_from_deletion: true };
  const state = spacelift.create("spacelift_stack", config);
  expect(() => spacelift.delete("spacelift_stack", state)).toThrow("could not delete stack: stack is protected");
  expect(spacelift.read("spacelift_stack", state)).toEqual(state);
});

test("a state that was imported is not kept in the state of the one who imported it", () => {
  const state = testSpacelift().create("spacelift_stack", { ...stackConfig("App"), import_state: '{"version":4}' });
  expect(state.import_state).toBe("");
});

function idsIn({ world }: TestSpacelift): string[] {
  return world.ledger().map(({ table, id }) => `${table} ${id}`);
}
