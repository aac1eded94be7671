import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Value, Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { nameFor, namePrefixOf } from "../generated-name.ts";
import { blocks, number, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./node-group.ts";
import { updateNodeGroupConfig, updateNodeGroupVersion } from "./node-group-update.ts";
import type { NodeGroup } from "./records.ts";
import { changeTags } from "./tagging.ts";
import { endedIn, type Issue } from "./waiting.ts";

/** Seconds, beside those of a group that comes up, until EKS gives up waiting for nodes. Source: a public log of 33 minutes. */
const joinSeconds = 1_860;

/** `aws_eks_node_group`. */
export const nodeGroup: ResourceType<Aws> = {
  type: "aws_eks_node_group",
  label: "EKS Node Group",

  create({ client, input, takes }) {
    const wanted = {
      name: textOrNull(input, "node_group_name"),
      name_prefix: textOrNull(input, "node_group_name_prefix"),
    };
    const { group, issue } = api.createNodeGroup(client, {
      ...configIn(input),
      clusterName: text(input, "cluster_name"),
      name: nameFor(client, wanted, "eks/node-group"),
      roleArn: text(input, "node_role_arn"),
      subnetIds: [...texts(input.subnet_ids)].sort(),
      instanceTypes: texts(input.instance_types),
      capacityType: text(input, "capacity_type") || "ON_DEMAND",
      version: textOrNull(input, "version"),
      releaseVersion: textOrNull(input, "release_version"),
      amiType: textOrNull(input, "ami_type"),
      diskSize: number(input, "disk_size", 0) || null,
      launchTemplate: launchTemplateIn(input),
      remoteAccess: remoteAccessIn(input),
      tags: tagsOf(input.tags_all),
    });
    if (issue === null) return shown(group, input);
    takes(extraSeconds(issue));
    const failure = endedIn(`EKS Node Group (${idOf(group)}) create`, "CREATE_FAILED", "ACTIVE", issue);
    throw new CreatedWithError(shown(group, input), failure);
  },

  read({ client, state }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    const found = ignoring(["ResourceNotFoundException"], () => api.describeNodeGroup(client, clusterName, name));
    return found ? shown(found, state) : null;
  },

  update({ client, input, state, changed, takes }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    const waitingFor = (what: string) => `EKS Node Group (${text(state, "id")}) ${what} update`;
    const finish = (what: string, { issue }: api.NodeGroupOutcome) => {
      if (issue === null) return;
      takes(extraSeconds(issue));
      throw endedIn(waitingFor(what), "Failed", "Successful", issue);
    };
    if (changed("launch_template", "release_version", "version")) {
      const change = {
        version: changed("version") ? textOrNull(input, "version") : null,
        releaseVersion: changed("release_version") ? textOrNull(input, "release_version") : null,
        launchTemplate: changed("launch_template") ? launchTemplateIn(input) : null,
      };
      finish("version", updateNodeGroupVersion(client, clusterName, name, change));
    }
    if (changed("labels", "taint", "scaling_config", "update_config", "node_repair_config")) {
      finish("config", updateNodeGroupConfig(client, clusterName, name, configIn(input)));
    }
    const held = api.describeNodeGroup(client, clusterName, name);
    if (!changed("tags_all")) return shown(held, input);
    const tags = tagsOf(input.tags_all);
    changeTags(client, held.arn, held.tags, tags, (now) => api.putNodeGroupTags(client, clusterName, name, now));
    return shown({ ...held, tags }, input);
  },

  delete({ client, state }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    ignoring(["ResourceNotFoundException"], () => api.deleteNodeGroup(client, clusterName, name));
  },

  import: (_call, id) => (/^[^:]+:[^:]+$/.test(id) ? { id } : null),
};

/** What is wrong with a subnet shows at once, what is wrong with nodes when EKS gives up waiting. */
function extraSeconds(issue: Issue): number {
  return issue.rule.code === "NodeCreationFailure" ? joinSeconds : 0;
}

/** The settings that change in place. */
function configIn(input: Values): Pick<NodeGroup, "labels" | "taints" | "scaling" | "update" | "repair"> {
  const [scaling = {}] = blocks(input, "scaling_config");
  const [update = {}] = blocks(input, "update_config");
  const percentage = number(update, "max_unavailable_percentage", 0) || null;
  return {
    labels: tagsOf(input.labels),
    taints: blocks(input, "taint").map((taint) => ({
      key: text(taint, "key"),
      value: textOrNull(taint, "value"),
      effect: text(taint, "effect"),
    })),
    scaling: {
      minimum: number(scaling, "min_size", 0),
      desired: number(scaling, "desired_size", 0),
      maximum: number(scaling, "max_size", 0),
    },
    update: {
      maxUnavailable: percentage === null ? number(update, "max_unavailable", 1) : null,
      maxUnavailablePercentage: percentage,
      strategy: textOrNull(update, "update_strategy"),
    },
    repair: blocks(input, "node_repair_config")[0] ?? null,
  };
}

function launchTemplateIn(input: Values): api.NodeGroupProperties["launchTemplate"] {
  const [template] = blocks(input, "launch_template");
  return template
    ? { id: text(template, "id"), name: text(template, "name"), version: text(template, "version") }
    : null;
}

function remoteAccessIn(input: Values): api.NodeGroupProperties["remoteAccess"] {
  const [access] = blocks(input, "remote_access");
  return access
    ? { keyName: textOrNull(access, "ec2_ssh_key"), sourceGroupIds: texts(access.source_security_group_ids) }
    : null;
}

function shown(held: NodeGroup, state: Values): Values {
  return {
    id: idOf(held),
    arn: held.arn,
    cluster_name: held.clusterName,
    node_group_name: held.name,
    node_group_name_prefix: text(state, "node_group_name_prefix") || namePrefixOf(held.name),
    node_role_arn: held.roleArn,
    subnet_ids: held.subnetIds,
    version: held.version,
    release_version: held.releaseVersion,
    ami_type: held.amiType,
    capacity_type: held.capacityType,
    disk_size: held.diskSize,
    instance_types: held.instanceTypes,
    labels: Object.keys(held.labels).length > 0 ? held.labels : null,
    status: held.status,
    taint: held.taints.map(({ key, value, effect }) => ({ key, value, effect })),
    ...shownBlocks(held),
    resources: [
      {
        autoscaling_groups: [{ name: held.autoScalingGroupName }],
        remote_access_security_group_id: held.remoteAccess?.securityGroupId ?? "",
      },
    ],
    tags_all: held.tags,
  };
}

function shownBlocks({ scaling, update, repair, launchTemplate, remoteAccess }: NodeGroup): Record<string, Value> {
  return {
    scaling_config: [{ min_size: scaling.minimum, desired_size: scaling.desired, max_size: scaling.maximum }],
    update_config: [
      {
        max_unavailable: update.maxUnavailable,
        max_unavailable_percentage: update.maxUnavailablePercentage,
        update_strategy: update.strategy,
      },
    ],
    node_repair_config: repair ? [repair] : [],
    launch_template: launchTemplate ? [{ ...launchTemplate }] : [],
    remote_access: remoteAccess
      ? [{ ec2_ssh_key: remoteAccess.keyName, source_security_group_ids: remoteAccess.sourceGroupIds }]
      : [],
  };
}

function idOf({ clusterName, name }: NodeGroup): string {
  return `${clusterName}:${name}`;
}

function partsOf(id: string): { readonly clusterName: string; readonly name: string } {
  const [clusterName = "", name = ""] = id.split(":");
  return { clusterName, name };
}
