import type { EngineBinary } from "../engine/find.ts";
import type { EvaluatePolicy } from "../policy/evaluate.ts";
import type { Clusters } from "../simulator/kubernetes/clusters.ts";
import type { Emit } from "./events.ts";
import type { RunRecords } from "./run-records.ts";
import type { Attach } from "./stack-run/attachment.ts";

/** What every run of a command shares: the account it plays, the engine, the providers, and where events go. */
export interface Runner {
  readonly records: RunRecords;
  /** What is inside of the clusters of the world. */
  readonly clusters: Clusters;
  /** The checkout that Spacelift would clone. */
  readonly repository: string;
  /** Folder of the world: states and workspaces are kept below it. */
  readonly worldFolder: string;
  readonly engine: EngineBinary;
  readonly attach: Attach;
  readonly evaluatePolicy: EvaluatePolicy;
  /** Variables of the caller; the engine gets only the harmless ones. */
  readonly callerEnvironment: Readonly<Record<string, string | undefined>>;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  /** Name of the environment that a stack belongs to; null above all of them. */
  readonly environmentOf: (stackId: string) => string | null;
}
