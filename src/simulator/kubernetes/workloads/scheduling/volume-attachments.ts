import type { Cluster } from "../../cluster.ts";
import { flagAt, textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { listed } from "../pods/pods.ts";

const kind = "storage.k8s.io/VolumeAttachment";

/** The attachment of a volume to a node. */
function attachmentOf(cluster: Cluster, volume: string, node: string): KubernetesObject | undefined {
  return attachmentsOf(cluster, volume).find((attachment) => textAt(attachment, "spec.nodeName") === node);
}

/** All attachments of a volume; more than one while it moves. */
export function attachmentsOf(cluster: Cluster, volume: string): readonly KubernetesObject[] {
  return listed(cluster, kind).filter(
    (attachment) => textAt(attachment, "spec.source.persistentVolumeName") === volume,
  );
}

/** Whether a volume can be mounted on a node; only volumes of a driver are attached first. */
export function isAttached(cluster: Cluster, volume: KubernetesObject, node: string): boolean {
  if (textAt(volume, "spec.csi.driver") === "") return true;
  const attachment = attachmentOf(cluster, volume.metadata.name, node);
  return attachment !== undefined && flagAt(attachment, "status.attached");
}
