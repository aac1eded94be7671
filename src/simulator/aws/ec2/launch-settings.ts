import type { Value, Values } from "../../planning/values.ts";
import { blocks, text, textOrNull, texts } from "../input.ts";
import { type Tags, tagsOf } from "../tags.ts";
import type { MetadataOptions } from "./instance-records.ts";
import type { VolumeRequest } from "./volumes.ts";

/** What instances are to be like; null, or empty, for what is not said. */
export interface LaunchSettings {
  readonly imageId: string | null;
  readonly instanceType: string | null;
  readonly subnetId: string | null;
  readonly securityGroupIds: readonly string[];
  /** An interface that exists already; it says subnet and groups itself. */
  readonly networkInterfaceId: string | null;
  readonly associatePublicIp: boolean | null;
  readonly privateIp: string | null;
  readonly secondaryPrivateIps: readonly string[];
  /** Name or ARN. */
  readonly instanceProfile: string | null;
  readonly keyName: string | null;
  /** Base64. */
  readonly userData: string | null;
  readonly monitoring: boolean | null;
  readonly ebsOptimized: boolean | null;
  readonly disableApiTermination: boolean | null;
  readonly disableApiStop: boolean | null;
  /** `stop` or `terminate`. */
  readonly shutdownBehavior: string | null;
  readonly lifecycle: "on-demand" | "spot" | null;
  readonly metadata?: MetadataOptions | null;
  readonly volumes: readonly VolumeRequest[];
  readonly tags: Tags;
  readonly volumeTags: Tags;
}

/** Settings that say nothing. */
export const noSettings: LaunchSettings = {
  imageId: null,
  instanceType: null,
  subnetId: null,
  securityGroupIds: [],
  networkInterfaceId: null,
  associatePublicIp: null,
  privateIp: null,
  secondaryPrivateIps: [],
  instanceProfile: null,
  keyName: null,
  userData: null,
  monitoring: null,
  ebsOptimized: null,
  disableApiTermination: null,
  disableApiStop: null,
  shutdownBehavior: null,
  lifecycle: null,
  volumes: [],
  tags: {},
  volumeTags: {},
};

/** Settings with those of a request over them; tags and volumes add up. */
export function withSettings(base: LaunchSettings, over: Partial<LaunchSettings>): LaunchSettings {
  const said = Object.entries(over).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  const devices = new Map<string, VolumeRequest>();
  for (const volume of [...base.volumes, ...(over.volumes ?? [])]) {
    devices.set(volume.deviceName, { ...devices.get(volume.deviceName), ...volume });
  }
  return {
    ...base,
    ...Object.fromEntries(said),
    volumes: [...devices.values()],
    tags: { ...base.tags, ...over.tags },
    volumeTags: { ...base.volumeTags, ...over.volumeTags },
  };
}

/** What a version of a launch template says; its attributes have the names of `aws_launch_template`. */
export function settingsOfTemplate(data: Values): LaunchSettings {
  const [networkInterface = {}] = blocks(data, "network_interfaces");
  const [profile = {}] = blocks(data, "iam_instance_profile");
  const [market] = blocks(data, "instance_market_options");
  const [monitoring = {}] = blocks(data, "monitoring");
  return {
    imageId: textOrNull(data, "image_id"),
    instanceType: textOrNull(data, "instance_type"),
    subnetId: textOrNull(networkInterface, "subnet_id"),
    securityGroupIds: [...texts(data.vpc_security_group_ids), ...texts(networkInterface.security_groups)],
    networkInterfaceId: textOrNull(networkInterface, "network_interface_id"),
    associatePublicIp: switchOf(networkInterface.associate_public_ip_address),
    privateIp: textOrNull(networkInterface, "private_ip_address"),
    secondaryPrivateIps: texts(networkInterface.ipv4_addresses),
    instanceProfile: textOrNull(profile, "name") ?? textOrNull(profile, "arn"),
    keyName: textOrNull(data, "key_name"),
    userData: textOrNull(data, "user_data"),
    monitoring: switchOf(monitoring.enabled),
    ebsOptimized: switchOf(data.ebs_optimized),
    disableApiTermination: switchOf(data.disable_api_termination),
    disableApiStop: switchOf(data.disable_api_stop),
    shutdownBehavior: textOrNull(data, "instance_initiated_shutdown_behavior"),
    lifecycle: market ? (text(market, "market_type") === "spot" ? "spot" : "on-demand") : null,
    volumes: blocks(data, "block_device_mappings").flatMap((mapping) =>
      blocks(mapping, "ebs").map((ebs) => volumeRequestOf(ebs, text(mapping, "device_name"))),
    ),
    tags: tagsFor(data, "instance"),
    volumeTags: tagsFor(data, "volume"),
  };
}

/** The volume that a block of a template or an instance asks for. */
export function volumeRequestOf(block: Values, deviceName: string): VolumeRequest {
  const given = {
    size: amountOf(block.volume_size),
    type: textOrNull(block, "volume_type"),
    iops: amountOf(block.iops),
    throughput: amountOf(block.throughput),
    encrypted: switchOf(block.encrypted),
    kmsKeyId: textOrNull(block, "kms_key_id"),
    snapshotId: textOrNull(block, "snapshot_id"),
    deleteOnTermination: switchOf(block.delete_on_termination),
  };
  return { deviceName, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) };
}

function tagsFor(data: Values, resourceType: string): Tags {
  const specifications = blocks(data, "tag_specifications");
  const own = specifications.filter((specification) => text(specification, "resource_type") === resourceType);
  return Object.assign({}, ...own.map((specification) => tagsOf(specification.tags)));
}

/** The provider writes zero for an amount that is not set. */
function amountOf(value: Value | undefined): number | null {
  return typeof value === "number" && value > 0 ? value : null;
}

/** The provider keeps some switches as text, so that they can also be unset. */
function switchOf(value: Value | undefined): boolean | null {
  if (value === true || value === "true" || value === "1") return true;
  return value === false || value === "false" || value === "0" ? false : null;
}
