import type { Controller, ControllerContext } from "../controller.ts";
import { recordEvent } from "../events.ts";
import { at, textAt, textsAt } from "../fields.ts";
import { isTerminating, type KubernetesObject } from "../object.ts";
import { selectedNode } from "../workloads/pods/pod-claims.ts";
import { quantityAt } from "../workloads/pods/pod-types.ts";
import { listed } from "../workloads/pods/pods.ts";
import { defaultStorageClass, findStorageClass, provisionerOf } from "./storage-classes.ts";

/** Where the binder notes on a claim who is to make its volume. */
export const provisionerNote = "volume.kubernetes.io/storage-provisioner";

/** Binds claims to volumes, says who is to make a volume, and what becomes of volumes whose claim is gone. */
export const volumeBinder: Controller = {
  name: "persistentvolume-controller",
  watches: ["/PersistentVolumeClaim", "/PersistentVolume", "storage.k8s.io/StorageClass"],
  reconcile(context) {
    for (const claim of listed(context.cluster, "/PersistentVolumeClaim")) {
      if (!isTerminating(claim)) settle(context, claim);
    }
    for (const volume of listed(context.cluster, "/PersistentVolume")) settleVolume(context, volume);
  },
};

function settle(context: ControllerContext, claim: KubernetesObject): void {
  const { api, cluster } = context;
  const name = textAt(claim, "spec.volumeName");
  if (textAt(claim, "status.phase") === "Bound") {
    if (api.find("/PersistentVolume", name)) return;
    api.setStatus(claim, { phase: "Lost" });
    const message = "Bound claim has lost its PersistentVolume. Any data on the volume is lost!";
    recordEvent(context, claim, { type: "Warning", reason: "ClaimLost", message });
    return;
  }
  const volume = volumeFor(context, claim);
  if (volume) {
    bind(context, claim, volume);
    return;
  }
  if (claim.spec?.storageClassName === undefined) {
    const chosen = defaultStorageClass(cluster);
    if (chosen) api.patch(claim, { spec: { storageClassName: chosen.metadata.name } });
    else
      wait(
        context,
        claim,
        "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set",
      );
    return;
  }
  order(context, claim);
}

/** Asks for a volume, once it is known in which zone it is needed. */
function order(context: ControllerContext, claim: KubernetesObject): void {
  const className = textAt(claim, "spec.storageClassName");
  if (className === "") {
    wait(context, claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
    return;
  }
  const storageClass = findStorageClass(context.cluster, className);
  if (!storageClass) {
    wait(context, claim, "ProvisioningFailed", `storageclass.storage.k8s.io "${className}" not found`, "Warning");
    return;
  }
  const isLate = textAt(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
  if (isLate && claim.metadata.annotations?.[selectedNode] === undefined) {
    wait(context, claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
    return;
  }
  const provisioner = provisionerOf(storageClass);
  const noted =
    claim.metadata.annotations?.[provisionerNote] === provisioner
      ? claim
      : context.api.patch(claim, { metadata: { annotations: { [provisionerNote]: provisioner } } });
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  wait(context, noted, "ExternalProvisioning", message);
}

const told = new WeakSet<KubernetesObject>();

/** Says what a claim waits for, once as long as nobody writes it. */
function wait(
  context: ControllerContext,
  claim: KubernetesObject,
  reason: string,
  message: string,
  type: "Normal" | "Warning" = "Normal",
): void {
  if (told.has(claim)) return;
  told.add(claim);
  recordEvent(context, claim, { type, reason, message });
}

/** The volume that a claim names or that was made for it, else the smallest free one that is large enough. */
function volumeFor({ api, cluster }: ControllerContext, claim: KubernetesObject): KubernetesObject | undefined {
  const named = textAt(claim, "spec.volumeName");
  if (named !== "") {
    const volume = api.find("/PersistentVolume", named);
    return volume && (isFor(volume, claim) || at(volume, "spec.claimRef") === undefined) ? volume : undefined;
  }
  const volumes = listed(cluster, "/PersistentVolume").filter((volume) => !isTerminating(volume));
  const made = volumes.find((volume) => isFor(volume, claim));
  if (made) return made;
  const size = quantityAt(claim, "spec.resources.requests.storage") ?? 0;
  const modes = textsAt(claim, "spec.accessModes");
  const fitting = volumes.filter(
    (volume) =>
      at(volume, "spec.claimRef") === undefined &&
      textAt(volume, "spec.storageClassName") === textAt(claim, "spec.storageClassName") &&
      capacityOf(volume) >= size &&
      modes.every((mode) => textsAt(volume, "spec.accessModes").includes(mode)),
  );
  return fitting.toSorted((left, right) => capacityOf(left) - capacityOf(right))[0];
}

function capacityOf(volume: KubernetesObject): number {
  return quantityAt(volume, "spec.capacity.storage") ?? 0;
}

/** A reference without uid is a reservation. */
function isFor(volume: KubernetesObject, { metadata }: KubernetesObject): boolean {
  const reference = at(volume, "spec.claimRef");
  const uid = textAt(reference, "uid");
  return (
    textAt(reference, "name") === metadata.name &&
    textAt(reference, "namespace") === metadata.namespace &&
    (uid === "" || uid === metadata.uid)
  );
}

function bind({ api }: ControllerContext, claim: KubernetesObject, volume: KubernetesObject): void {
  const { name, namespace = "default", uid } = claim.metadata;
  const claimRef = { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid };
  const owned = api.patch(volume, { spec: { claimRef } });
  api.setStatus(owned, { phase: "Bound" });
  const bound = api.patch(claim, {
    metadata: { annotations: { "pv.kubernetes.io/bind-completed": "yes" } },
    spec: { volumeName: volume.metadata.name },
  });
  api.setStatus(bound, {
    phase: "Bound",
    accessModes: textsAt(volume, "spec.accessModes"),
    capacity: { storage: textAt(volume, "spec.capacity.storage") },
  });
}

/** A volume without claim is free; one whose claim is gone is released, and its policy says what follows. */
function settleVolume({ api, cluster }: ControllerContext, volume: KubernetesObject): void {
  const reference = at(volume, "spec.claimRef");
  const phase = textAt(volume, "status.phase");
  if (textAt(reference, "uid") === "") {
    if (phase !== "Available") api.setStatus(volume, { phase: "Available" });
    return;
  }
  const claim = cluster.store.find("/PersistentVolumeClaim", textAt(reference, "namespace"), textAt(reference, "name"));
  if (claim && isFor(volume, claim)) return;
  if (phase !== "Released" && phase !== "Failed") api.setStatus(volume, { phase: "Released" });
}
