import type { Values } from "../planning/values.ts";
import type { Spacelift } from "./client.ts";
import { flag, hooksOf, hookValues, text, textOrNull, texts } from "./input.ts";
import { asTerraform, isDescribedAsTerraform } from "./native-opentofu.ts";
import { defaultSpace } from "./project.ts";
import { eachHook } from "./records/hooks.ts";
import type { Stack } from "./records/stack.ts";
import { sourceControlOf, sourceControlValues } from "./source-control.ts";
import { assumeRolePolicy } from "./trust.ts";
import { vendorOf, vendorValues } from "./vendors.ts";

/** The settings of a planned stack; what a stack has beside them comes from the record before or from `newStack`. */
export type StackSettings = Omit<
  Stack,
  "id" | "disabled" | "lockedBy" | "state" | "trackedCommit" | "outputs" | "resourceCount"
>;

/** What a stack holds before its first run. */
export const newStack = {
  disabled: false,
  lockedBy: null,
  state: "NONE",
  trackedCommit: null,
  outputs: [],
  resourceCount: 0,
} as const;

/** The settings of a stack that was made by hand, where its maker chose nothing else. */
export const settingsByHand = {
  description: null,
  spaceId: "root",
  projectRoot: null,
  additionalProjectGlobs: [],
  gitSparseCheckoutPaths: [],
  labels: [],
  autodeploy: false,
  autoretry: false,
  allowRunPromotion: true,
  enableLocalPreview: false,
  enableSensitiveOutputsUpload: true,
  enableWellKnownSecretMasking: false,
  protectFromDeletion: false,
  managesState: true,
  hooks: eachHook(() => []),
  runnerImage: null,
  workerPoolId: null,
} as const satisfies Partial<StackSettings>;

export function settingsOf(client: Spacelift, input: Values): StackSettings {
  return {
    name: text(input.name),
    description: textOrNull(input.description),
    spaceId: text(input.space_id) || defaultSpace(client),
    sourceControl: sourceControlOf(input),
    repository: text(input.repository),
    branch: text(input.branch),
    projectRoot: textOrNull(input.project_root),
    additionalProjectGlobs: texts(input.additional_project_globs),
    gitSparseCheckoutPaths: texts(input.git_sparse_checkout_paths),
    vendor: vendorOf(input),
    labels: texts(input.labels),
    autodeploy: flag(input.autodeploy),
    autoretry: flag(input.autoretry),
    allowRunPromotion: input.allow_run_promotion !== false && input.github_action_deploy !== false,
    enableLocalPreview: flag(input.enable_local_preview),
    enableSensitiveOutputsUpload: input.enable_sensitive_outputs_upload !== false,
    enableWellKnownSecretMasking: flag(input.enable_well_known_secret_masking),
    protectFromDeletion: flag(input.protect_from_deletion),
    managesState: input.manage_state !== false,
    hooks: hooksOf(input),
    runnerImage: textOrNull(input.runner_image),
    workerPoolId: textOrNull(input.worker_pool_id) || null,
  };
}

/** A stack as attributes of `spacelift_stack`; `given` is the state or plan beside which they will stand. */
export function stackValues(client: Spacelift, stack: Stack, given: Values): Values {
  return {
    id: stack.id,
    slug: stack.id,
    name: stack.name,
    description: stack.description,
    space_id: stack.spaceId,
    ...sourceControlValues(client, stack.sourceControl, given),
    repository: stack.repository,
    branch: stack.branch,
    project_root: stack.projectRoot,
    additional_project_globs: stack.additionalProjectGlobs,
    git_sparse_checkout_paths: stack.gitSparseCheckoutPaths,
    ...vendorValues(isDescribedAsTerraform(stack.vendor, given) ? asTerraform(stack.vendor) : stack.vendor),
    labels: stack.labels,
    administrative: false,
    autodeploy: stack.autodeploy,
    autoretry: stack.autoretry,
    allow_run_promotion: stack.allowRunPromotion,
    github_action_deploy: stack.allowRunPromotion,
    enable_local_preview: stack.enableLocalPreview,
    enable_sensitive_outputs_upload: stack.enableSensitiveOutputsUpload,
    enable_well_known_secret_masking: stack.enableWellKnownSecretMasking,
    protect_from_deletion: stack.protectFromDeletion,
    manage_state: stack.managesState,
    ...hookValues(stack.hooks),
    runner_image: stack.runnerImage,
    worker_pool_id: stack.workerPoolId,
    aws_assume_role_policy_statement: assumeRolePolicy(client, `${client.account}@*@${stack.id}@*`),
  };
}
