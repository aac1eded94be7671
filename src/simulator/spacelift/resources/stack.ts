import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { unknown } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, text } from "../input.ts";
import { checkProjectMove } from "../moves.ts";
import { isDescribedAsTerraform, updatedVendor } from "../native-opentofu.ts";
import { checkProject } from "../project-checks.ts";
import type { Stack } from "../records/stack.ts";
import { removeStack } from "../removal.ts";
import { stackRules } from "../rules/stack.ts";
import { slugOf } from "../slug.ts";
import { newStack, type StackSettings, settingsOf, stackValues } from "../stack-attributes.ts";
import { checkVendor, managesState, vendorOf } from "../vendors.ts";

export const stack: ResourceType<Spacelift> = {
  type: "spacelift_stack",
  label: "stack",
  plan({ state, config, planned, changed }) {
    const toolChanged = state !== null && changed("terraform_workflow_tool");
    if (toolChanged && (config.terraform_version ?? null) === null) planned.terraform_version = null;
    if (state === null || planned.terragrunt === unknown || planned.manage_state === unknown) return;
    const [before, after] = [state, planned].map((values) => {
      return managesState(vendorOf(values), values.manage_state !== false);
    });
    const migrates = (vendorOf(state).kind === "TERRAGRUNT") !== (vendorOf(planned).kind === "TERRAGRUNT");
    refuseIf(migrates && before !== after, stackRules.stateManagementMigration);
  },
  create({ client, input }) {
    const stacks = client.table("stack");
    const settings = settingsOf(client, input);
    const id = text(input.slug) || slugOf(settings.name);
    checkState(input);
    return client.call(
      { operation: "stackCreate", space: settings.spaceId, resources: [id], parameters: { name: settings.name } },
      () => {
        checkSettings(client, settings, input);
        refuseIf(stacks.has(id), stackRules.slugTaken);
        refuseIf(
          stacks.find(({ name }) => name === settings.name),
          stackRules.nameTaken,
        );
        const made = stacks.put(id, { id, ...settings, ...newStack });
        return { ...decided(client, made, input), ...(input.import_state ? { import_state: "" } : {}) };
      },
    );
  },
  read({ client, state, warn }) {
    const found = client.table("stack").get(text(state.id));
    if (!found) return null;
    if (isDescribedAsTerraform(found.vendor, state)) {
      warn(`Stack ${found.id} is a native OpenTofu stack`, "Describe it with an `opentofu` block.");
    }
    return stackValues(client, found, state);
  },
  update({ client, state, input, changed }) {
    const stacks = client.table("stack");
    const id = text(state.id);
    const settings = settingsOf(client, input);
    const request = { space: text(state.space_id), resources: [id] };
    checkState(input);
    if (vendorOf(state).kind !== settings.vendor.kind) {
      client.call({ operation: "stackMigrateVendor", ...request }, () => {
        const found = stacks.get(id);
        refuseUnless(found, stackRules.projectNotFound, "stack");
        checkVendor(settings.vendor);
        stacks.put(id, { ...found, vendor: settings.vendor });
      });
    }
    const rights = changed("space_id") ? [{ action: "STACK_CREATE", space: settings.spaceId }] : [];
    return client.call({ operation: "stackUpdate", ...request, rights }, () => {
      const found = stacks.get(id);
      refuseUnless(found, stackRules.projectNotFound, "stack");
      checkSettings(client, settings, input);
      refuseIf(
        stacks.find((other) => other.id !== id && other.name === settings.name),
        stackRules.nameTaken,
      );
      checkProjectMove(client, { id, spaceId: settings.spaceId });
      const vendor = updatedVendor(found.vendor, settings.vendor);
      return decided(client, stacks.put(id, { ...found, ...settings, vendor }), input);
    });
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "stackDelete", space: text(state.space_id), resources: [id] }, () => {
      removeStack(client, id);
    });
  },
  import({ client }, id) {
    refuseUnless(client.table("stack").has(id), stackRules.importNotFound, id);
    return { id };
  },
};

/** What the service decides about a stack: ids, defaults and computed values inside the vendor and VCS blocks. */
function decided(client: Spacelift, made: Stack, input: Values): Values {
  const values = stackValues(client, made, input);
  const names = [
    "id",
    "slug",
    "space_id",
    "aws_assume_role_policy_statement",
    "terraform_version",
    "terraform_workflow_tool",
    "opentofu",
    "terragrunt",
    "kubernetes",
    "azure_devops",
    "bitbucket_cloud",
    "bitbucket_datacenter",
    "github_enterprise",
    "gitlab",
  ];
  return Object.fromEntries(names.flatMap((name) => (name in values ? [[name, values[name] ?? null]] : [])));
}

/** The provider's own checks of settings that only managed state allows. */
function checkState(input: Values): void {
  if (input.manage_state !== false) return;
  refuseIf(input.import_state || input.import_state_file, stackRules.importedState);
  refuseIf(flag(input.terraform_external_state_access), stackRules.externalStateAccess);
}

/** The service's checks of a stack's settings, whether new or changed. */
function checkSettings(client: Spacelift, settings: StackSettings, input: Values): void {
  refuseIf(flag(input.administrative), stackRules.administrative);
  checkProject(client, settings);
  checkVendor(settings.vendor);
  refuseIf(settings.autoretry && settings.workerPoolId === null, stackRules.autoretry);
}
