import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { stackConfig, type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { stackRules } from "./stack.ts";

function rename(spacelift: TestSpacelift, id: string, name: string): void {
  spacelift.update(spacelift.import("spacelift_stack", id), "spacelift_stack", stackConfig(name));
}

function deleteStack(spacelift: TestSpacelift, id: string): void {
  spacelift.delete("spacelift_stack", spacelift.import("spacelift_stack", id));
}

/** Lets a stack hold resources, as an apply does. */
function fill(spacelift: TestSpacelift, id: string, resourceCount: number): void {
  const stacks = spacelift.spacelift.table("stack");
  const found = stacks.get(id);
  if (found) stacks.put(id, { ...found, resourceCount });
}

function destroy(spacelift: TestSpacelift, resourceCount: number): void {
  const stack_id = spacelift.stack("App");
  const destructor = spacelift.create("spacelift_stack_destructor", { stack_id });
  fill(spacelift, stack_id, resourceCount);
  spacelift.delete("spacelift_stack_destructor", destructor);
}

/** A stack in Terraform's words which Spacelift has since made a native OpenTofu one, updated to another tool. */
function updateNative(spacelift: TestSpacelift, tool: string): void {
  const config = { ...stackConfig("App"), terraform_workflow_tool: "OPEN_TOFU" };
  const state = spacelift.create("spacelift_stack", config);
  const native = spacelift.stack("Native", { opentofu: [{}] });
  const stacks = spacelift.spacelift.table("stack");
  const found = stacks.get("app");
  const vendor = stacks.get(native)?.vendor;
  if (found && vendor) stacks.put("app", { ...found, vendor });
  spacelift.update(state, "spacelift_stack", { ...config, labels: ["changed"], terraform_workflow_tool: tool });
}

function worker(spacelift: TestSpacelift, space_id: string): string {
  return String(spacelift.create("spacelift_worker_pool", { name: "private", csr: "Y3Ny", space_id }).id);
}

const github = (id: string): Values => ({ github_enterprise: [{ id, namespace: "acme" }] });

testRules(stackRules, () => testSpacelift(), {
  projectNotFound: {
    refused(spacelift) {
      spacelift.create("spacelift_environment_variable", { stack_id: "missing", name: "NAME", value: "x" });
    },
    accepted(spacelift) {
      spacelift.create("spacelift_environment_variable", {
        stack_id: spacelift.stack("App"),
        name: "NAME",
        value: "x",
      });
    },
  },
  slugTaken: {
    refused(spacelift) {
      spacelift.stack("My app");
      spacelift.stack("My  APP!");
    },
    accepted(spacelift) {
      spacelift.stack("My app");
      spacelift.stack("My  APP!", { slug: "my-other-app" });
    },
  },
  nameTaken: {
    refused(spacelift) {
      spacelift.stack("App");
      rename(spacelift, spacelift.stack("Other"), "App");
    },
    accepted(spacelift) {
      spacelift.stack("App");
      rename(spacelift, spacelift.stack("Other"), "Another");
    },
  },
  administrative: {
    refused: (spacelift) => spacelift.stack("App", { administrative: true }),
    accepted: (spacelift) => spacelift.stack("App", { administrative: false }),
  },
  protected: {
    refused: (spacelift) => deleteStack(spacelift, spacelift.stack("App", { protect_from_deletion: true })),
    accepted(spacelift) {
      const state = spacelift.import("spacelift_stack", spacelift.stack("App", { protect_from_deletion: true }));
      spacelift.delete("spacelift_stack", spacelift.update(state, "spacelift_stack", stackConfig("App")));
    },
  },
  hasDependants: {
    refused(spacelift) {
      const parent = spacelift.stack("Parent");
      spacelift.create("spacelift_stack_dependency", {
        stack_id: spacelift.stack("Child"),
        depends_on_stack_id: parent,
      });
      deleteStack(spacelift, parent);
    },
    accepted(spacelift) {
      const child = spacelift.stack("Child");
      spacelift.create("spacelift_stack_dependency", {
        stack_id: child,
        depends_on_stack_id: spacelift.stack("Parent"),
      });
      deleteStack(spacelift, child);
    },
  },
  destructionUnsuccessful: {
    refused: (spacelift) => destroy(spacelift, 3),
    accepted: (spacelift) => destroy(spacelift, 0),
  },
  importNotFound: {
    refused: (spacelift) => spacelift.import("spacelift_stack", "missing"),
    accepted: (spacelift) => spacelift.import("spacelift_stack", spacelift.stack("App")),
  },
  versionConstraint: {
    refused: (spacelift) => spacelift.stack("App", { terraform_version: "newest" }),
    accepted: (spacelift) => spacelift.stack("App", { terraform_version: ">= 1.5.0" }),
  },
  versionNotOffered: {
    refused: (spacelift) => spacelift.stack("App", { terraform_version: "1.6.2" }),
    accepted: (spacelift) => {
      spacelift.stack("App", { terraform_version: "1.6.2", terraform_workflow_tool: "OPEN_TOFU" });
    },
  },
  versionWithCustomTool: {
    refused: (spacelift) => spacelift.stack("App", { terraform_version: "1.5.7", terraform_workflow_tool: "CUSTOM" }),
    accepted: (spacelift) => spacelift.stack("App", { terraform_workflow_tool: "CUSTOM" }),
  },
  workflowTool: {
    refused: (spacelift) => spacelift.stack("App", { terraform_workflow_tool: "TERRAFORM" }),
    accepted: (spacelift) => spacelift.stack("App", { terraform_workflow_tool: "TERRAFORM_FOSS" }),
  },
  externalStateAccess: {
    refused: (spacelift) => spacelift.stack("App", { manage_state: false, terraform_external_state_access: true }),
    accepted: (spacelift) => spacelift.stack("App", { terraform_external_state_access: true }),
  },
  importedState: {
    refused: (spacelift) => spacelift.stack("App", { manage_state: false, import_state: "{}" }),
    accepted: (spacelift) => spacelift.stack("App", { import_state: "{}" }),
  },
  autoretry: {
    refused: (spacelift) => spacelift.stack("App", { autoretry: true }),
    accepted(spacelift) {
      spacelift.stack("App", { autoretry: true, worker_pool_id: worker(spacelift, "legacy") });
    },
  },
  workerPoolNotFound: {
    refused(spacelift) {
      spacelift.stack("App", { space_id: "root", worker_pool_id: worker(spacelift, "legacy") });
    },
    accepted(spacelift) {
      spacelift.stack("App", { space_id: "legacy", worker_pool_id: worker(spacelift, "root") });
    },
  },
  vcsIntegrationNotFound: {
    refused: (spacelift) => spacelift.stack("App", github("another")),
    accepted: (spacelift) => spacelift.stack("App", github("github")),
  },
  vendorChange: {
    refused: (spacelift) => updateNative(spacelift, "TERRAFORM_FOSS"),
    accepted: (spacelift) => updateNative(spacelift, "OPEN_TOFU"),
  },
  stateManagementMigration: {
    refused(spacelift) {
      const state = spacelift.import("spacelift_stack", spacelift.stack("App"));
      spacelift.update(state, "spacelift_stack", { ...stackConfig("App"), terragrunt: [{}] });
    },
    accepted(spacelift) {
      const state = spacelift.import("spacelift_stack", spacelift.stack("App"));
      const terragrunt = [{ use_state_management: true }];
      spacelift.update(state, "spacelift_stack", { ...stackConfig("App"), terragrunt });
    },
  },
});
