import type { Value, Values } from "../planning/values.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import { block, flag, text, textOrNull } from "./input.ts";
import type { Vendor } from "./records/vendor.ts";
import { stackRules } from "./rules/stack.ts";
import { isConstraint, newestOffered, notOffered, type Tool } from "./tool-versions.ts";

/** What a planned stack runs; without a vendor block it is Terraform. */
export function vendorOf(input: Values): Vendor {
  const opentofu = block(input.opentofu);
  if (opentofu) {
    const logging = block(opentofu.logging);
    return {
      kind: "OPENTOFU",
      workflowTool: text(opentofu.workflow_tool) || "OPENTOFU",
      version: textOrNull(opentofu.version),
      workspace: textOrNull(opentofu.workspace),
      smartSanitization: opentofu.use_smart_sanitization !== false,
      externalStateAccess: flag(opentofu.external_state_access),
      concise: logging?.concise !== false,
    };
  }
  const terragrunt = block(input.terragrunt);
  if (terragrunt) {
    return {
      kind: "TERRAGRUNT",
      tool: text(terragrunt.tool) || "TERRAFORM_FOSS",
      terraformVersion: textOrNull(terragrunt.terraform_version),
      terragruntVersion: textOrNull(terragrunt.terragrunt_version),
      useRunAll: flag(terragrunt.use_run_all),
      smartSanitization: flag(terragrunt.use_smart_sanitization),
      stateManagement: flag(terragrunt.use_state_management),
      skipReplan: flag(terragrunt.skip_replan) || flag(terragrunt.skip_replan_when_run_all),
      prefixResourceNames: flag(terragrunt.prefix_resource_names_with_module_name),
    };
  }
  const ansible = block(input.ansible);
  if (ansible) return { kind: "ANSIBLE", playbook: text(ansible.playbook) };
  const cloudformation = block(input.cloudformation);
  if (cloudformation) {
    return {
      kind: "CLOUDFORMATION",
      entryTemplateFile: text(cloudformation.entry_template_file),
      region: text(cloudformation.region),
      stackName: text(cloudformation.stack_name),
      templateBucket: text(cloudformation.template_bucket),
    };
  }
  const pulumi = block(input.pulumi);
  if (pulumi) return { kind: "PULUMI", loginUrl: text(pulumi.login_url), stackName: text(pulumi.stack_name) };
  const kubernetes = block(input.kubernetes);
  if (kubernetes) {
    return {
      kind: "KUBERNETES",
      namespace: text(kubernetes.namespace),
      kubectlVersion: textOrNull(kubernetes.kubectl_version),
      workflowTool: text(kubernetes.kubernetes_workflow_tool) || "KUBERNETES",
    };
  }
  return {
    kind: "TERRAFORM",
    workflowTool: text(input.terraform_workflow_tool) || "TERRAFORM_FOSS",
    version: textOrNull(input.terraform_version) || null,
    workspace: textOrNull(input.terraform_workspace),
    smartSanitization: flag(input.terraform_smart_sanitization),
    externalStateAccess: flag(input.terraform_external_state_access),
  };
}

/** Refuses tools and versions that Spacelift does not offer. */
export function checkVendor(vendor: Vendor): void {
  if (vendor.kind === "TERRAFORM") {
    checkTool(vendor.workflowTool, ["OPEN_TOFU", "TERRAFORM_FOSS", "CUSTOM"]);
    checkVersion("terraform", vendor.workflowTool, vendor.version, "Terraform");
  }
  if (vendor.kind === "OPENTOFU") {
    checkTool(vendor.workflowTool, ["OPENTOFU", "CUSTOM"]);
    checkVersion("opentofu", vendor.workflowTool === "CUSTOM" ? "CUSTOM" : "OPEN_TOFU", vendor.version, "OpenTofu");
  }
  if (vendor.kind === "TERRAGRUNT") {
    checkTool(vendor.tool, ["OPEN_TOFU", "TERRAFORM_FOSS", "MANUALLY_PROVISIONED"]);
    checkVersion("terragrunt", vendor.tool, vendor.terraformVersion, "Terraform");
    checkVersion("terragrunt", "TERRAGRUNT", vendor.terragruntVersion, "Terragrunt");
  }
  if (vendor.kind === "KUBERNETES") {
    checkTool(vendor.workflowTool, ["KUBERNETES", "CUSTOM"]);
    checkVersion("kubernetes", "KUBECTL", vendor.kubectlVersion, "kubectl");
  }
}

/** Whether two vendors keep the state in the same place; Terragrunt has its own switch. */
export function managesState(vendor: Vendor, managedState: boolean): boolean {
  return vendor.kind === "TERRAGRUNT" ? vendor.stateManagement : managedState;
}

/** The vendor's settings as attributes of a stack. */
export function vendorValues(vendor: Vendor): Values {
  const none = { terraform_version: null, terraform_workflow_tool: null };
  const blockOf = (name: string, values: Record<string, Value>): Values => ({ ...none, [name]: [values] });
  switch (vendor.kind) {
    case "TERRAFORM":
      return {
        terraform_version: vendor.version,
        terraform_workflow_tool: vendor.workflowTool,
        terraform_workspace: vendor.workspace,
        terraform_smart_sanitization: vendor.smartSanitization,
        terraform_external_state_access: vendor.externalStateAccess,
      };
    case "OPENTOFU":
      return blockOf("opentofu", {
        version: vendor.version,
        workflow_tool: vendor.workflowTool,
        workspace: vendor.workspace,
        use_smart_sanitization: vendor.smartSanitization,
        external_state_access: vendor.externalStateAccess,
        logging: [{ concise: vendor.concise }],
      });
    case "TERRAGRUNT":
      return blockOf("terragrunt", {
        tool: vendor.tool,
        terraform_version: vendor.terraformVersion,
        terragrunt_version: vendor.terragruntVersion,
        use_run_all: vendor.useRunAll,
        use_smart_sanitization: vendor.smartSanitization,
        use_state_management: vendor.stateManagement,
        skip_replan: vendor.skipReplan,
        skip_replan_when_run_all: vendor.skipReplan,
        prefix_resource_names_with_module_name: vendor.prefixResourceNames,
      });
    case "ANSIBLE":
      return blockOf("ansible", { playbook: vendor.playbook });
    case "CLOUDFORMATION":
      return blockOf("cloudformation", {
        entry_template_file: vendor.entryTemplateFile,
        region: vendor.region,
        stack_name: vendor.stackName,
        template_bucket: vendor.templateBucket,
      });
    case "PULUMI":
      return blockOf("pulumi", { login_url: vendor.loginUrl, stack_name: vendor.stackName });
    case "KUBERNETES":
      return blockOf("kubernetes", {
        namespace: vendor.namespace,
        kubectl_version: vendor.kubectlVersion,
        kubernetes_workflow_tool: vendor.workflowTool,
      });
  }
}

/** Refuses a workflow tool that is not on the list. */
export function checkTool(tool: string, offered: readonly string[]): void {
  refuseUnless(offered.includes(tool), stackRules.workflowTool, tool, offered);
}

function checkVersion(field: string, tool: string, version: string | null, word: string): void {
  if (version === null) return;
  const custom = tool === "CUSTOM" || tool === "MANUALLY_PROVISIONED";
  refuseIf(custom, stackRules.versionWithCustomTool, field);
  refuseUnless(isConstraint(version), stackRules.versionConstraint, field, word, version);
  const offered = tool as Tool;
  refuseUnless(newestOffered(offered, version), stackRules.versionNotOffered, field, notOffered(offered, version));
}
