import { createHash } from "node:crypto";
import type { Controller, ControllerContext } from "../controller.ts";
import { recordEvent } from "../events.ts";
import { textAt, textsAt } from "../fields.ts";
import { isTerminating, type KubernetesObject } from "../object.ts";
import { findClaim, volumeOf } from "../workloads/pods/pod-claims.ts";
import { podSpecOf } from "../workloads/pods/pod-types.ts";
import { hasEnded, listed, podsIn } from "../workloads/pods/pods.ts";
import { attachmentsOf } from "../workloads/scheduling/volume-attachments.ts";

const kind = "storage.k8s.io/VolumeAttachment";

/** A volume that is needed on a node, and the pod that needs it. */
interface Need {
  readonly volume: KubernetesObject;
  readonly node: string;
  readonly pod: KubernetesObject;
}

/** Asks drivers to attach volumes where pods need them, and to detach them where no pod does. */
export const volumeAttacher: Controller = {
  name: "attachdetach-controller",
  watches: ["/Pod", "/PersistentVolumeClaim", "/PersistentVolume", kind],
  reconcile(context) {
    const needs = needsOf(context);
    const wanted = new Map(needs.map((need) => [attachmentName(need), need]));
    for (const attachment of listed(context.cluster, kind)) {
      if (!wanted.has(attachment.metadata.name) && !isTerminating(attachment)) context.api.delete(attachment);
    }
    for (const need of wanted.values()) attach(context, need);
  },
};

function needsOf({ cluster }: ControllerContext): readonly Need[] {
  const needs: Need[] = [];
  for (const pod of podsIn(cluster)) {
    const { nodeName, volumes } = podSpecOf(pod);
    if (nodeName === "" || hasEnded(pod)) continue;
    for (const { claim } of volumes) {
      const found = claim === null ? undefined : findClaim(cluster, pod.metadata.namespace ?? "", claim);
      const volume = found && volumeOf(cluster, found);
      if (volume && textAt(volume, "spec.csi.driver") !== "") needs.push({ volume, node: nodeName, pod });
    }
  }
  return needs;
}

function attachmentName({ volume, node }: Need): string {
  const parts = [textAt(volume, "spec.csi.volumeHandle"), textAt(volume, "spec.csi.driver"), node];
  return `csi-${createHash("sha256").update(parts.join("")).digest("hex")}`;
}

function attach(context: ControllerContext, need: Need): void {
  const { api, cluster } = context;
  const { volume, node, pod } = need;
  const name = attachmentName(need);
  if (cluster.store.find(kind, "", name)) return;
  const elsewhere = attachmentsOf(cluster, volume.metadata.name).filter(
    (attachment) => textAt(attachment, "spec.nodeName") !== node,
  );
  if (elsewhere.length > 0 && !textsAt(volume, "spec.accessModes").includes("ReadWriteMany")) {
    if (told.has(pod)) return;
    told.add(pod);
    const message = `Multi-Attach error for volume "${volume.metadata.name}" Volume is already exclusively attached to one node and can't be attached to another`;
    recordEvent(context, pod, { type: "Warning", reason: "FailedAttachVolume", message });
    return;
  }
  api.create({
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttachment",
    metadata: { name },
    spec: {
      attacher: textAt(volume, "spec.csi.driver"),
      nodeName: node,
      source: { persistentVolumeName: volume.metadata.name },
    },
  });
}

const told = new WeakSet<KubernetesObject>();
