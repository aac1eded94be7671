import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { keyByArn } from "../kms/records.ts";
import type { Tags } from "../tags.ts";
import type { Image } from "./facts/images.ts";
import { newIdOf } from "./identifiers.ts";
import type { Volume } from "./instance-records.ts";
import { ec2Tables } from "./records.ts";
import { volumeRules as rules } from "./rules/volumes.ts";
import { ec2 } from "./tables.ts";

/** One volume of an instance; what is left out comes from the image or the kind of volume. */
export interface VolumeRequest {
  readonly deviceName: string;
  /** GiB. */
  readonly size?: number;
  readonly type?: string;
  readonly iops?: number;
  /** MiB per second. */
  readonly throughput?: number;
  readonly encrypted?: boolean;
  readonly kmsKeyId?: string;
  readonly snapshotId?: string;
  readonly deleteOnTermination?: boolean;
  readonly tags?: Tags;
}

/** What an image that the simulator does not know starts with. */
const fallbackImage = { rootDeviceName: "/dev/xvda", volumes: { "/dev/xvda": 8 }, volumeType: "gp2" };

/** A volume of an instance to be, its size and type decided. */
export interface PlannedVolume extends VolumeRequest {
  readonly size: number;
  readonly type: string;
  readonly isRoot: boolean;
}

/** The volumes that an instance gets: those of its image with the wishes of the request, and further ones. */
export function planVolumes(image: Image | undefined, requests: readonly VolumeRequest[]): readonly PlannedVolume[] {
  const { rootDeviceName, volumes, volumeType } = image ?? fallbackImage;
  const sizes: Readonly<Record<string, number>> = volumes;
  const devices = new Set([...Object.keys(sizes), ...requests.map(({ deviceName }) => deviceName)]);
  return [...devices].map((deviceName) => {
    const request = requests.find((candidate) => candidate.deviceName === deviceName);
    const ofImage = sizes[deviceName];
    return {
      ...request,
      deviceName,
      size: request?.size ?? ofImage ?? 8,
      type: request?.type ?? (ofImage === undefined ? "gp2" : volumeType),
      isRoot: deviceName === rootDeviceName,
    };
  });
}

/** Name of the device that an image boots from. */
export function rootDeviceOf(image: Image | undefined): string {
  return (image ?? fallbackImage).rootDeviceName;
}

/**
 * Checks a volume.
 *
 * @throws ServiceError when its kind cannot be as is asked, or its key cannot be used
 */
export function checkVolume(aws: Aws, volume: Pick<PlannedVolume, "size" | "type"> & Partial<VolumeRequest>): void {
  const { type, size, iops = 0, throughput = 0, kmsKeyId } = volume;
  refuseIf(kmsKeyId && !isEncrypted(aws, volume), rules.keyWithoutEncryption);
  refuseIf(throughput > 0 && type !== "gp3", rules.throughput, type);
  refuseIf(type.startsWith("io") && iops === 0, rules.iops, type);
  refuseIf(type === "gp3" && iops > 3_000 && iops / size > 500, rules.iopsRatio, Math.ceil(iops / size));
  if (!kmsKeyId?.includes(":key/")) return;
  const key = keyByArn(aws.world, kmsKeyId);
  refuseUnless(key?.enabled && key.deletionDate === undefined, rules.keyUnusable);
}

/** Makes a checked volume for an instance. */
export function makeVolume(
  aws: Aws,
  instance: { readonly id: string; readonly availabilityZone: string },
  volume: PlannedVolume,
  tags: Tags,
): Volume {
  const { deviceName, size, type, isRoot } = volume;
  const id = newIdOf(aws, "volume", { instance: instance.id, deviceName });
  return ec2.volumes(aws).put(id, {
    id,
    instanceId: instance.id,
    deviceName,
    isRoot,
    availabilityZone: instance.availabilityZone,
    size,
    type,
    iops: volume.iops ?? usualIops(type, size),
    throughput: volume.throughput ?? (type === "gp3" ? 125 : 0),
    encrypted: isEncrypted(aws, volume),
    kmsKeyId: volume.kmsKeyId ?? null,
    snapshotId: volume.snapshotId ?? null,
    deleteOnTermination: volume.deleteOnTermination ?? true,
    tags: { ...tags, ...volume.tags },
  });
}

/** IOPS of a volume that asks for none in particular. */
export function usualIops(type: string, size: number): number {
  if (type === "gp3") return 3_000;
  return type === "gp2" ? Math.min(16_000, Math.max(100, 3 * size)) : 0;
}

/** The volumes of an instance, the root volume first. */
export function volumesOf(aws: Aws, instanceId: string): readonly Volume[] {
  const volumes = ec2.volumes(aws).filter((volume) => volume.instanceId === instanceId);
  return [...volumes.filter(({ isRoot }) => isRoot), ...volumes.filter(({ isRoot }) => !isRoot)];
}

/** Whether the account encrypts new volumes in this Region without being asked. */
export function encryptsByDefault(aws: Aws): boolean {
  return aws.table<{ readonly enabled: boolean }>(ec2Tables.setting).get("ebs-encryption")?.enabled ?? false;
}

function isEncrypted(aws: Aws, { encrypted }: { readonly encrypted?: boolean }): boolean {
  return encrypted === true || encryptsByDefault(aws);
}
