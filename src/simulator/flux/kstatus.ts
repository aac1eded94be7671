import type { Health } from "../argo-cd/health/health-status.ts";
import * as workloads from "../argo-cd/health/workloads.ts";
import type { KubernetesApi } from "../kubernetes/api.ts";
import { textAt } from "../kubernetes/fields.ts";
import {
  conditionOf,
  isTerminating,
  isTrue,
  type KubernetesObject,
  kindKey,
  type Manifest,
} from "../kubernetes/object.ts";
import { isSuspended } from "./objects.ts";

/** How far an object is, in the words of kstatus. Source: kubernetes-sigs/cli-utils pkg/kstatus. */
type ObjectState = "Current" | "InProgress" | "Failed" | "Terminating" | "NotFound";

const checks: Readonly<Record<string, (object: KubernetesObject) => Health>> = {
  "apps/Deployment": workloads.deploymentHealth,
  "apps/StatefulSet": workloads.statefulSetHealth,
  "apps/DaemonSet": workloads.daemonSetHealth,
  "apps/ReplicaSet": workloads.replicaSetHealth,
  "/Pod": workloads.podHealth,
  "/PersistentVolumeClaim": workloads.claimHealth,
  "/Service": workloads.serviceHealth,
};

/** State of the object of a manifest as it is in the cluster. */
export function stateOf(api: KubernetesApi, manifest: Pick<Manifest, "apiVersion" | "kind" | "metadata">): ObjectState {
  const object = api.find(kindKey(manifest), manifest.metadata.name, manifest.metadata.namespace ?? "");
  if (!object) return "NotFound";
  if (isTerminating(object)) return "Terminating";
  const kind = kindKey(object);
  if (kind === "batch/Job") return jobState(object);
  if (kind === "apiextensions.k8s.io/CustomResourceDefinition") {
    return isTrue(object, "Established") ? "Current" : "InProgress";
  }
  const check = checks[kind];
  return check ? stateOfHealth(check(object)) : genericState(object);
}

/** A job is current once it has started, and failed when it has. */
function jobState(job: KubernetesObject): ObjectState {
  if (isTrue(job, "Failed")) return "Failed";
  const started = textAt(job.status, "startTime") !== "" || isTrue(job, "Complete");
  return started ? "Current" : "InProgress";
}

function stateOfHealth({ status }: Health): ObjectState {
  if (status === "Degraded") return "Failed";
  return status === "Healthy" || status === "Suspended" ? "Current" : "InProgress";
}

/** Custom resources say by `observedGeneration` and the conditions Ready, Reconciling and Stalled how far they are. */
function genericState(object: KubernetesObject): ObjectState {
  const observed = object.status?.observedGeneration;
  if (isTrue(object, "Stalled")) return "Failed";
  if (typeof observed === "number" && observed !== object.metadata.generation) return "InProgress";
  if (isTrue(object, "Reconciling")) return "InProgress";
  const ready = conditionOf(object, "Ready");
  if (ready !== undefined) return ready.status === "True" ? "Current" : "InProgress";
  // An object of Flux that its controller has not looked at yet is not current, unless it is told to wait.
  const isFlux = /\.toolkit\.fluxcd\.io\//.test(object.apiVersion) && reconciled.has(object.kind);
  return isFlux && !isSuspended(object) ? "InProgress" : "Current";
}

const reconciled = new Set(["HelmRelease", "Kustomization", "GitRepository", "OCIRepository", "HelmChart"]);

/** `Deployment/shop/web`, as Flux shows an object. */
export function shownObject({ kind, metadata }: Pick<Manifest, "kind" | "metadata">): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part).join("/");
}
