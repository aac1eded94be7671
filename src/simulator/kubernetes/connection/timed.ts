import type { Call } from "../../planning/resource-type.ts";
import type { KubernetesApi } from "../api.ts";

/** Runs an action, and adds the time that passes in the cluster to how long the operation takes, whether it succeeds or not. */
export function timed<Result>(
  call: Pick<Call<unknown>, "takes">,
  { cluster }: Pick<KubernetesApi, "cluster">,
  action: () => Result,
): Result {
  const before = cluster.now.getTime();
  try {
    return action();
  } finally {
    call.takes((cluster.now.getTime() - before) / 1_000);
  }
}
