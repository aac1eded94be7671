import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { stackConfig, type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";

/** One configuration of a type, over an account with the stack `app`, the context `shared` and the module `terraform-aws-vpc`. */
interface Life {
  readonly type: string;
  readonly config: Values | ((spacelift: TestSpacelift) => Values);
  /** The id to import by; left out for types that cannot be imported. */
  readonly importId?: (state: Values) => string;
  /** Attributes that an import cannot bring back. */
  readonly unread?: readonly string[];
}

const byOwnId = (state: Values): string => String(state.id);
const runtimeConfig = [{ project_root: "infra", before_init: ["ls"], environment: [{ key: "NAME", value: "x" }] }];
const role = { role_arn: "arn:aws:iam::123456789012:role/ci", generate_credentials_in_worker: true };

const lives: readonly Life[] = [
  { type: "spacelift_space", config: { name: "team", labels: ["a"] }, importId: byOwnId },
  { type: "spacelift_stack", config: { ...stackConfig("New"), labels: ["a"], before_plan: ["ls"] }, importId: byOwnId },
  { type: "spacelift_stack", config: { ...stackConfig("Pinned"), terraform_version: "~> 1.5.0" } },
  { type: "spacelift_stack", config: { ...stackConfig("Native"), opentofu: [{ version: "1.12.6" }] } },
  { type: "spacelift_stack", config: { ...stackConfig("Grunt"), terragrunt: [{ use_run_all: true }] } },
  { type: "spacelift_stack", config: { ...stackConfig("Book"), ansible: [{ playbook: "site.yml" }] } },
  { type: "spacelift_stack", config: { ...stackConfig("Kube"), kubernetes: [{ namespace: "apps" }] } },
  {
    type: "spacelift_stack",
    config: { ...stackConfig("Hub"), github_enterprise: [{ id: "github", namespace: "acme" }] },
    importId: byOwnId,
  },
  { type: "spacelift_stack", config: { ...stackConfig("Raw"), raw_git: [{ namespace: "a", url: "https://a/b.git" }] } },
  {
    type: "spacelift_context",
    config: { name: "New", labels: ["autoattach:*"], after_run: ["ls"] },
    importId: byOwnId,
  },
  {
    type: "spacelift_context_attachment",
    config: { context_id: "shared", stack_id: "app", priority: 3 },
    importId: () => "shared/app",
  },
  {
    type: "spacelift_environment_variable",
    config: { stack_id: "app", name: "NAME", value: "x", write_only: false },
    importId: byOwnId,
  },
  {
    type: "spacelift_environment_variable",
    config: { context_id: "shared", name: "PASSWORD", value: "secret" },
    importId: byOwnId,
  },
  {
    type: "spacelift_environment_variable",
    config: { module_id: "terraform-aws-vpc", name: "PASSWORD", value_wo: "secret", value_wo_version: "1" },
  },
  {
    type: "spacelift_mounted_file",
    config: { stack_id: "app", relative_path: "source/a/b.json", content: "e30=", write_only: false },
    importId: byOwnId,
  },
  { type: "spacelift_mounted_file", config: { context_id: "shared", relative_path: "key.pem", content: "eA==" } },
  { type: "spacelift_policy", config: { name: "New", type: "TERRAFORM_PLAN", body: "package spacelift\n" } },
  {
    type: "spacelift_policy",
    config: { name: "New", type: "PLAN", body: "package spacelift\n", engine_type: "REGO_V1", labels: ["a"] },
    importId: byOwnId,
  },
  {
    type: "spacelift_policy_attachment",
    config: (spacelift) => {
      const config = { name: "New", type: "PLAN", body: "package spacelift\n" };
      return { policy_id: spacelift.create("spacelift_policy", config).id ?? null, module_id: "terraform-aws-vpc" };
    },
    importId: () => "new/terraform-aws-vpc",
  },
  {
    type: "spacelift_stack_dependency",
    config: (spacelift) => ({ stack_id: "app", depends_on_stack_id: spacelift.stack("Network") }),
    importId: () => "app/network",
  },
  {
    type: "spacelift_stack_dependency_reference",
    config: (spacelift) => {
      const edge = { stack_id: "app", depends_on_stack_id: spacelift.stack("Network") };
      const stack_dependency_id = spacelift.create("spacelift_stack_dependency", edge).id ?? null;
      return { stack_dependency_id, input_name: "TF_VAR_vpc", output_name: "vpc", trigger_always: true };
    },
    importId: () => "app/network/TF_VAR_vpc",
  },
  {
    type: "spacelift_role",
    config: { name: "Deployer", actions: ["RUN_TRIGGER"], description: "x" },
    importId: byOwnId,
  },
  {
    type: "spacelift_role_attachment",
    config: (spacelift) => ({ stack_id: "app", role_id: spacelift.roleId("space-reader"), space_id: "legacy" }),
    importId: byOwnId,
  },
  { type: "spacelift_aws_integration", config: { name: "aws", ...role, labels: ["a"] }, importId: byOwnId },
  {
    type: "spacelift_aws_integration_attachment",
    config: (spacelift) => {
      const integration_id = spacelift.create("spacelift_aws_integration", { name: "aws", ...role }).id ?? null;
      return { integration_id, stack_id: "app", read: false };
    },
    importId: byOwnId,
  },
  {
    type: "spacelift_drift_detection",
    config: { stack_id: "app", schedule: ["0 4 * * *"], reconcile: true, ignore_state: true },
    importId: () => "stack/app",
  },
  { type: "spacelift_stack_destructor", config: { stack_id: "app", deactivated: true } },
  { type: "spacelift_run", config: { stack_id: "app", keepers: { a: "b" }, runtime_config: runtimeConfig } },
  { type: "spacelift_task", config: { stack_id: "app", command: "ls" } },
  {
    type: "spacelift_scheduled_run",
    config: { stack_id: "app", name: "nightly", every: ["0 4 * * *"], runtime_config: runtimeConfig },
    importId: byOwnId,
  },
  {
    type: "spacelift_scheduled_task",
    config: { stack_id: "app", command: "ls", at: 1_900_000_000 },
    importId: byOwnId,
  },
  { type: "spacelift_scheduled_delete_stack", config: { stack_id: "app", at: 1_900_000_000 }, importId: byOwnId },
  {
    type: "spacelift_module",
    config: { repository: "terraform-aws-eks", branch: "main", labels: ["a"], space_shares: ["root"] },
    importId: byOwnId,
  },
  { type: "spacelift_version", config: { module_id: "terraform-aws-vpc", version_number: "1.0.0" } },
  {
    type: "spacelift_worker_pool",
    config: { name: "private", csr: "Y3Ny", labels: ["a"] },
    importId: byOwnId,
    unread: ["csr"],
  },
  {
    type: "spacelift_worker_pool_recycle",
    config: (spacelift) => {
      const { id = null } = spacelift.create("spacelift_worker_pool", { name: "private", csr: "Y3Ny" });
      return { worker_pool_id: id, keepers: { image: "2" } };
    },
  },
  {
    type: "spacelift_idp_group_mapping",
    config: { name: "engineers", policy: [{ space_id: "root", role: "READ" }] },
    importId: byOwnId,
  },
  { type: "spacelift_user", config: { username: "ada", invitation_email: "ada@example.org" }, importId: byOwnId },
  { type: "spacelift_api_key", config: { name: "automation", idp_groups: ["engineers"] }, importId: byOwnId },
  {
    type: "spacelift_api_key",
    config: { name: "github", oidc: [{ issuer: "https://a", client_id: "b", subject_expression: "c" }] },
    importId: byOwnId,
  },
  {
    type: "spacelift_named_webhook",
    config: { name: "Audit", enabled: true, endpoint: "https://a", space_id: "root", secret: "s" },
  },
  {
    type: "spacelift_named_webhook",
    config: { name: "Audit", enabled: true, endpoint: "https://a", space_id: "root", labels: ["a"] },
    importId: byOwnId,
  },
  {
    type: "spacelift_named_webhook_secret_header",
    config: (spacelift) => {
      const config = { name: "Audit", enabled: true, endpoint: "https://a", space_id: "root" };
      return { webhook_id: spacelift.create("spacelift_named_webhook", config).id ?? null, key: "X-Key", value: "s" };
    },
  },
  {
    type: "spacelift_webhook",
    config: { stack_id: "app", endpoint: "https://a", retry_on_failure: true },
    importId: ({ id }) => `stack/app/${String(id)}`,
  },
];

/** Types whose deletion only forgets, and leaves what they made. */
const forgotten: readonly string[] = [
  "spacelift_run",
  "spacelift_stack_destructor",
  "spacelift_task",
  "spacelift_version",
  "spacelift_worker_pool_recycle",
];

function subject(): TestSpacelift {
  const spacelift = testSpacelift();
  spacelift.stack("App");
  spacelift.create("spacelift_context", { name: "Shared" });
  spacelift.create("spacelift_module", { repository: "terraform-aws-vpc", branch: "main" });
  return spacelift;
}

describe.each(lives.map((life, index) => ({ ...life, name: `${life.type} (${index + 1})` })))(
  "$name",
  ({ type, config: given, importId, unread = [] }) => {
    function create() {
      const spacelift = subject();
      const config = typeof given === "function" ? given(spacelift) : given;
      const before = idsIn(spacelift);
      return { spacelift, config, before, state: spacelift.create(type, config) };
    }

    test("reads as it was made, and plans no change", () => {
      const { spacelift, state, config } = create();
      const read = spacelift.read(type, state);
      expect(read).toEqual(state);
      expect(spacelift.plan(type, read, config).action).toBe("none");
    });

    const leaves = forgotten.includes(type)
      ? "leaves what it made when it is deleted"
      : "leaves nothing behind when it is deleted";
    test(leaves, () => {
      const { spacelift, state, before } = create();
      const made = idsIn(spacelift);
      spacelift.delete(type, state);
      expect(idsIn(spacelift)).toEqual(forgotten.includes(type) ? made : before);
    });

    if (!importId) return;
    test("is imported without a change to plan", () => {
      const { spacelift, state, config } = create();
      const imported = spacelift.import(type, importId(state));
      const wanted = Object.fromEntries(Object.entries(config).filter(([name]) => !unread.includes(name)));
      const { action, replace } = spacelift.plan(type, imported, wanted);
      expect(imported.id).toBe(state.id);
      expect([action, replace]).toEqual(["none", []]);
    });
  },
);

function idsIn({ world }: TestSpacelift): string[] {
  return world.ledger().map(({ table, id }) => `${table} ${id}`);
}
