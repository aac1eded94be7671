import type { World } from "../../world/world.ts";
import type { Account } from "../records/account.ts";
import type { EnvironmentVariable, MountedFile } from "../records/configuration.ts";
import type { ContextAttachment, SpaceliftContext } from "../records/context.ts";
import type { DependencyReference, StackDependency } from "../records/dependency.ts";
import type { AwsIntegration, AwsIntegrationAttachment } from "../records/integration.ts";
import type { Module, ModuleVersion } from "../records/module.ts";
import type { Policy, PolicyAttachment } from "../records/policy.ts";
import type { Role, RoleBinding } from "../records/role.ts";
import type { Run } from "../records/run.ts";
import type { DriftDetection, Schedule } from "../records/schedule.ts";
import type { Space } from "../records/space.ts";
import type { Stack } from "../records/stack.ts";
import type { WorkerPool } from "../records/worker-pool.ts";
import { unseal } from "../sealing.ts";

/** Everything one Spacelift account holds at one moment; the input of every query. */
export interface AccountRecords {
  readonly account: Account;
  readonly spaces: ReadonlyMap<string, Space>;
  readonly stacks: ReadonlyMap<string, Stack>;
  readonly modules: ReadonlyMap<string, Module>;
  readonly moduleVersions: readonly ModuleVersion[];
  readonly contexts: ReadonlyMap<string, SpaceliftContext>;
  readonly contextAttachments: readonly ContextAttachment[];
  readonly variables: readonly EnvironmentVariable[];
  readonly files: readonly MountedFile[];
  readonly policies: ReadonlyMap<string, Policy>;
  readonly policyAttachments: readonly PolicyAttachment[];
  readonly dependencies: readonly StackDependency[];
  readonly references: readonly DependencyReference[];
  readonly awsIntegrations: ReadonlyMap<string, AwsIntegration>;
  readonly awsAttachments: readonly AwsIntegrationAttachment[];
  readonly driftDetections: ReadonlyMap<string, DriftDetection>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly roleBindings: readonly RoleBinding[];
  readonly workerPools: ReadonlyMap<string, WorkerPool>;
  readonly schedules: readonly Schedule[];
  /** Oldest first. */
  readonly runs: readonly Run[];
  /** The secret behind a sealed text. */
  readonly reveal: (sealed: string) => string;
}

/** Reads an account; undefined when the world has none of that name. */
export function readAccount(world: World, name: string): AccountRecords | undefined {
  const list = <Row extends object>(table: string): Row[] => world.table<Row>(`spacelift/${name}/${table}`).rows();
  const map = <Row extends object & { readonly id: string }>(table: string) =>
    new Map(list<Row>(table).map((row) => [row.id, row]));
  const account = world.table<Account>(`spacelift/${name}/${"account"}`).get(name);
  if (!account) return undefined;
  return {
    account,
    spaces: map<Space>("space"),
    stacks: map<Stack>("stack"),
    modules: map<Module>("module"),
    moduleVersions: list<ModuleVersion>("module-version"),
    contexts: map<SpaceliftContext>("context"),
    contextAttachments: list<ContextAttachment>("context-attachment"),
    variables: list<EnvironmentVariable>("environment-variable"),
    files: list<MountedFile>("mounted-file"),
    policies: map<Policy>("policy"),
    policyAttachments: list<PolicyAttachment>("policy-attachment"),
    dependencies: list<StackDependency>("stack-dependency"),
    references: list<DependencyReference>("stack-dependency-reference"),
    awsIntegrations: map<AwsIntegration>("aws-integration"),
    awsAttachments: list<AwsIntegrationAttachment>("aws-integration-attachment"),
    driftDetections: new Map(list<DriftDetection>("drift-detection").map((drift) => [drift.projectId, drift])),
    roles: map<Role>("role"),
    roleBindings: list<RoleBinding>("role-binding"),
    workerPools: map<WorkerPool>("worker-pool"),
    schedules: list<Schedule>("schedule"),
    runs: list<Run>("run"),
    reveal: (sealed) => unseal(world.seed, sealed),
  };
}

/** Names of the Spacelift accounts of a world, sorted. */
export function accountNames(world: World): readonly string[] {
  const suffix = `/${"account"}`;
  return world
    .tableNames("spacelift/")
    .filter((table) => table.endsWith(suffix))
    .map((table) => table.slice("spacelift/".length, -suffix.length));
}

/** A stack or module as the queries see it. */
export interface Project {
  readonly id: string;
  readonly spaceId: string;
  readonly labels: readonly string[];
}

/** The stack or module of that id. */
export function projectOf(records: AccountRecords, id: string): Project | undefined {
  return records.stacks.get(id) ?? records.modules.get(id);
}
