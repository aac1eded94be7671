import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { apply, expectWholeLife, leftBehind, pendingChanges, type Rehearsal, rehearse, succeed } from "./rehearsal.ts";

let rehearsal: Rehearsal | undefined;

afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

test("spaces, stacks, contexts, policies, dependencies and integrations live from plan to destroy", async () => {
  rehearsal = await rehearse("spacelift");
  await expectWholeLife(rehearsal);
});

test("a stack that is renamed keeps its id, and what refers to it does not change", async () => {
  rehearsal = await rehearse("spacelift");
  await apply(rehearsal);
  const renamed = 'resource "spacelift_stack" "app" {\n  name = join(" ", [each.key, "service"])\n}\n';
  writeFileSync(join(rehearsal.folder, "override.tf"), renamed);
  const changes = await pendingChanges(rehearsal);
  expect(changes.map((change) => change.replace(/ \(.*/s, "")).sort()).toEqual([
    'update spacelift_stack.app["payments"]',
    'update spacelift_stack.app["search"]',
  ]);
});

test("an output that is passed on under the same name is changed in place", async () => {
  rehearsal = await rehearse("spacelift");
  await apply(rehearsal);
  writeFileSync(join(rehearsal.folder, "output.auto.tfvars"), 'vpc_output = "network_id"\n');
  const changes = await pendingChanges(rehearsal);
  expect(changes.map((change) => change.replace(/ \(.*/s, "")).sort()).toEqual([
    'update spacelift_stack_dependency_reference.vpc["payments"]',
    'update spacelift_stack_dependency_reference.vpc["search"]',
  ]);
});

test("a team that leaves takes its space, stacks and everything on them along", async () => {
  rehearsal = await rehearse("spacelift");
  await apply(rehearsal);
  const before = leftBehind(rehearsal).length;
  writeFileSync(join(rehearsal.folder, "teams.auto.tfvars"), 'teams = ["payments", "search", "billing"]\n');
  await apply(rehearsal);
  expect(leftBehind(rehearsal).length).toBeGreaterThan(before);
  writeFileSync(join(rehearsal.folder, "teams.auto.tfvars"), 'teams = ["payments", "search"]\n');
  await apply(rehearsal);
  expect(leftBehind(rehearsal)).toHaveLength(before);
});

test("dependencies that would form a cycle are refused in the service's words, at their line", async () => {
  rehearsal = await rehearse("spacelift");
  await apply(rehearsal);
  const back = [
    'resource "spacelift_stack_dependency" "back" {',
    '  stack_id            = spacelift_stack.network["search"].id',
    '  depends_on_stack_id = spacelift_stack.app["search"].id',
    "}",
  ];
  writeFileSync(join(rehearsal.folder, "back.tf"), back.join("\n"));
  const file = join(rehearsal.folder, "cycle.plan");
  succeed(await rehearsal.engine.plan({ out: file }));
  const { ok, diagnostics } = await rehearsal.engine.apply(file);
  expect(ok).toBe(false);
  expect(diagnostics).toMatchObject([{ address: "spacelift_stack_dependency.back", range: { filename: "back.tf" } }]);
  expect(`${diagnostics[0]?.summary} ${diagnostics[0]?.detail}`).toContain(
    "could not create stack dependency: stack search-network cannot depend on search-app",
  );
});
