import type { ControllerContext } from "../../kubernetes/controller.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, isTrue, type KubernetesObject } from "../../kubernetes/object.ts";
import { isReady } from "../../kubernetes/workloads/pods/pods.ts";
import { mainImage } from "../operator-pod.ts";
import type { ClusterView } from "./cluster-view.ts";
import { instanceClaims, instanceJob, instanceName, instancePod } from "./instance.ts";
import { annotations, labels } from "./kinds.ts";
import { type Progress, phases } from "./phases.ts";

/** Makes instances one after the other: volume, Job, Pod; the next one only when all before it are ready. */
export function reconcileInstances(context: ControllerContext, view: ClusterView): Progress {
  removeExtra(context, view);
  for (let serial = 1; serial <= view.instances; serial += 1) {
    const progress = reconcileInstance(context, view, serial);
    if (progress) return progress;
  }
  return upgrade(context, view) ?? { phase: phases.healthy, reason: "" };
}

/** Gives how far an instance is; undefined when it is ready. */
function reconcileInstance(context: ControllerContext, view: ClusterView, serial: number): Progress | undefined {
  const { api } = context;
  const { namespace } = view;
  const name = instanceName(view, serial);
  const claims = instanceClaims(view, serial);
  for (const claim of claims) {
    if (!api.find("/PersistentVolumeClaim", claim.metadata.name, namespace)) api.create(claim);
  }
  const data = api.find("/PersistentVolumeClaim", name, namespace);
  const job = instanceJob(view, serial);
  const making: Progress =
    serial === 1
      ? { phase: phases.firstPrimary, reason: `Creating primary instance ${name}` }
      : { phase: phases.newReplica, reason: `Creating replica ${job.metadata.name}` };
  if (data?.metadata.annotations?.[annotations.volumeStatus] !== "ready") {
    if (!data || isTerminating(data)) return making;
    const present = api.find("batch/Job", job.metadata.name, namespace);
    if (!present) api.create(job);
    else if (isTrue(present, "Complete")) {
      api.patch(data, { metadata: { annotations: { [annotations.volumeStatus]: "ready" } } });
      // The pod of a Job that is done would keep the volume.
      api.delete(present);
    }
    return making;
  }
  const pod = api.find("/Pod", name, namespace);
  if (!pod) {
    api.create(instancePod(view, serial, isPrimary(view, name, serial) ? "primary" : "replica"));
    return making;
  }
  if (isReady(pod)) return undefined;
  return { phase: phases.waiting, reason: "Some instances are not yet active. Please wait." };
}

/** The first instance is the primary until another one takes over. */
function isPrimary({ object }: ClusterView, name: string, serial: number): boolean {
  const current = textAt(object.status, "currentPrimary");
  return current === "" ? serial === 1 : current === name;
}

/** Instances above the wanted number go, the newest first, with their volumes. */
function removeExtra({ api }: ControllerContext, view: ClusterView): void {
  const { name, namespace, instances } = view;
  for (const kind of ["/Pod", "/PersistentVolumeClaim"]) {
    for (const found of api.list(kind, { namespace, labels: { [labels.cluster]: name } })) {
      const serial = Number(found.metadata.annotations?.[annotations.serial] ?? 0);
      if (serial > instances && !isTerminating(found)) api.delete(found);
    }
  }
}

/** Pods of another image are made anew, one at a time, replicas first. */
function upgrade({ api }: ControllerContext, view: ClusterView): Progress | undefined {
  const outdated = instancePods({ api }, view).filter((pod) => mainImage(pod) !== view.image);
  const [next] = outdated.sort(
    (left, right) => Number(roleOf(left) === "primary") - Number(roleOf(right) === "primary"),
  );
  if (!next) return undefined;
  api.delete(next);
  return { phase: phases.upgrading, reason: `Restarting instance ${next.metadata.name} with image ${view.image}` };
}

function roleOf({ metadata }: KubernetesObject): string {
  return metadata.labels?.[labels.role] ?? "";
}

/** The pods of a Cluster's instances that nobody deleted, in the order of their names. */
export function instancePods({ api }: Pick<ControllerContext, "api">, view: ClusterView): KubernetesObject[] {
  const wanted = { [labels.cluster]: view.name, [labels.podRole]: "instance" };
  return api
    .list("/Pod", { namespace: view.namespace, labels: wanted })
    .filter((pod) => !isTerminating(pod) && objectsAt(pod.spec, "containers").length > 0);
}
