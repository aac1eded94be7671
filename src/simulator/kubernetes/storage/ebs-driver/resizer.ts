import { modifyVolume } from "../../../aws/ec2/api/volumes.ts";
import type { Controller, ControllerContext } from "../../controller.ts";
import { recordEvent } from "../../events.ts";
import { textAt } from "../../fields.ts";
import { isTerminating, type KubernetesObject } from "../../object.ts";
import { volumeOf } from "../../workloads/pods/pod-claims.ts";
import { quantityAt } from "../../workloads/pods/pod-types.ts";
import { listed } from "../../workloads/pods/pods.ts";
import { gibibytes } from "../../workloads/quantities.ts";
import { ebsProvisioner } from "../storage-classes.ts";
import { asDriver, isWorthTrying, noteRefusal, rightsOfDriver, runsDriver } from "./driver-pods.ts";

/** Seconds until a larger volume, and the file system on it, can be used. */
const seconds = 15;

/** The part of the EBS CSI driver that enlarges volumes whose claims ask for more. */
export const ebsVolumeResizer: Controller = {
  name: "ebs.csi.aws.com_resizer",
  watches: ["/PersistentVolumeClaim", "/PersistentVolume", "/Pod", ...rightsOfDriver],
  isRunning: (cluster) => runsDriver(cluster, "csi-resizer"),
  reconcile(context) {
    for (const claim of listed(context.cluster, "/PersistentVolumeClaim")) {
      if (!isTerminating(claim)) enlarge(context, claim);
    }
  },
};

function enlarge(context: ControllerContext, claim: KubernetesObject): void {
  const { api, cluster, elapsed } = context;
  const volume = volumeOf(cluster, claim);
  const wanted = quantityAt(claim, "spec.resources.requests.storage") ?? 0;
  const present = quantityAt(claim, "status.capacity.storage") ?? 0;
  if (!volume || textAt(volume, "spec.csi.driver") !== ebsProvisioner || wanted <= present) return;
  const key = `resize ${claim.metadata.uid} ${wanted}`;
  if (!isWorthTrying(cluster, key) || !elapsed(key, seconds)) return;
  const id = textAt(volume, "spec.csi.volumeHandle");
  const size = gibibytes(wanted);
  const { problem } = asDriver(context, "csi-resizer", `Could not resize volume "${id}"`, (aws) => {
    modifyVolume(aws, id, { size });
    return true;
  });
  if (problem !== undefined) {
    noteRefusal(cluster, key);
    const message = `resize volume "${volume.metadata.name}" by resizer "${ebsProvisioner}" failed: ${problem}`;
    recordEvent(context, claim, { type: "Warning", reason: "VolumeResizeFailed", message });
    return;
  }
  api.patch(volume, { spec: { capacity: { storage: `${size}Gi` } } });
  api.setStatus(claim, { capacity: { storage: `${size}Gi` } });
  recordEvent(context, claim, {
    type: "Normal",
    reason: "FileSystemResizeSuccessful",
    message: "MountVolume.NodeExpandVolume succeeded for volume",
  });
}
