import type { Cluster } from "../cluster.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { numberAt, objectAt, textAt, textMapAt } from "../fields.ts";
import { isTerminating, type KubernetesObject, ownedBy } from "../object.ts";
import { makeFor, templateHash } from "./pods/pod-template.ts";
import { hasEnded, listed, ownedObjects } from "./pods/pods.ts";
import { allowances, knownDeadline, reportRollOut } from "./roll-out-status.ts";
import { Settled } from "./settled.ts";

const hashLabel = "pod-template-hash";
const settled = new Settled();
/** Rolls every Deployment out: a ReplicaSet for each pod template, scaled up and down within what the strategy allows. */
export const deploymentController: Controller = {
  name: "deployment-controller",
  watches: ["apps/Deployment", "apps/ReplicaSet", "/Pod"],
  reconcile(context) {
    for (const deployment of listed(context.cluster, "apps/Deployment")) {
      const sets = ownedObjects(context.cluster, "apps/ReplicaSet", deployment.metadata.uid);
      if (isTerminating(deployment) || settled.has(deployment, sets)) continue;
      const deadline = knownDeadline(deployment, sets);
      const isOver = deadline !== undefined && context.elapsed(deadline.key, deadline.seconds);
      if (deadline && !isOver) continue;
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
  return reportRollOut(context, deployment, { current, sets, isOver });
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

/** Sets of earlier templates beyond those that are kept to go back to. */
function superfluous(deployment: KubernetesObject, old: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const kept = numberAt(deployment, "spec.revisionHistoryLimit", 10);
  const idle = old.filter(
    (set) => sizeOf(set) === 0 && numberAt(set, "status.replicas", 0) === 0 && !isTerminating(set),
  );
  return idle.toSorted((left, right) => revisionOf(right) - revisionOf(left)).slice(kept);
}
