import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Controller, ControllerContext } from "../../kubernetes/controller.ts";
import { flagAt, numberAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, kindKey } from "../../kubernetes/object.ts";
import { canonicalJson } from "../../world/json.ts";
import { imageVersion, mainImage, operatorPod } from "../operator-pod.ts";
import { childName, childrenOf, workloadKindOf } from "./children.ts";
import { convertMonitors, monitorKinds } from "./conversion.ts";
import { configurationKinds, finalizer, group, workloadKinds } from "./kinds.ts";
import { victoriaMetricsReviews } from "./review.ts";

const managed = workloadKinds.map((kind) => `${group}/${kind}`);
const configured = configurationKinds.map((kind) => `${group}/${kind}`);

/** Kinds that children have a finalizer on; a VMSingle's claim has none. */
const childKinds = ["apps/Deployment", "apps/StatefulSet", "/Service", "/ServiceAccount", "/Secret"];

/** The operator of VictoriaMetrics: makes and removes the workloads of its resources, and says how far they are. */
export const victoriaMetricsOperator: Controller = {
  name: "vm-operator",
  watches: [...managed, ...configured, ...monitorKinds, "apps/Deployment", "apps/StatefulSet"],
  isRunning: (cluster) => controllerPod(cluster) !== undefined,
  admissionHooks: victoriaMetricsReviews,
  reconcile(context) {
    const pod = controllerPod(context.cluster);
    if (!pod) return;
    const version = imageVersion(mainImage(pod));
    for (const kind of managed) {
      for (const resource of context.api.list(kind)) {
        if (isTerminating(resource)) remove(context, resource);
        else maintain(context, resource, version);
      }
    }
    for (const kind of configured) acceptAll(context, kind);
    convertMonitors(context, pod);
  },
};

function controllerPod(cluster: Cluster): KubernetesObject | undefined {
  return operatorPod(cluster, (image) => /(^|\/)victoriametrics\/operator:v/.test(image));
}

function maintain(context: ControllerContext, resource: KubernetesObject, version: readonly number[]): void {
  const { api } = context;
  if (flagAt(resource.spec, "paused")) {
    report(context, resource, "paused");
    return;
  }
  const finalizers = resource.metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) api.setFinalizers(resource, [...finalizers, finalizer]);
  const made = context.cluster.table<{ readonly from: string }>("vm-operator-applied");
  const from = canonicalJson([resource.spec, resource.metadata.labels, version]);
  const children = childrenOf(resource, version);
  const isComplete = children.every(
    (child) => api.find(kindKey(child), child.metadata.name, child.metadata.namespace) !== undefined,
  );
  if (!isComplete || made.get(resource.metadata.uid)?.from !== from) {
    for (const child of children) api.apply(child, { force: true });
    made.put(resource.metadata.uid, { from });
  }
  report(context, resource, isReady(context, resource) ? "operational" : "expanding");
}

function isReady({ api }: ControllerContext, resource: KubernetesObject): boolean {
  const { namespace = "" } = resource.metadata;
  const workload = api.find(workloadKindOf(resource), childName(resource), namespace);
  if (!workload) return false;
  const wanted = numberAt(workload, "spec.replicas", 1);
  return (
    numberAt(workload, "status.readyReplicas", 0) >= wanted &&
    numberAt(workload, "status.observedGeneration", 0) >= workload.metadata.generation
  );
}

function report({ api }: ControllerContext, resource: KubernetesObject, updateStatus: string): void {
  const { generation } = resource.metadata;
  api.setStatus(resource, { updateStatus, observedGeneration: generation });
}

/** Takes the finalizers off what was made from a resource, deletes it, and lets the resource go. */
function remove({ api }: ControllerContext, resource: KubernetesObject): void {
  const { namespace = "", uid, finalizers = [] } = resource.metadata;
  for (const kind of childKinds) {
    const child = api.find(kind, childName(resource), namespace);
    if (!child?.metadata.ownerReferences?.some((owner) => owner.uid === uid)) continue;
    api.delete(child);
    const rest = (child.metadata.finalizers ?? []).filter((name) => name !== finalizer);
    if (api.find(kind, childName(resource), namespace)) api.setFinalizers(child, rest);
  }
  if (finalizers.includes(finalizer)) {
    api.setFinalizers(
      resource,
      finalizers.filter((name) => name !== finalizer),
    );
  }
}

/** Scrapes, rules and users are taken as they are. */
function acceptAll({ api }: ControllerContext, kind: string): void {
  for (const object of api.list(kind)) {
    if (isTerminating(object)) continue;
    api.setStatus(object, { updateStatus: "operational", observedGeneration: object.metadata.generation });
  }
}
