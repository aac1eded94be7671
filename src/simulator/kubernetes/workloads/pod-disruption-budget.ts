import type { Controller, ControllerContext } from "../controller.ts";
import { at } from "../fields.ts";
import { isTerminating, type KubernetesObject, withConditions } from "../object.ts";
import { hasEnded, isReady, listed } from "./pods/pods.ts";
import { shareOf } from "./scheduling/shares.ts";
import { selects } from "./selectors.ts";

/** Says in the status of each PodDisruptionBudget how many of its pods may be evicted. */
export const disruptionController: Controller = {
  name: "disruption-controller",
  watches: ["policy/PodDisruptionBudget", "/Pod"],
  reconcile(context) {
    for (const budget of listed(context.cluster, "policy/PodDisruptionBudget")) {
      if (!isTerminating(budget)) report(context, budget);
    }
  },
};

function report({ api, cluster }: ControllerContext, budget: KubernetesObject): void {
  const pods = cluster.store
    .list("/Pod", budget.metadata.namespace)
    .filter((pod) => !hasEnded(pod) && selects(at(budget, "spec.selector"), pod.metadata.labels ?? {}));
  const expected = pods.length;
  const healthy = pods.filter(isReady).length;
  const least = at(budget, "spec.minAvailable");
  const most = at(budget, "spec.maxUnavailable") ?? 1;
  const desired =
    least === undefined
      ? Math.max(0, expected - shareOf(most, expected, Math.ceil))
      : shareOf(least, expected, Math.ceil);
  const allowed = Math.max(0, healthy - desired);
  const counts = {
    expectedPods: expected,
    currentHealthy: healthy,
    desiredHealthy: desired,
    disruptionsAllowed: allowed,
    observedGeneration: budget.metadata.generation,
  };
  if (Object.entries(counts).every(([name, count]) => budget.status?.[name] === count)) return;
  const condition = {
    type: "DisruptionAllowed",
    status: allowed > 0 ? "True" : "False",
    reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
  } as const;
  api.setStatus(budget, { ...counts, conditions: withConditions(budget, condition) });
}
