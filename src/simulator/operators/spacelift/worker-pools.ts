import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Controller, ControllerContext } from "../../kubernetes/controller.ts";
import { recordEvent } from "../../kubernetes/events.ts";
import { numberAt, objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { servedKind } from "../../kubernetes/kinds.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import { operatorPod } from "../operator-pod.ts";
import { apiVersion, kinds } from "./kinds.ts";

/** Seconds that a worker takes to register with Spacelift. Made up. */
const registrationSeconds = 5;

/** What a pool's credentials are made of, by the field of its specification. */
const credentials = ["token", "privateKey"] as const;

/**
 * The controller of Spacelift's worker pools: makes as many Workers as a pool is to have, once its credentials are there. Workers that
 * wait for a run have no pods, and no run is handed to them here. Source: Spacelift's documentation, "Kubernetes workers".
 */
export const workerPoolController: Controller = {
  name: "spacelift-workerpool-controller",
  watches: [kinds.pool, kinds.worker, "/Secret"],
  isRunning: (cluster) => controllerPod(cluster) !== undefined,
  reconcile(context) {
    const { api, cluster } = context;
    const pod = controllerPod(cluster);
    if (!pod || !servedKind(cluster, { apiVersion, kind: "WorkerPool" })) return;
    const watched = watchedNamespaces(pod);
    for (const pool of api.list(kinds.pool)) {
      const isWatched = watched.length === 0 || watched.includes(pool.metadata.namespace ?? "");
      if (isWatched && !isTerminating(pool)) keepWorkers(context, pool);
    }
  },
};

function controllerPod(cluster: Cluster): KubernetesObject | undefined {
  return operatorPod(cluster, (image) => /\/kube-workerpool-controller:/.test(image));
}

/** Namespaces that the controller looks at; empty for all of them. */
function watchedNamespaces(pod: KubernetesObject): readonly string[] {
  const variables = objectsAt(pod.spec, "containers").flatMap((container) => objectsAt(container, "env"));
  const value = variables.find((variable) => textAt(variable, "name") === "WATCHED_NAMESPACES");
  return textAt(value, "value").split(",").filter(Boolean);
}

function keepWorkers(context: ControllerContext, pool: KubernetesObject): void {
  const { api, elapsed } = context;
  const problem = credentialProblem(context, pool);
  if (problem !== null) {
    recordEvent(context, pool, { type: "Warning", reason: "InvalidCredentials", message: problem });
    return;
  }
  const { namespace = "", name, uid } = pool.metadata;
  const wanted = numberAt(pool.spec, "poolSize", 1);
  const workers = api
    .list(kinds.worker, { namespace })
    .filter((worker) => (worker.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid));
  const missing = wanted - workers.length;
  if (missing > 0 && elapsed(`register ${uid}`, registrationSeconds)) {
    const taken = new Set(workers.map((worker) => worker.metadata.name));
    const free = Array.from({ length: wanted }, (_, index) => `${name}-${index}`).filter((one) => !taken.has(one));
    for (const worker of free.slice(0, missing)) {
      api.create({
        apiVersion,
        kind: "Worker",
        metadata: {
          name: worker,
          namespace,
          ownerReferences: [{ apiVersion, kind: "WorkerPool", name, uid, controller: true, blockOwnerDeletion: true }],
        },
        spec: { pool: name },
        status: { status: "IDLE" },
      });
    }
  }
  for (const worker of workers.slice(wanted)) api.delete(worker);
  const size = Math.min(workers.length, wanted);
  if (numberAt(pool.status, "actualPoolSize", -1) !== size) api.setStatus(pool, { actualPoolSize: size });
}

/** Why Spacelift would not know the workers of a pool; null when it would. */
function credentialProblem({ api }: ControllerContext, pool: KubernetesObject): string | null {
  const { namespace = "" } = pool.metadata;
  for (const field of credentials) {
    const name = textAt(pool.spec, `${field}.secretKeyRef.name`);
    const key = textAt(pool.spec, `${field}.secretKeyRef.key`);
    const secret = api.find("/Secret", name, namespace);
    if (!secret) return `Secret "${name}" not found`;
    if (!(key in textMapAt(secret, "data"))) return `key "${key}" not found in Secret "${name}"`;
  }
  return null;
}
