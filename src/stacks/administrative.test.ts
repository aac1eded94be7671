import { describe, expect, test } from "vitest";
import { configurationOf, type Declaration, soundDeclaration } from "../configuration/testing/declaration.ts";
import { expression } from "../modules/engine-text.ts";
import { Administrative } from "./administrative.ts";
import { environmentStacks, projectRoot } from "./environment-stacks.ts";
import { type Body, Synthesised } from "./testing/root-module.ts";

function administrative(change: (declaration: Declaration) => void = () => {}): Synthesised {
  const declaration = soundDeclaration();
  change(declaration);
  return new Synthesised(new Administrative(configurationOf(declaration)));
}

const module = administrative();
const stacks = module.resources("spacelift_stack");
const { environments } = configurationOf(soundDeclaration());
const stackNames = environments.flatMap(({ name }) =>
  environmentStacks.map(({ key }) => `${name}_${key.replace("-", "_")}`),
);

describe("the administrative stack", () => {
  test("is the one that was made by hand: it is imported by its id", () => {
    expect(module.module.import).toEqual([{ id: "root", to: "spacelift_stack.administrative" }]);
    expect(stacks.administrative).toMatchObject({
      name: "Root",
      space_id: "root",
      project_root: "rendered/administrative",
    });
  });

  // Defects 100 and L15: the API rejects the administrative flag.
  test("has its rights by a role on the root space, and no stack bears the withdrawn flag", () => {
    expect(module.resource("spacelift_role.stack_admin").actions).toEqual(["SPACE_ADMIN"]);
    expect(module.resource("spacelift_role_attachment.administrative_on_root")).toEqual({
      role_id: expression("spacelift_role.stack_admin.id"),
      stack_id: expression("spacelift_stack.administrative.id"),
      space_id: "root",
    });
    for (const body of Object.values(stacks)) expect(body).not.toHaveProperty("administrative");
  });

  test("is protected from deletion, and never deploys by itself", () => {
    expect(stacks.administrative).toMatchObject({ protect_from_deletion: true, autodeploy: false });
  });
});

describe("spaces", () => {
  test("form a tree: one above all, one for each environment, and in it one for the platform", () => {
    const spaces = module.resources("spacelift_space");
    expect(Object.keys(spaces)).toEqual([
      "environments",
      "development",
      "development_platform",
      "staging",
      "staging_platform",
      "production",
      "production_platform",
    ]);
    expect(spaces.environments).toMatchObject({ name: "environment", parent_space_id: "root" });
    expect(spaces.staging).toMatchObject({
      name: "staging",
      parent_space_id: expression("spacelift_space.environments.id"),
    });
    expect(spaces.staging_platform).toMatchObject({
      name: "platform-staging",
      parent_space_id: expression("spacelift_space.staging.id"),
    });
    for (const { inherit_entities } of Object.values(spaces)) expect(inherit_entities).toBe(true);
  });
});

describe("every stack of an environment", () => {
  test("exists with its name, in the inner space of its environment", () => {
    expect(Object.keys(stacks)).toEqual(["administrative", ...stackNames]);
    expect(stacks.staging_kubernetes_infrastructure).toMatchObject({
      name: "Infra staging",
      space_id: expression("spacelift_space.staging_platform.id"),
    });
  });

  // Defects 89 and L17: an engine out of support, by a workflow tool that is being withdrawn.
  test("runs the environment's exact engine, as a stack of OpenTofu's own kind", () => {
    const { development_kubernetes_infrastructure: own, staging_kubernetes_infrastructure: other } = administrative(
      ({ development }) => Object.assign(development.spacelift, { openTofu: "1.13.2" }),
    ).resources("spacelift_stack");
    expect(own?.opentofu).toEqual({ version: "1.13.2", workflow_tool: "OPENTOFU" });
    expect(other?.opentofu).toEqual({ version: "1.12.6", workflow_tool: "OPENTOFU" });
    expect(own).not.toHaveProperty("terraform_version");
  });

  test("comes from the repository by the organisation's integration", () => {
    for (const body of Object.values(stacks)) {
      expect(body).toMatchObject({
        repository: "eks-stack",
        branch: "main",
        github_enterprise: { id: "example-gh", namespace: "Example" },
      });
    }
  });

  // Defect 109: no labels, no protection.
  test("bears labels of its environment, and is protected from deletion in production", () => {
    expect(stacks.production_kubernetes_deployments).toMatchObject({
      labels: ["environment:production", "folder:production", "monthly-cost-limit:400", "cost-increase-limit:25"],
      protect_from_deletion: true,
    });
    expect(stacks.development_kubernetes_deployments?.protect_from_deletion).toBe(false);
  });

  // Defect 60: one flag deployed stacks and applications alike.
  test("deploys by itself only where that is said of Spacelift, whatever is said of GitOps", () => {
    const changed = administrative(({ development, staging }) => {
      development.gitOps = { sync: "automatic" };
      staging.spacelift.autodeploy = true;
    }).resources("spacelift_stack");
    expect(changed.development_kubernetes_deployments?.autodeploy).toBe(false);
    expect(changed.staging_kubernetes_deployments?.autodeploy).toBe(true);
  });

  // Defect 107: inputs that nothing read. What is known when a stack is rendered stands in it.
  test("has no variable whose value is known when it is rendered", () => {
    expect(module.resources("spacelift_environment_variable")).toEqual({});
  });
});

describe("triggers", () => {
  const files = environments.flatMap((environment) =>
    environmentStacks.map((stack) => ({
      stack: `${environment.name}_${stack.key.replace("-", "_")}`,
      file: `${projectRoot(environment, stack)}/main.tf.json`,
    })),
  );

  // Defects 84, 85, 93, 103 and L16: consumers ran old snapshots of modules, in a registry that most of them went past.
  test("need no module registry: what a stack runs is what is rendered for it", () => {
    expect(module.addresses().filter((address) => /^spacelift_(module|version)/.test(address))).toEqual([]);
    expect(module.module.module).toBeUndefined();
  });

  // Defect 102: a bare directory matched no file, or every environment's.
  test("match what is rendered for the stack, and nothing of any other", () => {
    for (const [name, body] of Object.entries(stacks)) {
      const own = name === "administrative" ? ["rendered/administrative/main.tf.json"] : [];
      const expected = files.filter(({ stack }) => stack === name).map(({ file }) => file);
      const all = ["rendered/administrative/main.tf.json", ...files.map(({ file }) => file), "environments/staging.ts"];
      expect(all.filter((file) => isTriggeredBy(body, file))).toEqual([...own, ...expected]);
    }
  });

  test("by project root stay apart, although Spacelift compares only how a path begins", () => {
    const roots = Object.values(stacks).map(({ project_root }) => String(project_root));
    for (const root of roots) expect(roots.filter((other) => other.startsWith(root))).toEqual([root]);
  });
});

/** What Spacelift's default push policy asks: whether one of the globs matches the path. */
function isTriggeredBy(stack: Body, path: string): boolean {
  const globs = Array.isArray(stack.additional_project_globs) ? stack.additional_project_globs.map(String) : [];
  const segments = (glob: string): string =>
    glob
      .split(/(\*\*|\*)/)
      .map((part) => ({ "**": ".*", "*": "[^/]*" })[part] ?? escaped(part))
      .join("");
  return globs.some((glob) => new RegExp(`^${segments(glob)}$`).test(path));
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
