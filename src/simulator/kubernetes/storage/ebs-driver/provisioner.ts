import { createVolume, deleteVolume } from "../../../aws/ec2/api/volume-lifecycle.ts";
import { ignoring } from "../../../aws/ec2/calls.ts";
import type { Volume } from "../../../aws/ec2/instance-records.ts";
import type { Controller, ControllerContext } from "../../controller.ts";
import { recordEvent } from "../../events.ts";
import { objectsAt, textAt, textsAt } from "../../fields.ts";
import { isTerminating, type KubernetesObject } from "../../object.ts";
import { selectedNode } from "../../workloads/pods/pod-claims.ts";
import { listed } from "../../workloads/pods/pods.ts";
import { findNode, nodesIn } from "../../workloads/scheduling/nodes.ts";
import { attachmentsOf } from "../../workloads/scheduling/volume-attachments.ts";
import { release } from "../protection.ts";
import { ebsProvisioner, findStorageClass } from "../storage-classes.ts";
import { provisionerNote } from "../volume-binder.ts";
import { asDriver, isWorthTrying, noteRefusal, rightsOfDriver, runsDriver } from "./driver-pods.ts";
import { readOrder } from "./volume-parameters.ts";

/** Finalizer of volumes that the driver made: they stay until it has deleted them. */
const provisionerFinalizer = "external-provisioner.volume.kubernetes.io/finalizer";

/** Seconds that EC2 typically takes to make or delete a volume. */
const seconds = { create: 8, delete: 5 } as const;

/** The part of the EBS CSI driver that makes volumes for claims, and deletes those that nobody claims any more. */
export const ebsVolumeProvisioner: Controller = {
  name: "ebs.csi.aws.com_provisioner",
  watches: [
    "/PersistentVolumeClaim",
    "/PersistentVolume",
    "/Node",
    "/Pod",
    "storage.k8s.io/StorageClass",
    "storage.k8s.io/CSINode",
    "storage.k8s.io/VolumeAttachment",
    ...rightsOfDriver,
  ],
  isRunning: (cluster) => runsDriver(cluster, "csi-provisioner"),
  reconcile(context) {
    for (const claim of listed(context.cluster, "/PersistentVolumeClaim")) {
      const isOrdered = claim.metadata.annotations?.[provisionerNote] === ebsProvisioner;
      if (isOrdered && textAt(claim, "status.phase") === "Pending" && !isTerminating(claim)) provide(context, claim);
    }
    for (const volume of listed(context.cluster, "/PersistentVolume")) {
      const isOurs = (volume.metadata.finalizers ?? []).includes(provisionerFinalizer);
      if (isOurs && textAt(volume, "status.phase") === "Released") reclaim(context, volume);
    }
  },
};

function provide(context: ControllerContext, claim: KubernetesObject): void {
  const { api, cluster } = context;
  const name = `pvc-${claim.metadata.uid}`;
  const storageClass = findStorageClass(cluster, textAt(claim, "spec.storageClassName"));
  if (!storageClass || api.find("/PersistentVolume", name)) return;
  const key = `create ${claim.metadata.uid} ${claim.metadata.annotations?.[selectedNode] ?? ""}`;
  if (!isWorthTrying(cluster, key)) return;
  const fail = (problem: string): void => {
    noteRefusal(cluster, key);
    const message = `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${problem}`;
    recordEvent(context, claim, { type: "Warning", reason: "ProvisioningFailed", message });
  };
  const zone = zoneFor(context, claim);
  if (zone.name === undefined) {
    if (!hasBeenTold(claim, zone.problem)) {
      const message = `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${zone.problem}`;
      recordEvent(context, claim, { type: "Warning", reason: "ProvisioningFailed", message });
    }
    return;
  }
  const availabilityZone = zone.name;
  if (!context.elapsed(`create ${claim.metadata.uid}`, seconds.create)) return;
  const attempted = `Could not create volume "${name}": could not create volume in EC2`;
  const { result, problem } = asDriver(context, "csi-provisioner", attempted, (aws) => {
    const order = readOrder(storageClass, claim, cluster.name);
    return { order, volume: createVolume(aws, { ...order.volume, availabilityZone }) };
  });
  if (!result) {
    fail(problem);
    return;
  }
  api.create(persistentVolume(claim, storageClass, result.volume, result.order.fileSystem));
  const message = `Successfully provisioned volume ${name}`;
  recordEvent(context, claim, { type: "Normal", reason: "ProvisioningSucceeded", message });
}

const told = new WeakMap<KubernetesObject, string>();

function hasBeenTold(claim: KubernetesObject, problem: string): boolean {
  if (told.get(claim) === problem) return true;
  told.set(claim, problem);
  return false;
}

/** The zone of the node that was chosen for the claim; without one, the first zone that has nodes of the driver. */
function zoneFor(
  { cluster }: ControllerContext,
  claim: KubernetesObject,
): { readonly name: string; readonly problem?: never } | { readonly name?: never; readonly problem: string } {
  const hasDriver = (node: string): boolean =>
    objectsAt(cluster.store.find("storage.k8s.io/CSINode", "", node), "spec.drivers").some(
      (driver) => textAt(driver, "name") === ebsProvisioner,
    );
  const begin = "error generating accessibility requirements:";
  const selected = claim.metadata.annotations?.[selectedNode];
  if (selected !== undefined) {
    const node = findNode(cluster, selected);
    if (node && hasDriver(selected)) return { name: node.zone };
    return { problem: `${begin} no topology key found on CSINode ${selected}` };
  }
  const node = nodesIn(cluster).find(({ name }) => hasDriver(name));
  return node ? { name: node.zone } : { problem: `${begin} no available topology found` };
}

function persistentVolume(claim: KubernetesObject, storageClass: KubernetesObject, volume: Volume, fileSystem: string) {
  const { name, namespace = "default", uid } = claim.metadata;
  const zone = { key: "topology.ebs.csi.aws.com/zone", operator: "In", values: [volume.availabilityZone] };
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name: `pvc-${uid}`,
      annotations: {
        "pv.kubernetes.io/provisioned-by": ebsProvisioner,
        "volume.kubernetes.io/provisioner-deletion-secret-name": "",
        "volume.kubernetes.io/provisioner-deletion-secret-namespace": "",
      },
      finalizers: [provisionerFinalizer],
    },
    spec: {
      accessModes: textsAt(claim, "spec.accessModes"),
      capacity: { storage: `${volume.size}Gi` },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      csi: { driver: ebsProvisioner, fsType: fileSystem, volumeHandle: volume.id },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [zone] }] } },
      persistentVolumeReclaimPolicy: textAt(storageClass, "reclaimPolicy") || "Delete",
      storageClassName: storageClass.metadata.name,
      volumeMode: textAt(claim, "spec.volumeMode") || "Filesystem",
    },
  };
}

/** Deletes what is behind a released volume, if its policy says so; it must be detached first. */
function reclaim(context: ControllerContext, volume: KubernetesObject): void {
  const { api, cluster, elapsed } = context;
  const { uid, name } = volume.metadata;
  const key = `delete ${uid}`;
  const isDeleted = textAt(volume, "spec.persistentVolumeReclaimPolicy") === "Delete";
  if (!isDeleted || attachmentsOf(cluster, name).length > 0 || !isWorthTrying(cluster, key)) return;
  if (!elapsed(key, seconds.delete)) return;
  const id = textAt(volume, "spec.csi.volumeHandle");
  const { problem } = asDriver(context, "csi-provisioner", `Could not delete volume ID "${id}"`, (aws) => {
    // A volume that is gone already is what was asked for.
    ignoring(["InvalidVolume.NotFound"], () => deleteVolume(aws, id));
    return true;
  });
  if (problem !== undefined) {
    noteRefusal(cluster, key);
    recordEvent(context, volume, { type: "Warning", reason: "VolumeFailedDelete", message: problem });
    return;
  }
  api.delete(volume);
  const deleted = api.find("/PersistentVolume", name);
  if (deleted) release(context, deleted, provisionerFinalizer);
}
