import { ChartError } from "../../helm/chart.ts";
import { ReleaseFailed } from "../../helm/failed-release.ts";
import type { HelmOperation, Pause } from "../../helm/helm-client.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { ServiceError } from "../../rule.ts";

/** What a HelmRelease is being brought to. */
export type Action = "install" | "upgrade" | "uninstall" | "remediate-install" | "remediate-upgrade";

interface RunningAction {
  readonly action: Action;
  readonly operation: HelmOperation<unknown>;
  readonly pause: Pause;
  readonly step: number;
}

/** How an action ended, or that it has not. */
export type Outcome =
  | { readonly state: "waiting"; readonly action: Action }
  | { readonly state: "done"; readonly action: Action }
  | { readonly state: "failed"; readonly action: Action; readonly message: string };

/** Operations that wait, by the uid of their HelmRelease; a controller that starts anew finds none. */
const running = new WeakMap<Cluster, Map<string, RunningAction>>();

function actionsOf(cluster: Cluster): Map<string, RunningAction> {
  let actions = running.get(cluster);
  if (!actions) {
    actions = new Map();
    running.set(cluster, actions);
  }
  return actions;
}

/** The action that a HelmRelease is at, after it went on as far as it can; undefined when there is none. */
export function continueAction(context: ControllerContext, release: KubernetesObject): Outcome | undefined {
  const { uid } = release.metadata;
  const known = actionsOf(context.cluster).get(uid);
  if (!known) return undefined;
  const { pause, step, action, operation } = known;
  const isOver = context.elapsed(`${uid} ${action} ${step}`, pause.seconds);
  if (!isOver && !pause.until()) return { state: "waiting", action };
  return goOn(context, release, action, operation, step + 1);
}

/** Begins an action and goes as far as it can. */
export function beginAction(
  context: ControllerContext,
  release: KubernetesObject,
  action: Action,
  operation: HelmOperation<unknown>,
): Outcome {
  return goOn(context, release, action, operation, 0);
}

function goOn(
  context: ControllerContext,
  release: KubernetesObject,
  action: Action,
  operation: HelmOperation<unknown>,
  first: number,
): Outcome {
  const { uid } = release.metadata;
  const actions = actionsOf(context.cluster);
  actions.delete(uid);
  try {
    for (let step = first; ; step += 1) {
      const next = operation.next();
      if (next.done) return { state: "done", action };
      const pause = next.value;
      if (pause.until()) continue;
      actions.set(uid, { action, operation, pause, step });
      context.elapsed(`${uid} ${action} ${step}`, pause.seconds);
      return { state: "waiting", action };
    }
  } catch (error) {
    if (error instanceof ServiceError || error instanceof ChartError || error instanceof ReleaseFailed) {
      return { state: "failed", action, message: error.message };
    }
    throw error;
  }
}

/** Forgets an action, because what it works on has changed. */
export function dropAction(cluster: Cluster, release: KubernetesObject): void {
  actionsOf(cluster).delete(release.metadata.uid);
}
