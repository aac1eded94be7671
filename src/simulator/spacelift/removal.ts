import { refuseIf, refuseUnless } from "../rule.ts";
import type { Spacelift } from "./client.ts";
import type { ConfigOwnerKind, EnvironmentVariable, MountedFile } from "./records/configuration.ts";
import type { RoleSubjectKind } from "./records/role.ts";
import type { SpaceliftRows, TableName } from "./records/tables.ts";
import { stackRules } from "./rules/stack.ts";

/** Removes a stack and what hangs on it, unless it is protected or other stacks depend on it. Its resources stay where they are. */
export function removeStack(client: Spacelift, id: string): void {
  const stacks = client.table("stack");
  const dependencies = client.table("stack-dependency");
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
  removeWhere(client, "schedule", ({ stackId }) => stackId === id);
  removeBindings(client, "STACK", id);
  stacks.delete(id);
}

/** Removes a dependency with its references. */
export function removeDependency(client: Spacelift, id: string): void {
  removeWhere(client, "stack-dependency-reference", ({ dependencyId }) => dependencyId === id);
  client.table("stack-dependency").delete(id);
}

/** Removes the variables and files of a stack, module or context. */
export function removeConfiguration(client: Spacelift, ownerKind: ConfigOwnerKind, ownerId: string): void {
  const owned = (row: EnvironmentVariable | MountedFile) => row.ownerKind === ownerKind && row.ownerId === ownerId;
  removeWhere(client, "environment-variable", owned);
  removeWhere(client, "mounted-file", owned);
}

/** Removes whatever is attached to a stack or module. */
export function removeAttachments(client: Spacelift, project: string): void {
  removeWhere(client, "context-attachment", ({ projectId }) => projectId === project);
  removeWhere(client, "policy-attachment", ({ projectId }) => projectId === project);
  removeWhere(client, "aws-integration-attachment", ({ projectId }) => projectId === project);
  removeWhere(client, "webhook", ({ projectId }) => projectId === project);
  client.table("drift-detection").delete(project);
}

/** Removes the roles of somebody who is gone. */
export function removeBindings(client: Spacelift, kind: RoleSubjectKind, id: string): void {
  removeWhere(client, "role-binding", ({ subjectKind, subjectId }) => subjectKind === kind && subjectId === id);
}

/** Tables whose records are stored under their own id. */
type KeyedTable = {
  [Name in TableName]: SpaceliftRows[Name] extends { readonly id: string } ? Name : never;
}[TableName];

/** Removes the rows of a table that match. */
export function removeWhere<Name extends KeyedTable>(
  client: Spacelift,
  table: Name,
  matches: (row: SpaceliftRows[Name]) => boolean,
): void {
  const rows = client.table(table);
  for (const { id } of rows.filter(matches)) rows.delete(id);
}
