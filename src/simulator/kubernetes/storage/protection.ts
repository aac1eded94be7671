import type { Controller, ControllerContext } from "../controller.ts";
import { textAt } from "../fields.ts";
import { isTerminating, type KubernetesObject } from "../object.ts";
import { podSpecOf } from "../workloads/pods/pod-types.ts";
import { hasEnded, listed } from "../workloads/pods/pods.ts";

/** Finalizer of claims. */
export const claimProtection = "kubernetes.io/pvc-protection";
/** Finalizer of volumes. */
export const volumeProtection = "kubernetes.io/pv-protection";

/** Lets a deleted claim go when no pod uses it any more, and a deleted volume when it is bound to no claim. */
export const protectionController: Controller = {
  name: "storage-protection-controller",
  watches: ["/PersistentVolumeClaim", "/PersistentVolume", "/Pod"],
  reconcile(context) {
    for (const claim of listed(context.cluster, "/PersistentVolumeClaim")) {
      if (isTerminating(claim) && !isUsed(context, claim)) release(context, claim, claimProtection);
    }
    for (const volume of listed(context.cluster, "/PersistentVolume")) {
      if (isTerminating(volume) && textAt(volume, "status.phase") !== "Bound")
        release(context, volume, volumeProtection);
    }
  },
};

function isUsed({ cluster }: ControllerContext, { metadata }: KubernetesObject): boolean {
  return cluster.store
    .list("/Pod", metadata.namespace)
    .some((pod) => !hasEnded(pod) && podSpecOf(pod).volumes.some(({ claim }) => claim === metadata.name));
}

/** Takes one finalizer away. */
export function release({ api }: Pick<ControllerContext, "api">, object: KubernetesObject, finalizer: string): void {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(finalizer))
    api.setFinalizers(
      object,
      finalizers.filter((one) => one !== finalizer),
    );
}
