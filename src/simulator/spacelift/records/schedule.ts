import type { ProjectReference } from "./project.ts";
import type { RuntimeConfig } from "./run.ts";

/** Stored under the id of its stack or module. */
export interface DriftDetection extends ProjectReference {
  readonly schedule: readonly string[];
  readonly timezone: string;
  readonly reconcile: boolean;
  readonly ignoreState: boolean;
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
