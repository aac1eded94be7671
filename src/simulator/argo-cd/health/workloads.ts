import { at, flagAt, numberAt, textAt } from "../../kubernetes/fields.ts";
import { conditionOf, isObserved, isTrue, type KubernetesObject } from "../../kubernetes/object.ts";
import { degraded, type Health, healthy, progressing, suspended } from "./health-status.ts";

// Health of the workloads of Kubernetes itself. Source: argoproj/argo-cd gitops-engine/pkg/health/health_*.go.

/** A Deployment, by its roll-out. */
export function deploymentHealth(object: KubernetesObject): Health {
  if (flagAt(object.spec, "paused")) return suspended("Deployment is paused");
  if (!isObserved(object)) {
    return progressing("Waiting for rollout to finish: observed deployment generation less than desired generation");
  }
  const deadline = conditionOf(object, "Progressing");
  if (deadline?.reason === "ProgressDeadlineExceeded") {
    return degraded(`Deployment "${object.metadata.name}" exceeded its progress deadline`);
  }
  const wanted = numberAt(object.spec, "replicas", 1);
  const updated = numberAt(object.status, "updatedReplicas", 0);
  const available = numberAt(object.status, "availableReplicas", 0);
  const all = numberAt(object.status, "replicas", 0);
  if (updated < wanted) {
    return progressing(`Waiting for rollout to finish: ${updated} out of ${wanted} new replicas have been updated...`);
  }
  if (all > updated) {
    return progressing(`Waiting for rollout to finish: ${all - updated} old replicas are pending termination...`);
  }
  if (available < updated) {
    return progressing(`Waiting for rollout to finish: ${available} of ${updated} updated replicas are available...`);
  }
  return healthy;
}

/** A StatefulSet, by its roll-out. */
export function statefulSetHealth(object: KubernetesObject): Health {
  if (!isObserved(object)) {
    return progressing("Waiting for statefulset spec update to be observed...");
  }
  const wanted = numberAt(object.spec, "replicas", 1);
  const ready = numberAt(object.status, "readyReplicas", 0);
  if (ready < wanted) return progressing(`Waiting for ${wanted - ready} pods to be ready...`);
  const current = textAt(object.status, "currentRevision");
  const update = textAt(object.status, "updateRevision");
  if (textAt(object.spec, "updateStrategy.type") !== "OnDelete" && update !== current) {
    const updated = numberAt(object.status, "updatedReplicas", 0);
    if (updated < wanted) {
      return progressing(`waiting for statefulset rolling update to complete ${updated} pods at revision ${update}...`);
    }
  }
  return healthy;
}

/** A DaemonSet, by its roll-out. */
export function daemonSetHealth(object: KubernetesObject): Health {
  const name = object.metadata.name;
  if (!isObserved(object)) {
    return progressing("Waiting for rollout to finish: observed daemon set generation less than desired generation");
  }
  const wanted = numberAt(object.status, "desiredNumberScheduled", 0);
  const updated = numberAt(object.status, "updatedNumberScheduled", 0);
  const available = numberAt(object.status, "numberAvailable", 0);
  if (textAt(object.spec, "updateStrategy.type") !== "OnDelete" && updated < wanted) {
    return progressing(
      `Waiting for daemon set "${name}" rollout to finish: ${updated} out of ${wanted} new pods have been updated...`,
    );
  }
  if (available < wanted) {
    return progressing(
      `Waiting for daemon set "${name}" rollout to finish: ${available} of ${wanted} updated pods are available...`,
    );
  }
  return healthy;
}

/** A ReplicaSet. */
export function replicaSetHealth(object: KubernetesObject): Health {
  const failure = conditionOf(object, "ReplicaFailure");
  if (failure?.status === "True") return degraded(failure.message);
  const wanted = numberAt(object.spec, "replicas", 1);
  const available = numberAt(object.status, "availableReplicas", 0);
  return available < wanted
    ? progressing(`Waiting for rollout to finish: ${available} out of ${wanted} new replicas are available...`)
    : healthy;
}

/** A Job: healthy when it is done. */
export function jobHealth(object: KubernetesObject): Health {
  const failed = conditionOf(object, "Failed");
  if (failed?.status === "True") return degraded(failed.message);
  if (isTrue(object, "Suspended")) return suspended("Job is suspended");
  return isTrue(object, "Complete") ? healthy : progressing();
}

/** Why a container waits that will not start by itself. */
const stuck = /BackOff$|^ErrImage|^CreateContainer.*Error$|^InvalidImageName$/;

/** A Pod; one that is to end is healthy when it has. */
export function podHealth(object: KubernetesObject): Health {
  const phase = textAt(object.status, "phase");
  if (phase === "Succeeded") return healthy;
  if (phase === "Failed") return degraded(textAt(object.status, "message") || undefined);
  for (const container of containerStatuses(object)) {
    const reason = textAt(container, "state.waiting.reason");
    if (stuck.test(reason)) return degraded(textAt(container, "state.waiting.message") || reason);
  }
  const always = (textAt(object.spec, "restartPolicy") || "Always") === "Always";
  return always && isTrue(object, "Ready") ? healthy : progressing();
}

function containerStatuses(pod: KubernetesObject) {
  const lists = [at(pod.status, "initContainerStatuses"), at(pod.status, "containerStatuses")];
  return lists.flatMap((list) => (Array.isArray(list) ? list : []));
}

/** A PersistentVolumeClaim: healthy when it is bound. */
export function claimHealth(object: KubernetesObject): Health {
  const phase = textAt(object.status, "phase");
  if (phase === "Bound") return healthy;
  return phase === "Lost" ? degraded() : progressing();
}

/** A Service: one of type LoadBalancer waits for its address. */
export function serviceHealth(object: KubernetesObject): Health {
  return textAt(object.spec, "type") === "LoadBalancer" ? ingressHealth(object) : healthy;
}

/** An Ingress: it waits for its address. */
export function ingressHealth(object: KubernetesObject): Health {
  const addresses = at(object.status, "loadBalancer.ingress");
  return Array.isArray(addresses) && addresses.length > 0 ? healthy : progressing();
}
