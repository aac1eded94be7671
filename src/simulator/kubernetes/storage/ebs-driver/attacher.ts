import type { Aws } from "../../../aws/client.ts";
import { attachVolume, detachVolume } from "../../../aws/ec2/api/volume-lifecycle.ts";
import { ignoring } from "../../../aws/ec2/calls.ts";
import { ec2 } from "../../../aws/ec2/tables.ts";
import { volumesOf } from "../../../aws/ec2/volumes.ts";
import type { Controller, ControllerContext } from "../../controller.ts";
import { recordEvent } from "../../events.ts";
import { flagAt, textAt } from "../../fields.ts";
import { isTerminating, type KubernetesObject } from "../../object.ts";
import { findClaim } from "../../workloads/pods/pod-claims.ts";
import { podSpecOf } from "../../workloads/pods/pod-types.ts";
import { listed, podsIn } from "../../workloads/pods/pods.ts";
import { findNode } from "../../workloads/scheduling/nodes.ts";
import { release } from "../protection.ts";
import { ebsProvisioner } from "../storage-classes.ts";
import { asDriver, isWorthTrying, noteRefusal, rightsOfDriver, runsDriver } from "./driver-pods.ts";

/** Finalizer of attachments: they stay until the volume is detached. */
const attacherFinalizer = "external-attacher/ebs-csi-aws-com";

/** Seconds that EC2 typically takes to attach or detach a volume. */
const seconds = { attach: 8, detach: 4 } as const;

/** The part of the EBS CSI driver that attaches volumes to the instances of nodes, and detaches them. */
export const ebsVolumeAttacher: Controller = {
  name: "ebs.csi.aws.com_attacher",
  watches: ["storage.k8s.io/VolumeAttachment", "/PersistentVolume", "/Pod", ...rightsOfDriver],
  isRunning: (cluster) => runsDriver(cluster, "csi-attacher"),
  reconcile(context) {
    for (const attachment of listed(context.cluster, "storage.k8s.io/VolumeAttachment")) {
      if (textAt(attachment, "spec.attacher") !== ebsProvisioner) continue;
      if (isTerminating(attachment)) detach(context, attachment);
      else if (!flagAt(attachment, "status.attached")) attach(context, attachment);
    }
  },
};

function attach(context: ControllerContext, attachment: KubernetesObject): void {
  const { api, cluster, elapsed } = context;
  const { uid } = attachment.metadata;
  const volume = volumeOf(context, attachment);
  const instanceId = instanceOf(context, attachment);
  const key = `attach ${uid}`;
  if (!volume || !isWorthTrying(cluster, key)) return;
  if ((attachment.metadata.finalizers ?? []).length === 0) api.setFinalizers(attachment, [attacherFinalizer]);
  if (!elapsed(key, seconds.attach)) return;
  const id = textAt(volume, "spec.csi.volumeHandle");
  const attempted = `Could not attach volume "${id}" to node "${instanceId}"`;
  const { result, problem } = asDriver(context, "csi-attacher", attempted, (aws) => {
    const present = ec2.volumes(aws).get(id);
    if (present?.instanceId === instanceId) return present.deviceName;
    const device = freeDevice(aws, instanceId);
    attachVolume(aws, id, instanceId, device);
    return device;
  });
  const current = api.find("storage.k8s.io/VolumeAttachment", attachment.metadata.name) ?? attachment;
  if (result !== undefined) {
    api.setStatus(current, { attached: true, attachmentMetadata: { devicePath: result } });
    return;
  }
  noteRefusal(cluster, key);
  api.setStatus(current, { attached: false, attachError: { message: problem } });
  const message = `AttachVolume.Attach failed for volume "${volume.metadata.name}" : ${problem}`;
  for (const pod of usersOf(context, volume, attachment)) {
    recordEvent(context, pod, { type: "Warning", reason: "FailedAttachVolume", message });
  }
}

function detach(context: ControllerContext, attachment: KubernetesObject): void {
  const { cluster, elapsed } = context;
  const key = `detach ${attachment.metadata.uid}`;
  if (!isWorthTrying(cluster, key)) return;
  const id = textAt(volumeOf(context, attachment), "spec.csi.volumeHandle");
  const instanceId = instanceOf(context, attachment);
  if (!elapsed(key, seconds.detach)) return;
  const { problem } = asDriver(
    context,
    "csi-attacher",
    `Could not detach volume "${id}" from node "${instanceId}"`,
    (aws) => {
      // The instance may be gone, and the volume with it.
      if (ec2.volumes(aws).get(id)?.instanceId === instanceId)
        ignoring(["IncorrectState"], () => detachVolume(aws, id));
      return true;
    },
  );
  if (problem === undefined) release(context, attachment, attacherFinalizer);
  else noteRefusal(cluster, key);
}

function volumeOf({ api }: ControllerContext, attachment: KubernetesObject): KubernetesObject | undefined {
  return api.find("/PersistentVolume", textAt(attachment, "spec.source.persistentVolumeName"));
}

function instanceOf({ cluster }: ControllerContext, attachment: KubernetesObject): string {
  return findNode(cluster, textAt(attachment, "spec.nodeName"))?.instanceId ?? "";
}

/** Pods on the node that wait for the volume. */
function usersOf(
  { cluster }: ControllerContext,
  volume: KubernetesObject,
  attachment: KubernetesObject,
): readonly KubernetesObject[] {
  const node = textAt(attachment, "spec.nodeName");
  return podsIn(cluster).filter((pod) => {
    const { nodeName, volumes } = podSpecOf(pod);
    if (nodeName !== node) return false;
    return volumes.some(({ claim }) => {
      const found = claim === null ? undefined : findClaim(cluster, pod.metadata.namespace ?? "", claim);
      return found !== undefined && textAt(found, "spec.volumeName") === volume.metadata.name;
    });
  });
}

/** The first name of a device that the instance has free. Source: aws-ebs-csi-driver, pkg/cloud/devicemanager. */
function freeDevice(aws: Aws, instanceId: string): string {
  const taken = new Set(volumesOf(aws, instanceId).map(({ deviceName }) => deviceName));
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const names = letters.flatMap((first) => letters.map((second) => `/dev/xvd${first}${second}`));
  return names.find((name) => !taken.has(name)) ?? "/dev/xvdaa";
}
