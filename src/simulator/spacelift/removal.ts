import { refuseIf, refuseUnless } from "../rule.ts";
import type { Spacelift } from "./client.ts";
import {
  type ConfigOwnerKind,
  type DependencyReference,
  type EnvironmentVariable,
  type MountedFile,
  type ProjectReference,
  type RoleBinding,
  type Schedule,
  type Stack,
  type StackDependency,
  spaceliftTables,
} from "./records.ts";
import { stackRules } from "./stack-rules.ts";

/** Removes a stack and what hangs on it, unless it is protected or other stacks depend on it. Its resources stay where they are. */
export function removeStack(client: Spacelift, id: string): void {
  const stacks = client.table<Stack>(spaceliftTables.stack);
  const dependencies = client.table<StackDependency>(spaceliftTables.stackDependency);
  const found = stacks.get(id);
  refuseUnless(found, stackRules.projectNotFound, "stack");
  refuseIf(found.protectFromDeletion, stackRules.protected);
  refuseIf(
    dependencies.find(({ dependsOnStackId }) => dependsOnStackId === id),
    stackRules.hasDependants,
  );
  for (const { id: dependency } of dependencies.filter(({ stackId }) => stackId === id)) {
    removeDependency(client, dependency);
  }
  removeConfiguration(client, "stack", id);
  removeAttachments(client, id);
  removeWhere<Schedule>(client, spaceliftTables.schedule, ({ stackId }) => stackId === id);
  removeWhere<RoleBinding>(client, spaceliftTables.roleBinding, (binding) => {
    return binding.subjectKind === "STACK" && binding.subjectId === id;
  });
  stacks.delete(id);
}

/** Removes a dependency with its references. */
export function removeDependency(client: Spacelift, id: string): void {
  removeWhere<DependencyReference>(client, spaceliftTables.dependencyReference, ({ dependencyId }) => {
    return dependencyId === id;
  });
  client.table<StackDependency>(spaceliftTables.stackDependency).delete(id);
}

/** Removes the variables and files of a stack, module or context. */
export function removeConfiguration(client: Spacelift, ownerKind: ConfigOwnerKind, ownerId: string): void {
  const owned = (row: EnvironmentVariable | MountedFile) => row.ownerKind === ownerKind && row.ownerId === ownerId;
  removeWhere(client, spaceliftTables.environmentVariable, owned);
  removeWhere(client, spaceliftTables.mountedFile, owned);
}

/** Removes whatever is attached to a stack or module. */
export function removeAttachments(client: Spacelift, projectId: string): void {
  for (const table of [
    spaceliftTables.contextAttachment,
    spaceliftTables.policyAttachment,
    spaceliftTables.awsIntegrationAttachment,
    spaceliftTables.webhook,
  ]) {
    removeWhere<ProjectReference & { id: string }>(client, table, (row) => row.projectId === projectId);
  }
  client.table(spaceliftTables.driftDetection).delete(projectId);
}

/** Removes the rows of a table that match. */
export function removeWhere<Row extends { readonly id: string }>(
  client: Spacelift,
  table: string,
  matches: (row: Row) => boolean,
): void {
  const rows = client.table<Row>(table);
  for (const { id } of rows.filter(matches)) rows.delete(id);
}
