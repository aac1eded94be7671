import type { Values } from "../planning/values.ts";
import type { Spacelift } from "./client.ts";
import { flag, text, textOrNull, texts } from "./input.ts";
import { defaultSpace } from "./project.ts";
import type { Module } from "./records/module.ts";
import { sourceControlOf, sourceControlValues } from "./source-control.ts";
import { assumeRolePolicy } from "./trust.ts";

/** The settings of a planned module; publishing and sharing are operations of their own. */
export type ModuleSettings = Omit<Module, "id" | "isPublic" | "spaceShares">;

export function moduleSettingsOf(client: Spacelift, input: Values): ModuleSettings {
  const inferred = inferredFrom(text(input.repository));
  const name = text(input.name);
  return {
    name: name || inferred.name,
    terraformProvider: text(input.terraform_provider) || inferred.provider,
    description: textOrNull(input.description),
    spaceId: text(input.space_id) || defaultSpace(client),
    sourceControl: sourceControlOf(input),
    repository: text(input.repository),
    branch: text(input.branch),
    projectRoot: textOrNull(input.project_root),
    gitSparseCheckoutPaths: texts(input.git_sparse_checkout_paths),
    labels: texts(input.labels),
    administrative: flag(input.administrative),
    enableLocalPreview: flag(input.enable_local_preview),
    protectFromDeletion: flag(input.protect_from_deletion),
    runnerImage: textOrNull(input.runner_image),
    workerPoolId: textOrNull(input.worker_pool_id) || null,
    workflowTool: text(input.workflow_tool) || "TERRAFORM_FOSS",
    sharedAccounts: texts(input.shared_accounts),
  };
}

/** `terraform-<provider>-<name>`, whatever the repository is called. */
export function moduleIdOf({ terraformProvider, name }: Pick<Module, "terraformProvider" | "name">): string {
  return `terraform-${terraformProvider}-${name}`;
}

/** A module as attributes of `spacelift_module`. */
export function moduleValues(client: Spacelift, module: Module, given: Values): Values {
  return {
    id: module.id,
    name: module.name,
    terraform_provider: module.terraformProvider,
    description: module.description,
    space_id: module.spaceId,
    ...sourceControlValues(client, module.sourceControl, given),
    repository: module.repository,
    branch: module.branch,
    project_root: module.projectRoot,
    git_sparse_checkout_paths: module.gitSparseCheckoutPaths,
    labels: module.labels,
    administrative: module.administrative,
    enable_local_preview: module.enableLocalPreview,
    protect_from_deletion: module.protectFromDeletion,
    public: module.isPublic,
    runner_image: module.runnerImage,
    worker_pool_id: module.workerPoolId,
    workflow_tool: module.workflowTool,
    shared_accounts: module.sharedAccounts,
    space_shares: module.spaceShares,
    aws_assume_role_policy_statement: assumeRolePolicy(client, `${client.account}@*@${module.id}@*`),
  };
}

const decidedNames: readonly string[] = [
  "id",
  "name",
  "terraform_provider",
  "space_id",
  "workflow_tool",
  "aws_assume_role_policy_statement",
  "azure_devops",
  "bitbucket_cloud",
  "bitbucket_datacenter",
  "github_enterprise",
  "gitlab",
];

/** What the service decides about a module. */
export function decidedModuleValues(client: Spacelift, module: Module, input: Values): Values {
  const values = moduleValues(client, module, input);
  return Object.fromEntries(decidedNames.flatMap((name) => (name in values ? [[name, values[name] ?? null]] : [])));
}

/** Provider and name in a repository that follows `terraform-<provider>-<name>`. */
function inferredFrom(repository: string): { readonly provider: string; readonly name: string } {
  const match = /^terraform-([^-]+)-(.+)$/.exec(repository);
  return match ? { provider: match[1] ?? "", name: match[2] ?? "" } : { provider: "default", name: repository };
}
