import type { KubernetesApi } from "../kubernetes/api.ts";
import { flagAt, listAt, numberAt, textAt } from "../kubernetes/fields.ts";
import { isObserved, isTrue, type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { availableNeeded } from "./surge.ts";

interface ReadinessOptions {
  /** Whether jobs must be complete, too. */
  readonly jobs: boolean;
}

/** The first of the objects that Helm's `wait` still waits for; undefined when all are ready. */
export function firstNotReady(
  api: KubernetesApi,
  objects: readonly Manifest[],
  { jobs }: ReadinessOptions,
): Manifest | undefined {
  return objects.find((object) => {
    const check = object.kind === "Job" && !jobs ? undefined : checks[kindKey(object)];
    if (!check) return false;
    const present = api.find(kindKey(object), object.metadata.name, object.metadata.namespace ?? "");
    return !present || !check(present);
  });
}

/** When Helm takes an object for ready; custom resources and all kinds that are not here are so at once. Source: pkg/kube/ready.go. */
const checks: Readonly<Record<string, (object: KubernetesObject) => boolean>> = {
  "/Pod": (pod) => isTrue(pod, "Ready"),
  "batch/Job": (job) => numberAt(job, "status.succeeded", 0) >= numberAt(job, "spec.completions", 1),
  "apps/Deployment": deploymentReady,
  "apps/StatefulSet": statefulSetReady,
  "apps/DaemonSet": daemonSetReady,
  "apps/ReplicaSet": (set) => numberAt(set, "status.readyReplicas", 0) >= numberAt(set, "spec.replicas", 1),
  "/PersistentVolumeClaim": (claim) => textAt(claim, "status.phase") === "Bound",
  "/Service": serviceReady,
  "apiextensions.k8s.io/CustomResourceDefinition": (definition) => isTrue(definition, "Established"),
};

function deploymentReady(deployment: KubernetesObject): boolean {
  if (flagAt(deployment, "spec.paused")) return true;
  if (!isObserved(deployment)) return false;
  const replicas = numberAt(deployment, "spec.replicas", 1);
  const ready = Math.min(
    numberAt(deployment, "status.readyReplicas", 0),
    numberAt(deployment, "status.updatedReplicas", 0),
  );
  return ready >= availableNeeded(deployment, replicas, "spec.strategy", "25%");
}

function statefulSetReady(set: KubernetesObject): boolean {
  if (textAt(set, "spec.updateStrategy.type") === "OnDelete") return true;
  const replicas = numberAt(set, "spec.replicas", 1);
  const partition = numberAt(set, "spec.updateStrategy.rollingUpdate.partition", 0);
  return (
    isObserved(set) &&
    numberAt(set, "status.updatedReplicas", 0) >= replicas - partition &&
    numberAt(set, "status.readyReplicas", 0) === replicas
  );
}

function daemonSetReady(set: KubernetesObject): boolean {
  if (textAt(set, "spec.updateStrategy.type") === "OnDelete") return true;
  const desired = numberAt(set, "status.desiredNumberScheduled", 0);
  return (
    isObserved(set) &&
    numberAt(set, "status.updatedNumberScheduled", 0) === desired &&
    numberAt(set, "status.numberReady", 0) >= availableNeeded(set, desired, "spec.updateStrategy", "1")
  );
}

function serviceReady(service: KubernetesObject): boolean {
  const type = textAt(service, "spec.type");
  if (type === "ExternalName") return true;
  if (textAt(service, "spec.clusterIP") === "") return false;
  if (type !== "LoadBalancer" || listAt(service, "spec.externalIPs").length > 0) return true;
  return listAt(service, "status.loadBalancer.ingress").length > 0;
}
