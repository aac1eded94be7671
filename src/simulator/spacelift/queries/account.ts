import type { World } from "../../world/world.ts";
import {
  type Account,
  type AwsIntegration,
  type AwsIntegrationAttachment,
  type ContextAttachment,
  type DependencyReference,
  type DriftDetection,
  type EnvironmentVariable,
  type Module,
  type ModuleVersion,
  type MountedFile,
  type Policy,
  type PolicyAttachment,
  type Role,
  type RoleBinding,
  type Run,
  type Schedule,
  type Space,
  type SpaceliftContext,
  type Stack,
  type StackDependency,
  spaceliftTables,
  type WorkerPool,
} from "../records.ts";
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
  const account = world.table<Account>(`spacelift/${name}/${spaceliftTables.account}`).get(name);
  if (!account) return undefined;
  return {
    account,
    spaces: map<Space>(spaceliftTables.space),
    stacks: map<Stack>(spaceliftTables.stack),
    modules: map<Module>(spaceliftTables.module),
    moduleVersions: list<ModuleVersion>(spaceliftTables.moduleVersion),
    contexts: map<SpaceliftContext>(spaceliftTables.context),
    contextAttachments: list<ContextAttachment>(spaceliftTables.contextAttachment),
    variables: list<EnvironmentVariable>(spaceliftTables.environmentVariable),
    files: list<MountedFile>(spaceliftTables.mountedFile),
    policies: map<Policy>(spaceliftTables.policy),
    policyAttachments: list<PolicyAttachment>(spaceliftTables.policyAttachment),
    dependencies: list<StackDependency>(spaceliftTables.stackDependency),
    references: list<DependencyReference>(spaceliftTables.dependencyReference),
    awsIntegrations: map<AwsIntegration>(spaceliftTables.awsIntegration),
    awsAttachments: list<AwsIntegrationAttachment>(spaceliftTables.awsIntegrationAttachment),
    driftDetections: new Map(
      list<DriftDetection>(spaceliftTables.driftDetection).map((drift) => [drift.projectId, drift]),
    ),
    roles: map<Role>(spaceliftTables.role),
    roleBindings: list<RoleBinding>(spaceliftTables.roleBinding),
    workerPools: map<WorkerPool>(spaceliftTables.workerPool),
    schedules: list<Schedule>(spaceliftTables.schedule),
    runs: list<Run>(spaceliftTables.run),
    reveal: (sealed) => unseal(world.seed, sealed),
  };
}

/** Names of the Spacelift accounts of a world, sorted. */
export function accountNames(world: World): readonly string[] {
  const suffix = `/${spaceliftTables.account}`;
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
