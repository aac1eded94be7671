import type { Hooks } from "./hooks.ts";
import type { RunState } from "./run.ts";
import type { SourceControl } from "./source-control.ts";
import type { Vendor } from "./vendor.ts";

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

/** Configuration in a repository with the state that its runs keep. */
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
