import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { testSpacelift } from "../../testing/spacelift.ts";

describe("a list of stacks", () => {
  function names(filters: Values): string[] {
    const spacelift = testSpacelift();
    spacelift.stack("Network", { labels: ["infrastructure", "eu"], branch: "main" });
    spacelift.stack("Cluster", { labels: ["infrastructure"], branch: "release" });
    spacelift.stack("App", { labels: ["eu"], branch: "main", opentofu: [{}] });
    const { stacks } = spacelift.data("spacelift_stacks", filters);
    return (stacks as readonly { readonly name: string }[]).map(({ name }) => name);
  }

  test("holds all of them without a condition", () => {
    expect(names({})).toEqual(["Network", "Cluster", "App"]);
  });

  test("holds those that any value of a condition names", () => {
    expect(names({ name: [{ any_of: ["App", "Cluster"] }] })).toEqual(["Cluster", "App"]);
  });

  test("holds those that fulfil every condition", () => {
    expect(names({ branch: [{ any_of: ["main"] }], labels: [{ any_of: ["infrastructure"] }] })).toEqual(["Network"]);
    expect(names({ labels: [{ any_of: ["infrastructure"] }, { any_of: ["eu"] }] })).toEqual(["Network"]);
  });

  test("can be asked for by vendor and state", () => {
    expect(names({ vendor: [{ any_of: ["OpenTofu"] }] })).toEqual(["App"]);
    expect(names({ state: [{ any_of: ["FINISHED"] }] })).toEqual([]);
  });

  test("holds no administrative stack any more", () => {
    expect(names({ administrative: [{}] })).toEqual([]);
    expect(names({ administrative: [{ equals: false }] })).toHaveLength(3);
  });
});

describe("outputs of a stack", () => {
  test("are told by name, and never by value", () => {
    const spacelift = testSpacelift();
    const stack_id = spacelift.stack("App");
    const stacks = spacelift.spacelift.table("stack");
    const stack = stacks.get(stack_id);
    const output = { name: "url", description: "Where", sensitive: false, value: '"https://a"', checksum: "" };
    if (stack) stacks.put(stack_id, { ...stack, outputs: [output] });
    const { outputs } = spacelift.data("spacelift_stack_outputs", { stack_id });
    expect(outputs).toEqual([{ id: "url", description: "Where", sensitive: false }]);
  });
});

describe("a space by its path", () => {
  test("is found from root down, and from the stack's own space", () => {
    const spacelift = testSpacelift();
    const team = spacelift.space("team");
    const project = spacelift.space("project", { parent_space_id: team });
    const byPath = (from: typeof spacelift, space_path: string) => from.data("spacelift_space_by_path", { space_path });
    expect(byPath(spacelift, "root/team/project").id).toBe(project);
    const run = spacelift.inRunOf(spacelift.stack("App", { space_id: team }));
    expect(byPath(run, "project").id).toBe(project);
    expect(() => byPath(run, "team")).toThrow("could not find a space identified by path: team/team");
  });
});

test("a run knows its stack and its space", () => {
  const spacelift = testSpacelift();
  const run = spacelift.inRunOf(spacelift.stack("App"));
  expect(run.data("spacelift_current_stack", {}).id).toBe("app");
  expect(run.data("spacelift_current_space", {})).toMatchObject({ id: "legacy", parent_space_id: "root" });
});

test("policies are found by type and by all of their labels", () => {
  const spacelift = testSpacelift();
  const policy = (name: string, type: string, labels: readonly string[]) =>
    spacelift.create("spacelift_policy", { name, type, labels, body: "package spacelift\n" });
  policy("One", "PLAN", ["a", "b"]);
  policy("Two", "PLAN", ["a"]);
  policy("Three", "APPROVAL", ["a", "b"]);
  const found = spacelift.data("spacelift_policies", { type: "PLAN", labels: ["a", "b"] });
  expect(found).toMatchObject({ id: "policies/PLAN/[a b]", policies: [{ id: "one" }] });
});

test("contexts are found by one label of every condition", () => {
  const spacelift = testSpacelift();
  spacelift.create("spacelift_context", { name: "One", labels: ["a", "b"] });
  spacelift.create("spacelift_context", { name: "Two", labels: ["a"] });
  const labels = [{ any_of: ["a", "c"] }, { any_of: ["b"] }];
  expect(spacelift.data("spacelift_contexts", { labels }).contexts).toMatchObject([{ context_id: "one" }]);
});

test("a write-only variable or file is known by its checksum only", () => {
  const spacelift = testSpacelift();
  const stack_id = spacelift.stack("App");
  spacelift.create("spacelift_environment_variable", { stack_id, name: "PASSWORD", value: "x" });
  spacelift.create("spacelift_environment_variable", { stack_id, name: "NAME", value: "x", write_only: false });
  const read = (name: string) => spacelift.data("spacelift_environment_variable", { stack_id, name });
  expect(read("PASSWORD")).toMatchObject({ id: "stack/app/PASSWORD", value: null, write_only: true });
  expect(read("NAME").value).toBe("x");
  expect(read("NAME").checksum).toBe(read("PASSWORD").checksum);
});

test("an integration is found by id or name", () => {
  const spacelift = testSpacelift();
  const { id } = spacelift.create("spacelift_aws_integration", { name: "aws", role_arn: "arn:aws:iam::1:role/ci" });
  expect(spacelift.data("spacelift_aws_integration", { name: "aws" }).integration_id).toBe(id);
  expect(spacelift.data("spacelift_aws_integration", { integration_id: String(id) }).name).toBe("aws");
  expect(() => spacelift.data("spacelift_aws_integration", { name: "other" })).toThrow(
    "AWS integration other not found",
  );
});

test("every action that a role may hold is listed", () => {
  const spacelift = testSpacelift();
  const { actions } = spacelift.data("spacelift_role_actions", {});
  expect(() => spacelift.create("spacelift_role", { name: "Everything", actions: actions ?? [] })).not.toThrow();
});

test("what is attached is found by both its ends", () => {
  const spacelift = testSpacelift();
  const stack_id = spacelift.stack("App");
  spacelift.create("spacelift_context", { name: "Shared" });
  spacelift.create("spacelift_context_attachment", { context_id: "shared", stack_id, priority: 4 });
  const asked = { context_id: "shared", stack_id };
  expect(spacelift.data("spacelift_context_attachment", asked).priority).toBe(4);
  spacelift.create("spacelift_drift_detection", { stack_id, schedule: ["0 4 * * *"], reconcile: true });
  expect(spacelift.data("spacelift_drift_detection", { stack_id })).toMatchObject({ reconcile: true, timezone: "UTC" });
});
