import { numberAt } from "../fields.ts";
import { isObserved, isTrue, type KubernetesObject, kindKey } from "../object.ts";
import { rolloutProgress } from "./waits.ts";

/** True when a workload has rolled out, as `kubectl rollout status` sees it; other kinds have no rollout. */
export function isRolledOut(object: KubernetesObject): boolean {
  const check = checks[kindKey(object)];
  return check === undefined || check(object);
}

const checks: Readonly<Record<string, (object: KubernetesObject) => boolean>> = {
  "apps/Deployment": (deployment) => rolloutProgress(deployment) === "",
  "apps/DaemonSet": (set) => {
    const desired = numberAt(set, "status.desiredNumberScheduled", 0);
    return (
      isObserved(set) &&
      numberAt(set, "status.updatedNumberScheduled", 0) >= desired &&
      numberAt(set, "status.numberAvailable", numberAt(set, "status.numberReady", 0)) >= desired
    );
  },
  "apps/StatefulSet": (set) => {
    const wanted = numberAt(set, "spec.replicas", 1);
    return (
      isObserved(set) &&
      numberAt(set, "status.readyReplicas", 0) >= wanted &&
      numberAt(set, "status.updatedReplicas", wanted) >= wanted
    );
  },
  "apiregistration.k8s.io/APIService": (service) => isTrue(service, "Available"),
};

/** Kinds that have a rollout. */
export function hasRollout(object: KubernetesObject): boolean {
  return kindKey(object) in checks;
}
