import type { JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { at, numberAt, objectAt, textAt, textMapAt } from "../fields.ts";
import {
  type Condition,
  conditionOf,
  isTerminating,
  type KubernetesObject,
  ownedBy,
  withConditions,
} from "../object.ts";
import { makeFor, templateHash } from "./pod-template.ts";
import { hasEnded, listed, ownedObjects } from "./pods.ts";
import { haveSameMembers, Settled } from "./settled.ts";
import { shareOf } from "./shares.ts";

const hashLabel = "pod-template-hash";
const settled = new Settled();
/** What a roll-out without a next step waits for: until then the same objects need no other look. */
const deadlines = new WeakMap<KubernetesObject, Deadline>();

interface Deadline {
  readonly sets: readonly KubernetesObject[];
  readonly key: string;
  readonly seconds: number;
}

/** Rolls every Deployment out: a ReplicaSet for each pod template, scaled up and down within what the strategy allows. */
export const deploymentController: Controller = {
  name: "deployment-controller",
  watches: ["apps/Deployment", "apps/ReplicaSet", "/Pod"],
  reconcile(context) {
    for (const deployment of listed(context.cluster, "apps/Deployment")) {
      const sets = ownedObjects(context.cluster, "apps/ReplicaSet", deployment.metadata.uid);
      if (isTerminating(deployment) || settled.has(deployment, sets)) continue;
      const deadline = deadlines.get(deployment);
      const isSame = deadline !== undefined && haveSameMembers(deadline.sets, sets);
      const isOver = isSame && context.elapsed(deadline.key, deadline.seconds);
      if (isSame && !isOver) continue;
      if (rollOut(context, deployment, sets, isOver)) settled.add(deployment, sets);
    }
  },
};

/** Takes the next step; gives whether there is none, and nothing is waited for. */
function rollOut(
  context: ControllerContext,
  deployment: KubernetesObject,
  sets: readonly KubernetesObject[],
  isOver: boolean,
): boolean {
  const { api } = context;
  const hash = templateHash(objectAt(deployment, "spec.template"));
  const current = sets.find(({ metadata }) => metadata.labels?.[hashLabel] === hash);
  if (!current) {
    makeFor(api, deployment, replicaSetOf(deployment, hash, revisionAfter(sets)));
    return false;
  }
  const old = sets.filter((set) => set !== current);
  if (scale(context, deployment, current, old)) return false;
  for (const set of superfluous(deployment, old)) api.delete(set);
  return report(context, deployment, { current, sets, isOver });
}

function replicaSetOf(deployment: KubernetesObject, hash: string, revision: number) {
  const { name, namespace = "default" } = deployment.metadata;
  const template = objectAt(deployment, "spec.template");
  const labels = { ...textMapAt(template, "metadata.labels"), [hashLabel]: hash };
  const selector = objectAt(deployment, "spec.selector");
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { "deployment.kubernetes.io/revision": String(revision) },
      ownerReferences: [ownedBy(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { ...selector, matchLabels: { ...objectAt(selector, "matchLabels"), [hashLabel]: hash } },
      template: { ...template, metadata: { ...objectAt(template, "metadata"), labels } },
    },
  };
}

function revisionAfter(sets: readonly KubernetesObject[]): number {
  return Math.max(0, ...sets.map(revisionOf)) + 1;
}

function revisionOf(set: KubernetesObject): number {
  return Number(set.metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
}

/** Changes the size of at most one set; gives whether it did, or waits for pods to go. */
function scale(
  { api, cluster }: ControllerContext,
  deployment: KubernetesObject,
  current: KubernetesObject,
  old: readonly KubernetesObject[],
): boolean {
  const resize = (set: KubernetesObject, replicas: number): boolean => {
    if (replicas === sizeOf(set)) return false;
    api.patch(set, { spec: { replicas } });
    return true;
  };
  const wanted = numberAt(deployment, "spec.replicas", 1);
  const isRecreated = textAt(deployment, "spec.strategy.type") === "Recreate";
  const running = old.filter((set) => sizeOf(set) > 0);
  if (isRecreated && running.length > 0) return running.map((set) => resize(set, 0)).includes(true);
  if (isRecreated && old.some((set) => hasPods(cluster, set))) return true;
  const { surge, unavailable } = allowances(deployment);
  const total = [current, ...old].reduce((sum, set) => sum + sizeOf(set), 0);
  const room = Math.max(0, wanted + surge - total);
  const next = sizeOf(current) > wanted ? wanted : Math.min(wanted, sizeOf(current) + room);
  if (resize(current, next)) return true;
  const available = [current, ...old].reduce((sum, set) => sum + availableIn(set), 0);
  let excess = available - (wanted - unavailable);
  for (const set of running) {
    const broken = sizeOf(set) - availableIn(set);
    const fewer = Math.min(sizeOf(set), broken + Math.max(0, Math.min(excess, availableIn(set))));
    if (resize(set, sizeOf(set) - fewer)) return true;
    excess -= fewer - broken;
  }
  return false;
}

/** Pods count until their containers have ended. */
function hasPods(cluster: Cluster, set: KubernetesObject): boolean {
  return ownedObjects(cluster, "/Pod", set.metadata.uid).some((pod) => !hasEnded(pod));
}

function sizeOf(set: KubernetesObject): number {
  return numberAt(set, "spec.replicas", 1);
}

function availableIn(set: KubernetesObject): number {
  return Math.min(sizeOf(set), numberAt(set, "status.availableReplicas", 0));
}

/** How many pods there may be too many and too few during a roll-out; a quarter each unless said otherwise. */
function allowances(deployment: KubernetesObject): { readonly surge: number; readonly unavailable: number } {
  const wanted = numberAt(deployment, "spec.replicas", 1);
  const strategy = objectAt(deployment, "spec.strategy.rollingUpdate");
  const surge = shareOf(at(strategy, "maxSurge") ?? "25%", wanted, Math.ceil);
  const unavailable = shareOf(at(strategy, "maxUnavailable") ?? "25%", wanted, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** Sets of earlier templates beyond those that are kept to go back to. */
function superfluous(deployment: KubernetesObject, old: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const kept = numberAt(deployment, "spec.revisionHistoryLimit", 10);
  const idle = old.filter(
    (set) => sizeOf(set) === 0 && numberAt(set, "status.replicas", 0) === 0 && !isTerminating(set),
  );
  return idle.toSorted((left, right) => revisionOf(right) - revisionOf(left)).slice(kept);
}

/** A roll-out without a next step. */
interface RollOut {
  readonly current: KubernetesObject;
  readonly sets: readonly KubernetesObject[];
  /** Whether it made no progress for too long. */
  readonly isOver: boolean;
}

/** Says in the status how far the roll-out is; gives whether nothing is waited for. */
function report(context: ControllerContext, deployment: KubernetesObject, { current, sets, isOver }: RollOut): boolean {
  const total = (field: string) => sets.reduce((sum, set) => sum + numberAt(set, `status.${field}`, 0), 0);
  const counts = {
    replicas: total("replicas"),
    updatedReplicas: numberAt(current, "status.replicas", 0),
    readyReplicas: total("readyReplicas"),
    availableReplicas: total("availableReplicas"),
  };
  const wanted = numberAt(deployment, "spec.replicas", 1);
  const deadline = deadlineOf(deployment, current, sets, counts);
  const progress = progressOf(
    deployment,
    current,
    counts,
    () => isOver || context.elapsed(deadline.key, deadline.seconds),
  );
  const failure = conditionOf(current, "ReplicaFailure");
  const others = { ...deployment, status: { conditions: otherConditions(deployment) } };
  const updated = context.api.setStatus(deployment, {
    ...counts,
    unavailableReplicas: Math.max(0, wanted - counts.availableReplicas),
    observedGeneration: deployment.metadata.generation,
    conditions: withConditions(
      others,
      availability(deployment, counts.availableReplicas),
      progress,
      ...(failure ? [failure] : []),
    ),
  });
  if (updated !== deployment) return false;
  const waits = progress.reason === progressing;
  if (waits) deadlines.set(deployment, deadline);
  return !waits;
}

/** Conditions that say something else than this controller does. */
function otherConditions(deployment: KubernetesObject): readonly JsonObject[] {
  const own = ["Available", "Progressing", "ReplicaFailure"];
  return withConditions(deployment).filter(({ type }) => !own.includes(type));
}

function availability(deployment: KubernetesObject, available: number): Condition {
  const least = numberAt(deployment, "spec.replicas", 1) - allowances(deployment).unavailable;
  return available >= least
    ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
}

const progressing = "ReplicaSetUpdated";
const complete = "NewReplicaSetAvailable";
const exceeded = "ProgressDeadlineExceeded";

interface Counts {
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly availableReplicas: number;
}

/** A roll-out that was complete stays so; one that made no progress for the deadline is given up until something changes. */
function progressOf(
  deployment: KubernetesObject,
  current: KubernetesObject,
  counts: Counts,
  isOver: () => boolean,
): Condition {
  const { name } = current.metadata;
  const wanted = numberAt(deployment, "spec.replicas", 1);
  const condition = (reason: string, verb: string): Condition => ({
    type: "Progressing",
    status: reason === exceeded ? "False" : "True",
    reason,
    message: `ReplicaSet "${name}" ${verb}.`,
  });
  const { replicas, updatedReplicas, availableReplicas } = counts;
  if (replicas === wanted && updatedReplicas === wanted && availableReplicas === wanted) {
    return condition(complete, "has successfully progressed");
  }
  const last = conditionOf(deployment, "Progressing");
  const isSame = last?.message?.includes(`"${name}"`);
  if (isSame && last?.reason === complete) return last;
  const isStuck =
    updatedReplicas <= numberAt(deployment, "status.updatedReplicas", 0) &&
    availableReplicas <= numberAt(deployment, "status.availableReplicas", 0);
  if (isSame && last?.reason === exceeded && isStuck) return last;
  return isOver() ? condition(exceeded, "has timed out progressing") : condition(progressing, "is progressing");
}

/** Until when a roll-out must have come further. */
function deadlineOf(
  { metadata, spec }: KubernetesObject,
  current: KubernetesObject,
  sets: readonly KubernetesObject[],
  { updatedReplicas, availableReplicas }: Counts,
): Deadline {
  const key = `progress ${metadata.uid} ${current.metadata.name} ${updatedReplicas} ${availableReplicas}`;
  return { sets, key, seconds: numberAt(spec, "progressDeadlineSeconds", 600) };
}
