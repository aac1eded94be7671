import type { Table } from "../../world/table.ts";
import type { World } from "../../world/world.ts";
import type { Account, ApiKey, GroupMapping, RunToken, User } from "./account.ts";
import type { EnvironmentVariable, MountedFile } from "./configuration.ts";
import type { ContextAttachment, SpaceliftContext } from "./context.ts";
import type { DependencyReference, StackDependency } from "./dependency.ts";
import type { AwsIntegration, AwsIntegrationAttachment } from "./integration.ts";
import type { Module, ModuleVersion } from "./module.ts";
import type { Policy, PolicyAttachment } from "./policy.ts";
import type { Role, RoleBinding } from "./role.ts";
import type { Run } from "./run.ts";
import type { DriftDetection, Schedule } from "./schedule.ts";
import type { VcsIntegration } from "./source-control.ts";
import type { Space } from "./space.ts";
import type { Stack } from "./stack.ts";
import type { NamedWebhook, Webhook } from "./webhook.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** What the tables of a Spacelift account hold. */
export interface SpaceliftRows {
  account: Account;
  "api-key": ApiKey;
  "aws-integration": AwsIntegration;
  "aws-integration-attachment": AwsIntegrationAttachment;
  context: SpaceliftContext;
  "context-attachment": ContextAttachment;
  "drift-detection": DriftDetection;
  "environment-variable": EnvironmentVariable;
  "idp-group-mapping": GroupMapping;
  module: Module;
  "module-version": ModuleVersion;
  "mounted-file": MountedFile;
  "named-webhook": NamedWebhook;
  policy: Policy;
  "policy-attachment": PolicyAttachment;
  role: Role;
  "role-binding": RoleBinding;
  run: Run;
  "run-token": RunToken;
  schedule: Schedule;
  space: Space;
  stack: Stack;
  "stack-dependency": StackDependency;
  "stack-dependency-reference": DependencyReference;
  user: User;
  "vcs-integration": VcsIntegration;
  webhook: Webhook;
  "worker-pool": WorkerPool;
}

export type TableName = keyof SpaceliftRows;

/** One table of a Spacelift account. */
export function spaceliftTable<Name extends TableName>(
  world: World,
  account: string,
  name: Name,
): Table<SpaceliftRows[Name]> {
  return world.table(`spacelift/${account}/${name}`);
}
