import { refuseIf, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2, resourceTags } from "../calls.ts";
import { attachmentLimit, volumeTypes } from "../facts/volume-types.ts";
import { zonesOf } from "../facts/zones.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import type { Volume } from "../instance-records.ts";
import { blockStorageRules as rules } from "../rules/block-storage.ts";
import { ec2 } from "../tables.ts";
import { checkVolume, encryptsByDefault, usualIops, volumesOf } from "../volumes.ts";

/** What `CreateVolume` is asked for. */
export interface NewVolume {
  readonly availabilityZone: string;
  /** GiB. */
  readonly size?: number;
  /** `gp2` when left out, as EC2 takes it. */
  readonly type?: string;
  readonly iops?: number;
  /** MiB per second. */
  readonly throughput?: number;
  readonly encrypted?: boolean;
  readonly kmsKeyId?: string;
  readonly tags: Tags;
  /** Tells this request from others. */
  readonly clientToken: string;
}

/**
 * CreateVolume.
 *
 * @throws AwsError when the volume cannot be as is asked, or the caller may not make it
 */
export function createVolume(aws: Aws, request: NewVolume): Volume {
  const { availabilityZone, size = 0, type = "gp2", tags, clientToken } = request;
  const call = {
    resources: [arnOf(aws, "volume", "*")],
    parameters: { AvailabilityZone: availabilityZone, Size: size, VolumeType: type, ClientToken: clientToken, tags },
    tagging: { arn: arnOf(aws, "volume", "*"), tags },
  };
  return callEc2(aws, "CreateVolume", call, () => {
    const facts = volumeTypes[type];
    refuseUnless(facts, rules.type, type);
    refuseIf(size === 0, rules.sizeMissing);
    refuseIf(size < facts.minimumSize, rules.sizeRange, size, `too small; minimum is ${facts.minimumSize}`);
    refuseIf(
      size > facts.maximumSize,
      rules.sizeRange,
      size,
      `too large for volume type ${type}; maximum is ${facts.maximumSize}`,
    );
    const { iops = usualIops(type, size) } = request;
    checkVolume(aws, { ...request, size, type, iops });
    const { minimum, maximum } = facts.iops ?? { minimum: 0, maximum: Number.POSITIVE_INFINITY };
    refuseIf(iops < minimum, rules.iopsRange, iops, `too low; minimum is ${minimum}`);
    refuseIf(iops > maximum, rules.iopsRange, iops, `too high; maximum is ${maximum}`);
    const isZone = zonesOf(aws.region).some(({ name }) => name === availabilityZone);
    refuseUnless(isZone, rules.zone, availabilityZone);
    const id = newIdOf(aws, "volume", { clientToken });
    return ec2.volumes(aws).put(id, {
      id,
      instanceId: null,
      deviceName: "",
      isRoot: false,
      availabilityZone,
      size,
      type,
      iops,
      throughput: request.throughput ?? (type === "gp3" ? 125 : 0),
      encrypted: request.encrypted === true || encryptsByDefault(aws),
      kmsKeyId: request.kmsKeyId ?? null,
      snapshotId: null,
      deleteOnTermination: false,
      tags,
    });
  });
}

/**
 * DeleteVolume.
 *
 * @throws AwsError `InvalidVolume.NotFound`, or `VolumeInUse` for one that is attached
 */
export function deleteVolume(aws: Aws, id: string): void {
  callEc2(aws, "DeleteVolume", callOn(aws, id), () => {
    const { instanceId } = required("volume", ec2.volumes(aws), id);
    refuseIf(instanceId !== null, rules.inUse, id, instanceId ?? "");
    ec2.volumes(aws).delete(id);
  });
}

/**
 * AttachVolume, done at once.
 *
 * @throws AwsError when the volume is elsewhere, or the instance takes no more
 */
export function attachVolume(aws: Aws, id: string, instanceId: string, deviceName: string): void {
  callEc2(aws, "AttachVolume", callOn(aws, id, instanceId), () => {
    const volume = required("volume", ec2.volumes(aws), id);
    const instance = required("instance", ec2.instances(aws), instanceId);
    refuseIf(volume.instanceId !== null, rules.attached, id);
    refuseIf(volume.availabilityZone !== instance.availabilityZone, rules.zoneMismatch, id, instanceId);
    const present = volumesOf(aws, instanceId);
    refuseIf(
      present.some((other) => other.deviceName === deviceName),
      rules.device,
      deviceName,
    );
    const limit = attachmentLimit(instance.instanceType);
    const interfaces = limit.isShared
      ? ec2.networkInterfaces(aws).filter(({ attachment }) => attachment?.instanceId === instanceId).length
      : 0;
    refuseIf(present.length + interfaces >= limit.volumes, rules.slots, limit.volumes);
    ec2.volumes(aws).put(id, { ...volume, instanceId, deviceName, deleteOnTermination: false });
  });
}

/**
 * DetachVolume, done at once.
 *
 * @throws AwsError `IncorrectState` for a volume that is not attached
 */
export function detachVolume(aws: Aws, id: string): void {
  const instanceId = ec2.volumes(aws).get(id)?.instanceId ?? undefined;
  callEc2(aws, "DetachVolume", callOn(aws, id, instanceId), () => {
    const volume = required("volume", ec2.volumes(aws), id);
    refuseIf(volume.instanceId === null, rules.notAttached, id);
    ec2.volumes(aws).put(id, { ...volume, instanceId: null, deviceName: "" });
  });
}

/** A call on a volume, and the instance that it is attached to: policies see the tags of both. */
function callOn(aws: Aws, id: string, instanceId?: string) {
  const tags = {
    ...(instanceId === undefined ? {} : ec2.instances(aws).get(instanceId)?.tags),
    ...ec2.volumes(aws).get(id)?.tags,
  };
  return {
    resources: [arnOf(aws, "volume", id), ...(instanceId === undefined ? [] : [arnOf(aws, "instance", instanceId)])],
    parameters: { VolumeId: id, ...(instanceId === undefined ? {} : { InstanceId: instanceId }) },
    conditions: resourceTags(tags),
  };
}
