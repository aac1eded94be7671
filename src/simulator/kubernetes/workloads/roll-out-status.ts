import type { JsonObject } from "../../world/json.ts";
import type { ControllerContext } from "../controller.ts";
import { at, numberAt, objectAt } from "../fields.ts";
import { type Condition, conditionOf, type KubernetesObject, withConditions } from "../object.ts";
import { shareOf } from "./scheduling/shares.ts";
import { haveSameMembers } from "./settled.ts";

interface Deadline {
  readonly sets: readonly KubernetesObject[];
  readonly key: string;
  readonly seconds: number;
}

/** Until when roll-outs without a next step must have come further: before, the same objects need no other look. */
const deadlines = new WeakMap<KubernetesObject, Deadline>();

/** What a roll-out waits for that was looked at with these very objects. */
export function knownDeadline(deployment: KubernetesObject, sets: readonly KubernetesObject[]): Deadline | undefined {
  const deadline = deadlines.get(deployment);
  return deadline && haveSameMembers(deadline.sets, sets) ? deadline : undefined;
}

/** How many pods there may be too many and too few during a roll-out; a quarter each unless said otherwise. */
export function allowances(deployment: KubernetesObject): { readonly surge: number; readonly unavailable: number } {
  const wanted = numberAt(deployment, "spec.replicas", 1);
  const strategy = objectAt(deployment, "spec.strategy.rollingUpdate");
  const surge = shareOf(at(strategy, "maxSurge") ?? "25%", wanted, Math.ceil);
  const unavailable = shareOf(at(strategy, "maxUnavailable") ?? "25%", wanted, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** A roll-out without a next step. */
interface RollOut {
  readonly current: KubernetesObject;
  readonly sets: readonly KubernetesObject[];
  /** Whether it made no progress for too long. */
  readonly isOver: boolean;
}

/** Says in the status how far the roll-out is; gives whether nothing is waited for. */
export function reportRollOut(
  context: ControllerContext,
  deployment: KubernetesObject,
  { current, sets, isOver }: RollOut,
): boolean {
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
