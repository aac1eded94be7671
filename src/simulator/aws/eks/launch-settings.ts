import type { Value, Values } from "../../planning/values.ts";
import { refuse, ServiceError } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { type LaunchTemplateReference, resolveLaunchTemplate } from "../ec2/api/launch-templates.ts";
import { blocks, flag, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import type { LaunchSettings, NodeGroup } from "./records.ts";
import { nodeRules } from "./rules/nodes.ts";

/** Settings of a node group without a launch template. */
export const noSettings: LaunchSettings = {
  imageId: null,
  instanceType: null,
  securityGroupIds: [],
  associatePublicIp: null,
  userData: null,
  keyName: null,
  monitoring: false,
  ebsOptimized: false,
  instanceTags: {},
};

/**
 * The launch template that is asked for and its settings, of which EKS keeps a copy.
 *
 * @throws ServiceError when there is no such template or version
 */
export function resolveTemplate(aws: Aws, wanted: LaunchTemplateReference): ResolvedTemplate {
  try {
    const { template, number, version } = resolveLaunchTemplate(aws, wanted);
    return {
      launchTemplate: { id: template.id, name: template.name, version: String(number) },
      settings: settingsOf(version.data),
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return refuse(nodeRules.launchTemplate, error.message);
  }
}

interface ResolvedTemplate {
  /** With the number of the version, whatever it was called. */
  readonly launchTemplate: NonNullable<NodeGroup["launchTemplate"]>;
  readonly settings: LaunchSettings;
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
