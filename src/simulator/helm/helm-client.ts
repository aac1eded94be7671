import type { KubernetesApi } from "../kubernetes/api.ts";
import type { Clusters } from "../kubernetes/clusters.ts";
import { runControllers } from "../kubernetes/run-controllers.ts";
import type { Actor } from "../world/journal.ts";

/** What Helm works with: a caller's access to a cluster. */
export interface HelmClient {
  readonly api: KubernetesApi;
}

/** What an operation waits for before it goes on. */
export interface Pause {
  /** Simulated seconds after which the operation goes on in any case, and fails if what it waits for did not come. */
  readonly seconds: number;
  /** True when it need not wait any longer. */
  until(): boolean;
}

/**
 * An operation of Helm that is carried on step by step. It yields what it waits for, and is to be continued when that holds or its
 * time is over; it throws what Helm answers when it fails.
 */
export type HelmOperation<Result> = Generator<Pause, Result, void>;

/**
 * Carries an operation out at once: while it waits, the controllers of the cluster work and simulated time passes.
 *
 * For a caller outside of the cluster; a controller keeps the operation and continues it when it is asked to look again.
 *
 * @throws what the operation throws
 */
export function carryOut<Result>(
  { api }: HelmClient,
  clusters: Clusters,
  actor: Actor,
  operation: HelmOperation<Result>,
): Result {
  for (;;) {
    const step = operation.next();
    if (step.done) return step.value;
    const { seconds, until } = step.value;
    runControllers(clusters, api.cluster, actor, { seconds, until });
  }
}
