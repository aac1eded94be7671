import { findImage } from "../aws/ec2/facts/images.ts";
import type { MetadataOptions } from "../aws/ec2/instance-records.ts";
import { volumeRequestOf } from "../aws/ec2/launch-settings.ts";
import { encoded } from "../aws/ec2/resources/user-data.ts";
import { rootDeviceOf, type VolumeRequest } from "../aws/ec2/volumes.ts";
import type { Tags } from "../aws/tags.ts";
import { blocks, flag, number, text, textOrNull, texts } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import type { LaunchSpec, Ocean } from "./records.ts";

/** What the instances of an Ocean cluster, or of one of its virtual node groups, are like. */
export interface LaunchPlan {
  readonly imageId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly instanceProfile: string | null;
  readonly keyName: string | null;
  /** Base64. */
  readonly userData: string | null;
  readonly associatePublicIp: boolean | null;
  readonly monitoring: boolean | null;
  readonly ebsOptimized: boolean | null;
  readonly volumes: readonly VolumeRequest[];
  readonly metadata: MetadataOptions | null;
  readonly tags: Tags;
  readonly volumeTags: Tags;
}

/** What the provider writes where no limit is given. */
const unsetHopLimit = 1_357_997_531;

/** The launch plan of an Ocean cluster. */
export function planOf(ocean: Pick<Ocean, "values" | "region"> & Partial<Pick<Ocean, "id" | "name">>): LaunchPlan {
  const { values, region, id = "", name = "" } = ocean;
  const tags = {
    ...pairs(values, "tags"),
    "spotinst:aws:ec2:group:id": id,
    "spotinst:aws:ec2:group:name": name,
    "spotinst:aws:ec2:group:createdBy": "spotinst",
  };
  const tagsVolumes = blocks(values, "resource_tag_specification").some((block) => flag(block, "should_tag_volumes"));
  const imageId = text(values, "image_id");
  return {
    imageId,
    subnetIds: texts(values.subnet_ids),
    securityGroupIds: texts(values.security_groups),
    instanceProfile: textOrNull(values, "iam_instance_profile"),
    keyName: textOrNull(values, "key_name"),
    userData: userDataOf(values),
    associatePublicIp: switchOf(values, "associate_public_ip_address"),
    monitoring: switchOf(values, "monitoring"),
    ebsOptimized: switchOf(values, "ebs_optimized"),
    volumes: volumesOf(values, region, imageId),
    metadata: metadataOf(values),
    tags,
    volumeTags: tagsVolumes ? tags : {},
  };
}

/** The launch plan of a virtual node group: what it does not say, the cluster says. */
export function planOfSpec(ocean: Ocean, spec: LaunchSpec): LaunchPlan {
  const base = planOf(ocean);
  const { values } = spec;
  const imageId = textOrNull(values, "image_id") ?? base.imageId;
  const own = volumesOf(values, ocean.region, imageId);
  const [subnetIds, securityGroupIds] = [texts(values.subnet_ids), texts(values.security_groups)];
  return {
    ...base,
    imageId,
    subnetIds: subnetIds.length > 0 ? subnetIds : base.subnetIds,
    securityGroupIds: securityGroupIds.length > 0 ? securityGroupIds : base.securityGroupIds,
    instanceProfile: textOrNull(values, "iam_instance_profile") ?? base.instanceProfile,
    userData: userDataOf(values) ?? base.userData,
    associatePublicIp: switchOf(values, "associate_public_ip_address") ?? base.associatePublicIp,
    volumes: own.length > 0 ? own : base.volumes,
    metadata: metadataOf(values) ?? base.metadata,
    tags: { ...base.tags, ...pairs(values, "tags"), "spotinst:ocean:launchspec:id": spec.id },
  };
}

/** The pairs of key and value in blocks, such as tags and labels. */
export function pairs(values: Values, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(blocks(values, name).map((block) => [text(block, "key"), text(block, "value")]));
}

function userDataOf(values: Values): string | null {
  return encoded(text(values, "user_data")) || null;
}

function volumesOf(values: Values, region: string, imageId: string): readonly VolumeRequest[] {
  const mapped = blocks(values, "block_device_mappings").flatMap((mapping) =>
    blocks(mapping, "ebs").map((ebs) => volumeRequestOf(ebs, text(mapping, "device_name"))),
  );
  const size = number(values, "root_volume_size", 0);
  if (size === 0 || mapped.length > 0) return mapped;
  return [{ deviceName: rootDeviceOf(findImage(region, imageId)), size }];
}

function metadataOf(values: Values): MetadataOptions | null {
  const [block] = blocks(values, "instance_metadata_options");
  if (!block) return null;
  const limit = number(block, "http_put_response_hop_limit", 1);
  return { httpTokens: text(block, "http_tokens"), hopLimit: limit === unsetHopLimit ? 1 : limit };
}

function switchOf(values: Values, name: string): boolean | null {
  const value = values[name];
  return typeof value === "boolean" ? value : null;
}
