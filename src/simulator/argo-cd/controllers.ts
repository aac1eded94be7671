import type { Cluster } from "../kubernetes/cluster.ts";
import type { Controller, ControllerContext } from "../kubernetes/controller.ts";
import { definitions } from "../kubernetes/kinds.ts";
import { isTerminating, type KubernetesObject } from "../kubernetes/object.ts";
import { listed } from "../kubernetes/workloads/pods.ts";
import { applicationKind, refreshAsked } from "./application.ts";
import { projectKind } from "./project.ts";
import { reconcileApplication } from "./reconcile-application.ts";
import { redisSecretInit } from "./redis-secret.ts";
import { argoCdNamespace, isArgoCdRunning } from "./running.ts";
import { argoCdServer } from "./server.ts";
import { readOperation } from "./sync/operation-state.ts";
import { knownKindsOf } from "./target-state.ts";
import { liveKindsOf } from "./tracking.ts";

/** Kinds that matter to every Application. */
const alwaysWatched = ["/Namespace", "/ConfigMap", projectKind, definitions];

/** Milliseconds after which an Application is looked at although nothing of its own has changed. */
const pollingTime = 120_000;

interface Look {
  readonly seen: string;
  readonly at: number;
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
      if (application.metadata.namespace !== namespace) continue;
      if (needsLook(context, application, known.get(application.metadata.uid))) {
        reconcileApplication(context, application);
        const seen = seenBy(cluster, application);
        known.set(application.metadata.uid, { seen, at: cluster.now.getTime() });
      }
    }
  },
};

/**
 * Whether there may be something to do. Applications that wait for a time must be asked again at every look, or the time is
 * forgotten: those that are new, that sync, or that heal themselves.
 */
function needsLook({ cluster }: ControllerContext, application: KubernetesObject, last: Look | undefined): boolean {
  if (!last || isTerminating(application) || refreshAsked(application)) return true;
  if (application.status?.reconciledAt === undefined) return true;
  if (application.operation !== undefined || readOperation(application)?.phase === "Running") return true;
  if ((application.status.sync as { readonly status?: string } | undefined)?.status === "OutOfSync") return true;
  return last.seen !== seenBy(cluster, application) || cluster.now.getTime() - last.at >= pollingTime;
}

function seenBy(cluster: Cluster, application: KubernetesObject): string {
  const { name, uid, generation } = application.metadata;
  const kinds = new Set([...alwaysWatched, ...knownKindsOf(cluster, uid), ...liveKindsOf(cluster, name)]);
  return `${generation} ${[...kinds].map((kind) => cluster.version(kind)).join(" ")}`;
}

/** The controllers of Argo CD; they work while their pods are ready. */
export const argoCdControllers: readonly Controller[] = [redisSecretInit, argoCdServer, applicationController];
