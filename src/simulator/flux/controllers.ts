import { createHash } from "node:crypto";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { Controller } from "../kubernetes/controller.ts";
import { textAt } from "../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../kubernetes/object.ts";
import { listed } from "../kubernetes/workloads/pods/pods.ts";
import { secondsOf } from "../time/duration.ts";
import { reconcileHelmRelease } from "./helm-release/reconcile.ts";
import { releaseInputs } from "./helm-release/wanted.ts";
import { reconcileKustomization } from "./kustomization/reconcile.ts";
import { fluxKinds, isReady, isSuspended, isUnhandled, report, runsController, succeeded } from "./objects.ts";
import { sourceController } from "./source-controller.ts";

/** Installs, upgrades and uninstalls releases. */
const helmController: Controller = {
  name: "helm-controller",
  watches: ["*"],
  isRunning: (cluster) => runsController(cluster, "helm-controller"),
  reconcile: (context) => {
    for (const release of listed(context.cluster, fluxKinds.helmRelease)) {
      if (needsLook(context.cluster, release)) reconcileHelmRelease(context, release);
    }
  },
};

interface Look {
  readonly seen: string;
  readonly at: number;
}

const looks = new WeakMap<Cluster, Map<string, Look>>();

/** A release that is ready is looked at when something that it is made of has changed, or its interval has passed. */
function needsLook(cluster: Cluster, release: KubernetesObject): boolean {
  const known = looks.get(cluster) ?? new Map<string, Look>();
  looks.set(cluster, known);
  const { uid } = release.metadata;
  const look = { seen: releaseInputs.map((kind) => cluster.version(kind)).join(" "), at: cluster.now.getTime() };
  const last = known.get(uid);
  const waited = secondsOf(release.spec?.interval, 600) * 1_000;
  if (isReady(release) && !isTerminating(release) && last?.seen === look.seen && look.at - last.at < waited)
    return false;
  known.set(uid, look);
  return true;
}

/** Applies and prunes folders. */
const kustomizeController: Controller = {
  name: "kustomize-controller",
  watches: ["*"],
  isRunning: (cluster) => runsController(cluster, "kustomize-controller"),
  reconcile: (context) => {
    for (const kustomization of listed(context.cluster, fluxKinds.kustomization)) {
      reconcileKustomization(context, kustomization);
    }
  },
};

/** Gives receivers their addresses. Alerts and providers are accepted as they are. */
const notificationController: Controller = {
  name: "notification-controller",
  watches: [fluxKinds.receiver],
  isRunning: (cluster) => runsController(cluster, "notification-controller"),
  reconcile: ({ api }) => {
    for (const receiver of api.list(fluxKinds.receiver)) {
      if (isTerminating(receiver) || isSuspended(receiver) || !isUnhandled(receiver)) continue;
      const webhookPath = `/hook/${pathOf(receiver)}`;
      const message = `Receiver initialized for path: ${webhookPath}`;
      report(api, receiver, { conditions: succeeded("Succeeded", message), handled: true, status: { webhookPath } });
    }
  },
};

function pathOf({ metadata, spec }: KubernetesObject): string {
  const parts = [textAt(spec, "secretRef.name"), metadata.name, metadata.namespace];
  return createHash("sha256").update(parts.join("")).digest("hex");
}

/** The controllers of Flux; each works while its pod is ready. */
export const fluxControllers: readonly Controller[] = [
  sourceController,
  kustomizeController,
  helmController,
  notificationController,
];
