/** Table names of Spacelift records; each is held as `spacelift/<account>/<name>`. */
export const spaceliftTables = {
  account: "account",
  apiKey: "api-key",
  runToken: "run-token",
  vcsIntegration: "vcs-integration",
  space: "space",
  stack: "stack",
  module: "module",
  moduleVersion: "module-version",
  context: "context",
  contextAttachment: "context-attachment",
  environmentVariable: "environment-variable",
  mountedFile: "mounted-file",
  policy: "policy",
  policyAttachment: "policy-attachment",
  stackDependency: "stack-dependency",
  dependencyReference: "stack-dependency-reference",
  awsIntegration: "aws-integration",
  awsIntegrationAttachment: "aws-integration-attachment",
  driftDetection: "drift-detection",
  role: "role",
  roleBinding: "role-binding",
  groupMapping: "idp-group-mapping",
  user: "user",
  workerPool: "worker-pool",
  schedule: "schedule",
  namedWebhook: "named-webhook",
  webhook: "webhook",
  run: "run",
} as const;

/** The eleven hook lists, named as in the provider's schema. */
export const hookNames = [
  "before_init",
  "after_init",
  "before_plan",
  "after_plan",
  "before_apply",
  "after_apply",
  "before_perform",
  "after_perform",
  "before_destroy",
  "after_destroy",
  "after_run",
] as const;
export type HookName = (typeof hookNames)[number];
export type Hooks = Readonly<Record<HookName, readonly string[]>>;

/** A record with one entry for every hook. */
export function eachHook<Entry>(entryOf: (name: HookName) => Entry): Record<HookName, Entry> {
  return Object.fromEntries(hookNames.map((name) => [name, entryOf(name)])) as Record<HookName, Entry>;
}

/** A Spacelift account; its single row is stored under its name. */
export interface Account {
  readonly name: string;
  /** `https://<name>.app.spacelift.io`: the audience of every token. */
  readonly endpoint: string;
  readonly tier: string;
  /** The AWS account from which Spacelift assumes roles. */
  readonly awsAccountId: string;
  /** Whether admins of a space may manage the spaces below it; else only admins of root manage spaces. */
  readonly spaceAdminsManageSpaces: boolean;
  /** ISO 8601; the time part of every ULID. */
  readonly createdAt: string;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Hex SHA-256 of the secret. */
  readonly secretChecksum: string;
}

/** The in-run token of one run of one stack. */
export interface RunToken {
  /** Hex SHA-256 of the token. */
  readonly id: string;
  readonly stackId: string;
  readonly runId: string;
  /** ISO 8601, simulated time. */
  readonly expiresAt: string;
}

export type VcsProvider =
  | "GITHUB"
  | "GITHUB_ENTERPRISE"
  | "GITLAB"
  | "BITBUCKET_CLOUD"
  | "BITBUCKET_DATACENTER"
  | "AZURE_DEVOPS"
  | "GIT"
  | "SHOWCASE";

export interface VcsIntegration {
  readonly id: string;
  readonly name: string;
  readonly provider: VcsProvider;
  readonly isDefault: boolean;
  readonly spaceId: string;
  readonly apiHost: string;
}

export interface Space {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** Null for `root` only. */
  readonly parentSpaceId: string | null;
  readonly inheritEntities: boolean;
  readonly labels: readonly string[];
}

/** Where a project's source lives. */
export interface SourceControl {
  readonly provider: VcsProvider;
  /** Empty: the account's default integration of that provider. */
  readonly integrationId: string;
  /** GitHub organisation, GitLab group, Azure DevOps project … */
  readonly namespace: string;
  /** Raw Git only. */
  readonly url: string;
}

export type TerraformTool = "OPEN_TOFU" | "TERRAFORM_FOSS" | "CUSTOM";

/** What a stack runs, by vendor. `version` null: the newest supported. */
export type Vendor =
  | {
      readonly kind: "TERRAFORM";
      readonly workflowTool: string;
      readonly version: string | null;
      readonly workspace: string | null;
      readonly smartSanitization: boolean;
      readonly externalStateAccess: boolean;
    }
  | {
      readonly kind: "OPENTOFU";
      readonly workflowTool: string;
      readonly version: string | null;
      readonly workspace: string | null;
      readonly smartSanitization: boolean;
      readonly externalStateAccess: boolean;
      readonly concise: boolean;
    }
  | {
      readonly kind: "TERRAGRUNT";
      readonly tool: string;
      readonly terraformVersion: string | null;
      readonly terragruntVersion: string | null;
      readonly useRunAll: boolean;
      readonly smartSanitization: boolean;
      readonly stateManagement: boolean;
      readonly skipReplan: boolean;
      readonly prefixResourceNames: boolean;
    }
  | { readonly kind: "ANSIBLE"; readonly playbook: string }
  | {
      readonly kind: "CLOUDFORMATION";
      readonly entryTemplateFile: string;
      readonly region: string;
      readonly stackName: string;
      readonly templateBucket: string;
    }
  | { readonly kind: "PULUMI"; readonly loginUrl: string; readonly stackName: string }
  | {
      readonly kind: "KUBERNETES";
      readonly namespace: string;
      readonly kubectlVersion: string | null;
      readonly workflowTool: string;
    };

/** An output kept by a successful tracked run with an apply phase. */
export interface StackOutput {
  readonly name: string;
  readonly description: string;
  readonly sensitive: boolean;
  /** Canonical JSON of the value; sealed when sensitive. */
  readonly value: string;
  /** Hex SHA-256 of the canonical JSON, to see changes without opening. */
  readonly checksum: string;
}

export interface Stack {
  /** The slug. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly sourceControl: SourceControl;
  /** Without owner. */
  readonly repository: string;
  readonly branch: string;
  readonly projectRoot: string | null;
  readonly additionalProjectGlobs: readonly string[];
  readonly gitSparseCheckoutPaths: readonly string[];
  readonly vendor: Vendor;
  readonly labels: readonly string[];
  readonly autodeploy: boolean;
  readonly autoretry: boolean;
  readonly allowRunPromotion: boolean;
  readonly enableLocalPreview: boolean;
  readonly enableSensitiveOutputsUpload: boolean;
  readonly enableWellKnownSecretMasking: boolean;
  readonly protectFromDeletion: boolean;
  readonly managesState: boolean;
  readonly hooks: Hooks;
  readonly runnerImage: string | null;
  /** Null: the public pool. */
  readonly workerPoolId: string | null;
  readonly disabled: boolean;
  /** Login of the person who locked it. */
  readonly lockedBy: string | null;
  /** State of the latest tracked run, `NONE` without one. */
  readonly state: RunState | "NONE";
  /** Commit that tracked runs use; null until one is tracked. */
  readonly trackedCommit: string | null;
  readonly outputs: readonly StackOutput[];
  /** Resources in the managed state after the last apply. */
  readonly resourceCount: number;
}

export interface Module {
  /** `terraform-<provider>-<name>`. */
  readonly id: string;
  readonly name: string;
  readonly terraformProvider: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly sourceControl: SourceControl;
  readonly repository: string;
  readonly branch: string;
  readonly projectRoot: string | null;
  readonly gitSparseCheckoutPaths: readonly string[];
  readonly labels: readonly string[];
  readonly administrative: boolean;
  readonly enableLocalPreview: boolean;
  readonly protectFromDeletion: boolean;
  readonly isPublic: boolean;
  readonly runnerImage: string | null;
  readonly workerPoolId: string | null;
  readonly workflowTool: string;
  readonly sharedAccounts: readonly string[];
  readonly spaceShares: readonly string[];
}

export interface ModuleVersion {
  readonly id: string;
  readonly moduleId: string;
  /** `major.minor.patch`. */
  readonly number: string;
  readonly commit: string | null;
  readonly state: "ACTIVE" | "FAILED" | "PENDING";
}

export interface SpaceliftContext {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly labels: readonly string[];
  readonly hooks: Hooks;
}

/** A stack or module that something is attached to. */
export interface ProjectReference {
  readonly projectKind: "stack" | "module";
  readonly projectId: string;
}

export interface ContextAttachment extends ProjectReference {
  readonly id: string;
  readonly contextId: string;
  /** Lower goes first. */
  readonly priority: number;
}

export type ConfigOwnerKind = "context" | "stack" | "module";

/** A variable of a stack, module or context; stored under `<owner kind>/<owner>/<name>`. */
export interface EnvironmentVariable {
  readonly id: string;
  readonly ownerKind: ConfigOwnerKind;
  readonly ownerId: string;
  readonly name: string;
  /** Sealed when `writeOnly`. */
  readonly value: string;
  readonly writeOnly: boolean;
  /** Hex SHA-256 of the value. */
  readonly checksum: string;
  readonly description: string | null;
}

/** A file mounted below `/mnt/workspace`; stored under `<owner kind>/<owner>/<path>`. */
export interface MountedFile {
  readonly id: string;
  readonly ownerKind: ConfigOwnerKind;
  readonly ownerId: string;
  readonly path: string;
  /** Base64; sealed when `writeOnly`. */
  readonly content: string;
  readonly writeOnly: boolean;
  readonly checksum: string;
  readonly description: string | null;
}

export type PolicyType =
  | "ACCESS"
  | "APPROVAL"
  | "GIT_PUSH"
  | "INITIALIZATION"
  | "INTENT"
  | "LOGIN"
  | "NOTIFICATION"
  | "PLAN"
  | "TASK"
  | "TRIGGER";

export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: PolicyType;
  readonly body: string;
  readonly engine: "REGO_V0" | "REGO_V1";
  readonly spaceId: string;
  readonly labels: readonly string[];
}

export interface PolicyAttachment extends ProjectReference {
  readonly id: string;
  readonly policyId: string;
}

export interface StackDependency {
  readonly id: string;
  /** The child: runs after the other. */
  readonly stackId: string;
  readonly dependsOnStackId: string;
}

export interface DependencyReference {
  readonly id: string;
  readonly dependencyId: string;
  readonly outputName: string;
  /** Environment variable of the child. */
  readonly inputName: string;
  readonly triggerAlways: boolean;
}

export interface AwsIntegration {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  readonly durationSeconds: number;
  readonly generateCredentialsInWorker: boolean;
  readonly externalId: string | null;
  readonly region: string | null;
  readonly labels: readonly string[];
  readonly spaceId: string;
  readonly autoattachEnabled: boolean;
  readonly tagAssumeRole: boolean;
}

export interface AwsIntegrationAttachment extends ProjectReference {
  readonly id: string;
  readonly integrationId: string;
  readonly read: boolean;
  readonly write: boolean;
}

/** Stored under the id of its stack or module. */
export interface DriftDetection extends ProjectReference {
  readonly schedule: readonly string[];
  readonly timezone: string;
  readonly reconcile: boolean;
  readonly ignoreState: boolean;
}

export interface Role {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly isSystem: boolean;
  readonly actions: readonly string[];
}

export type RoleSubjectKind = "STACK" | "API" | "IDP" | "USER";

/** A role given to a stack, API key, group or person, in one space and all below it. */
export interface RoleBinding {
  readonly id: string;
  readonly subjectKind: RoleSubjectKind;
  readonly subjectId: string;
  readonly roleId: string;
  readonly spaceId: string;
}

export interface GroupMapping {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly policies: readonly { readonly spaceId: string; readonly role: string }[];
}

export interface WorkerPool {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly labels: readonly string[];
  /** Base64 of the PEM certificate request. */
  readonly csr: string;
  /** Sealed worker token; changes with the certificate request. */
  readonly config: string;
  /** -1: no limit; 0: drift detection is off. */
  readonly driftDetectionRunLimit: number;
}

/** A scheduled run, task or deletion of a stack. */
export interface Schedule {
  readonly id: string;
  readonly kind: "run" | "task" | "delete";
  readonly stackId: string;
  readonly name: string | null;
  readonly command: string | null;
  /** Cron expressions; empty when `at` is set. */
  readonly every: readonly string[];
  /** Unix seconds. */
  readonly at: number | null;
  readonly timezone: string | null;
  readonly deleteResources: boolean;
  /** Settings of a scheduled run, null for none. */
  readonly runtimeConfig: RuntimeConfig | null;
}

/** What one run may set differently from its stack. */
export interface RuntimeConfig {
  readonly environment: readonly { readonly key: string; readonly value: string }[];
  readonly projectRoot: string | null;
  readonly runnerImage: string | null;
  readonly hooks: Hooks;
}

export interface NamedWebhook {
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly enabled: boolean;
  readonly spaceId: string;
  readonly labels: readonly string[];
  readonly retryOnFailure: boolean;
  /** Sealed; null for none. */
  readonly secret: string | null;
  readonly secretHeaders: readonly { readonly key: string; readonly value: string }[];
}

export interface Webhook extends ProjectReference {
  readonly id: string;
  readonly endpoint: string;
  readonly enabled: boolean;
  readonly retryOnFailure: boolean;
  /** Sealed; null for none. */
  readonly secret: string | null;
}

export type RunType = "PROPOSED" | "TRACKED" | "TASK" | "TESTING" | "DESTROY";

export type RunState =
  | "QUEUED"
  | "READY"
  | "PREPARING"
  | "INITIALIZING"
  | "PLANNING"
  | "PENDING_REVIEW"
  | "UNCONFIRMED"
  | "CONFIRMED"
  | "REPLAN_REQUESTED"
  | "PREPARING_REPLAN"
  | "PREPARING_APPLY"
  | "APPLYING"
  | "PERFORMING"
  | "DESTROYING"
  | "FINISHED"
  | "FAILED"
  | "STOPPED"
  | "CANCELED"
  | "DISCARDED"
  | "SKIPPED";

export interface Run {
  readonly id: string;
  readonly stackId: string;
  readonly type: RunType;
  readonly state: RunState;
  readonly commit: string | null;
  /** `user`, a login, a stack or schedule: what `TF_VAR_spacelift_run_trigger` says. */
  readonly triggeredBy: string;
  /** Tasks only. */
  readonly command: string | null;
  /** Tasks only: whether initialisation comes first. */
  readonly initialize: boolean;
  readonly driftDetection: boolean;
  readonly runtimeConfig: RuntimeConfig | null;
  /** ISO 8601, simulated time. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Ids of the dependency references whose outputs it was given. */
  readonly references: readonly string[];
  /** Why it ended so, shown beside the state. */
  readonly note: string | null;
}
