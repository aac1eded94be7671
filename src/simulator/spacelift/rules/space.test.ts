import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { spaceRules } from "./space.ts";

/** A context of `parent` attached to a stack of `child`, which inherits. */
function attachedFromAbove(spacelift: TestSpacelift): { readonly child: string; readonly context: string } {
  const parent = spacelift.space("parent");
  const child = spacelift.space("child", { parent_space_id: parent, inherit_entities: true });
  const context = String(spacelift.create("spacelift_context", { name: "Shared", space_id: parent }).id);
  const stack_id = spacelift.stack("App", { space_id: child });
  spacelift.create("spacelift_context_attachment", { context_id: context, stack_id });
  return { child, context };
}

function deleteSpace(spacelift: TestSpacelift, id: string): void {
  spacelift.delete("spacelift_space", spacelift.import("spacelift_space", id));
}

function moveSpace(spacelift: TestSpacelift, id: string, changes: Values): void {
  const state = spacelift.import("spacelift_space", id);
  const { name = null, parent_space_id = null, inherit_entities = null } = state;
  spacelift.update(state, "spacelift_space", { name, parent_space_id, inherit_entities, ...changes });
}

testRules(spaceRules, () => testSpacelift(), {
  notFound: {
    refused(spacelift) {
      const state = spacelift.import("spacelift_space", spacelift.space("short-lived"));
      spacelift.delete("spacelift_space", state);
      spacelift.read("spacelift_space", state);
    },
    accepted(spacelift) {
      spacelift.read("spacelift_space", spacelift.import("spacelift_space", spacelift.space("lasting")));
    },
  },
  parentNotFound: {
    refused: (spacelift) => spacelift.space("child", { parent_space_id: "nowhere" }),
    accepted: (spacelift) => spacelift.space("child", { parent_space_id: "legacy" }),
  },
  builtIn: {
    refused: (spacelift) => deleteSpace(spacelift, "legacy"),
    accepted: (spacelift) => deleteSpace(spacelift, spacelift.space("legacy")),
  },
  cycle: {
    refused(spacelift) {
      const parent = spacelift.space("parent");
      moveSpace(spacelift, parent, { parent_space_id: spacelift.space("child", { parent_space_id: parent }) });
    },
    accepted(spacelift) {
      const parent = spacelift.space("parent");
      moveSpace(spacelift, parent, { parent_space_id: spacelift.space("sibling") });
    },
  },
  hasChildren: {
    refused(spacelift) {
      const parent = spacelift.space("parent");
      spacelift.space("child", { parent_space_id: parent });
      deleteSpace(spacelift, parent);
    },
    accepted(spacelift) {
      const parent = spacelift.space("parent");
      deleteSpace(spacelift, spacelift.space("child", { parent_space_id: parent }));
      deleteSpace(spacelift, parent);
    },
  },
  notEmpty: {
    refused(spacelift) {
      const id = spacelift.space("full");
      spacelift.create("spacelift_policy", { name: "Plan", type: "PLAN", body: "package spacelift\n", space_id: id });
      deleteSpace(spacelift, id);
    },
    accepted(spacelift) {
      const id = spacelift.space("empty");
      spacelift.create("spacelift_policy", { name: "Plan", type: "PLAN", body: "package spacelift\n" });
      deleteSpace(spacelift, id);
    },
  },
  moveOutOfReach: {
    refused: (spacelift) => moveSpace(spacelift, attachedFromAbove(spacelift).child, { inherit_entities: false }),
    accepted(spacelift) {
      const { child } = attachedFromAbove(spacelift);
      moveSpace(spacelift, child, { name: "renamed" });
    },
  },
  entityMoveOutOfReach: {
    refused(spacelift) {
      const state = spacelift.import("spacelift_context", attachedFromAbove(spacelift).context);
      spacelift.update(state, "spacelift_context", { name: "Shared", space_id: "root" });
    },
    accepted(spacelift) {
      const { child, context } = attachedFromAbove(spacelift);
      const state = spacelift.import("spacelift_context", context);
      spacelift.update(state, "spacelift_context", { name: "Shared", space_id: child });
    },
  },
  outOfReach: {
    refused(spacelift) {
      const sibling = spacelift.create("spacelift_context", { name: "Theirs", space_id: spacelift.space("theirs") });
      const stack_id = spacelift.stack("App", { space_id: spacelift.space("ours", { inherit_entities: true }) });
      spacelift.create("spacelift_context_attachment", { context_id: sibling.id ?? "", stack_id });
    },
    accepted(spacelift) {
      const above = spacelift.create("spacelift_context", { name: "Everybody's", space_id: "root" });
      const stack_id = spacelift.stack("App", { space_id: spacelift.space("ours", { inherit_entities: true }) });
      spacelift.create("spacelift_context_attachment", { context_id: above.id ?? "", stack_id });
    },
  },
});
