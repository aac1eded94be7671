import type { Hooks } from "./hooks.ts";

/** What one run may set differently from its stack. */
export interface RuntimeConfig {
  readonly environment: readonly { readonly key: string; readonly value: string }[];
  readonly projectRoot: string | null;
  readonly runnerImage: string | null;
  readonly hooks: Hooks;
}

/** What a run is for. */
export type RunType = "PROPOSED" | "TRACKED" | "TASK" | "TESTING" | "DESTROY";

/** How far a run has come [spacelift.md §3.2]. */
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

/** One run or task of a stack. */
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
