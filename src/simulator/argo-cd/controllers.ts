import type { Cluster } from "../kubernetes/cluster.ts";
import type { Controller, ControllerContext } from "../kubernetes/controller.ts";
import { definitions } from "../kubernetes/kinds.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { listed } from "../kubernetes/workloads/pods/pods.ts";
import { applicationKind, refreshAsked } from "./application.ts";
import { projectKind } from "./project.ts";
import { reconcileApplication } from "./reconcile-application.ts";
import { redisSecretInit } from "./redis-secret.ts";
import { argoCdNamespace, isArgoCdRunning } from "./running.ts";
import { argoCdServer } from "./server.ts";
import { knownKindsOf } from "./target-state.ts";
import { liveKindsOf } from "./tracking.ts";

/** Kinds that matter to every Application. */
const alwaysWatched = ["/Namespace", "/ConfigMap", projectKind, definitions];

/** Milliseconds after which an Application is looked at although nothing of its own has changed. */
const pollingTime = 120_000;

interface Look {
  readonly seen: string;
  /** Simulated time, in milliseconds. */
  readonly at: number;
  /** Whether a time is waited for: it must be asked for again at every look, or it is forgotten. */
  readonly isTimed: boolean;
}

const looks = new WeakMap<Cluster, Map<string, Look>>();

/** Compares and syncs Applications. */
const applicationController: Controller = {
  name: "argocd-controller",
  watches: ["*"],
  isRunning: isArgoCdRunning,
  reconcile: (context) => {
    const { cluster } = context;
    const namespace = argoCdNamespace(cluster);
    const known = looks.get(cluster) ?? new Map<string, Look>();
    looks.set(cluster, known);
    for (const application of listed(cluster, applicationKind)) {
      const { uid } = application.metadata;
      if (application.metadata.namespace !== namespace) continue;
      if (needsLook(cluster, application, known.get(uid))) known.set(uid, lookAt(context, application));
    }
  },
};

function lookAt(context: ControllerContext, application: KubernetesObject): Look {
  const seen = seenBy(context.cluster, application);
  let isTimed = false;
  const elapsed = (key: string, seconds: number): boolean => {
    isTimed = true;
    return context.elapsed(key, seconds);
  };
  reconcileApplication({ ...context, elapsed }, application);
  return { seen, at: context.cluster.now.getTime(), isTimed };
}

/** Whether there may be something to do: the Application or an object of a kind that it has was written since the last look. */
function needsLook(cluster: Cluster, application: KubernetesObject, last: Look | undefined): boolean {
  if (!last || last.isTimed || refreshAsked(application)) return true;
  return last.seen !== seenBy(cluster, application) || cluster.now.getTime() - last.at >= pollingTime;
}

/** What was written so far of everything that an Application is about. */
function seenBy(cluster: Cluster, application: KubernetesObject): string {
  const { name, uid, resourceVersion } = application.metadata;
  const kinds = new Set([...alwaysWatched, ...knownKindsOf(cluster, uid), ...liveKindsOf(cluster, name)]);
  return `${resourceVersion} ${[...kinds].map((kind) => `${kind} ${cluster.version(kind)}`).join(" ")}`;
}

/** The controllers of Argo CD; they work while their pods are ready. */
export const argoCdControllers: readonly Controller[] = [redisSecretInit, argoCdServer, applicationController];
