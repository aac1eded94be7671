import { type AccountRecords, readAccount } from "../spacelift/queries/account.ts";
import type { EnvironmentVariable } from "../spacelift/records/configuration.ts";
import type { ContextAttachment, SpaceliftContext } from "../spacelift/records/context.ts";
import type { StackDependency } from "../spacelift/records/dependency.ts";
import { eachHook } from "../spacelift/records/hooks.ts";
import type { Run } from "../spacelift/records/run.ts";
import type { Space } from "../spacelift/records/space.ts";
import type { Stack, StackOutput } from "../spacelift/records/stack.ts";
import { checksum } from "../spacelift/sealing.ts";
import { newStack, settingsByHand } from "../spacelift/stack-attributes.ts";
import { testSpacelift } from "./spacelift.ts";

/** The records of a fresh account, with changes. */
export function accountRecords(changes: Partial<AccountRecords> = {}): AccountRecords {
  const { world, spacelift } = testSpacelift();
  return { ...(readAccount(world, spacelift.account) as AccountRecords), ...changes };
}

/** Records by their id, as queries find them. */
export function byId<Row extends { readonly id: string }>(...rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

export function stackRecord(id: string, changes: Partial<Stack> = {}): Stack {
  return {
    ...settingsByHand,
    id,
    name: id,
    sourceControl: { provider: "GITHUB", integrationId: "", namespace: "acme", url: "" },
    repository: "infrastructure",
    branch: "main",
    vendor: {
      kind: "TERRAFORM",
      workflowTool: "OPEN_TOFU",
      version: null,
      workspace: null,
      smartSanitization: false,
      externalStateAccess: false,
    },
    ...newStack,
    ...changes,
  };
}

export function spaceRecord(id: string, changes: Partial<Space> = {}): Space {
  return { id, name: id, description: null, parentSpaceId: "root", inheritEntities: true, labels: [], ...changes };
}

export function contextRecord(id: string, changes: Partial<SpaceliftContext> = {}): SpaceliftContext {
  return { id, name: id, description: null, spaceId: "root", labels: [], hooks: eachHook(() => []), ...changes };
}

export function contextAttachment(contextId: string, projectId: string, priority = 0): ContextAttachment {
  return { id: `${contextId} on ${projectId}`, contextId, projectKind: "stack", projectId, priority };
}

export function variableRecord(
  ownerKind: EnvironmentVariable["ownerKind"],
  ownerId: string,
  name: string,
  value: string,
): EnvironmentVariable {
  const id = `${ownerKind}/${ownerId}/${name}`;
  return { id, ownerKind, ownerId, name, value, writeOnly: false, checksum: checksum(value), description: null };
}

export function dependencyRecord(stackId: string, dependsOnStackId: string): StackDependency {
  return { id: `${stackId} on ${dependsOnStackId}`, stackId, dependsOnStackId };
}

export function outputRecord(name: string, value: unknown, changes: Partial<StackOutput> = {}): StackOutput {
  const json = JSON.stringify(value);
  return { name, description: "", sensitive: false, value: json, checksum: checksum(json), ...changes };
}

export function runRecord(id: string, stackId: string, changes: Partial<Run> = {}): Run {
  return {
    id,
    stackId,
    type: "TRACKED",
    state: "FINISHED",
    commit: null,
    triggeredBy: "administrator",
    command: null,
    initialize: true,
    driftDetection: false,
    runtimeConfig: null,
    createdAt: "2026-11-25T00:00:00.000Z",
    updatedAt: "2026-11-25T00:00:00.000Z",
    references: [],
    note: null,
    ...changes,
  };
}
