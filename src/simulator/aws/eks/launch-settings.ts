import type { Value, Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import type { LaunchTemplate, LaunchTemplateVersion } from "../ec2/instance-records.ts";
import { ec2 } from "../ec2/tables.ts";
import { blocks, flag, text, textOrNull, texts } from "../input.ts";
import { type Tags, tagsOf } from "../tags.ts";
import type { NodeGroup } from "./records.ts";

/** What the launch template of a node group says of its instances. */
export interface LaunchSettings {
  readonly imageId: string | null;
  readonly instanceType: string | null;
  /** Empty when EKS is to choose them. */
  readonly securityGroupIds: readonly string[];
  /** Null when the subnet decides. */
  readonly associatePublicIp: boolean | null;
  /** Base64. */
  readonly userData: string | null;
  readonly keyName: string | null;
  readonly hasDiskSize: boolean;
  readonly monitoring: boolean;
  readonly ebsOptimized: boolean;
  readonly instanceTags: Tags;
}

/** Settings of a node group without a launch template. */
const noSettings: LaunchSettings = {
  imageId: null,
  instanceType: null,
  securityGroupIds: [],
  associatePublicIp: null,
  userData: null,
  keyName: null,
  hasDiskSize: false,
  monitoring: false,
  ebsOptimized: false,
  instanceTags: {},
};

/** The settings that the launch template of a node group gives its instances. */
export function launchSettings(aws: Aws, launchTemplate: NodeGroup["launchTemplate"]): LaunchSettings {
  if (launchTemplate === null) return noSettings;
  const template = ec2.launchTemplates(aws).get(launchTemplate.id);
  const version = template && templateVersion(template, launchTemplate.version);
  return version ? settingsOf(version.data) : noSettings;
}

/** The launch template with this id or name. */
export function findLaunchTemplate(
  aws: Aws,
  wanted: { readonly id: string; readonly name: string },
): LaunchTemplate | undefined {
  const templates = ec2.launchTemplates(aws);
  return wanted.id === "" ? templates.find(({ name }) => name === wanted.name) : templates.get(wanted.id);
}

/** A version by its number, `$Default` or `$Latest`. */
export function templateVersion(template: LaunchTemplate, version: string): LaunchTemplateVersion | undefined {
  const named: Readonly<Record<string, number>> = {
    $Default: template.defaultVersion,
    $Latest: template.latestVersion,
  };
  return template.versions[String(named[version] ?? version)];
}

function settingsOf(data: Values): LaunchSettings {
  const [networkInterface = {}] = blocks(data, "network_interfaces");
  return {
    imageId: textOrNull(data, "image_id"),
    instanceType: textOrNull(data, "instance_type"),
    securityGroupIds: [...texts(data.vpc_security_group_ids), ...texts(networkInterface.security_groups)],
    associatePublicIp: booleanOf(networkInterface.associate_public_ip_address),
    userData: textOrNull(data, "user_data"),
    keyName: textOrNull(data, "key_name"),
    hasDiskSize: blocks(data, "block_device_mappings").some((mapping) => blocks(mapping, "ebs").length > 0),
    monitoring: blocks(data, "monitoring").some((monitoring) => flag(monitoring, "enabled")),
    ebsOptimized: booleanOf(data.ebs_optimized) ?? false,
    instanceTags: Object.assign(
      {},
      ...blocks(data, "tag_specifications")
        .filter((specification) => text(specification, "resource_type") === "instance")
        .map((specification) => tagsOf(specification.tags)),
    ),
  };
}

/** The provider keeps some switches as text, so that they can also be unset. */
function booleanOf(value: Value | undefined): boolean | null {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : null;
}
