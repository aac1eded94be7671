import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { blocks, text, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./fargate-profile.ts";
import type { FargateProfile } from "./records.ts";
import { changeTags } from "./tagging.ts";

/** `aws_eks_fargate_profile`. */
export const fargateProfile: ResourceType<Aws> = {
  type: "aws_eks_fargate_profile",
  label: "EKS Fargate Profile",

  create({ client, input }) {
    const created = api.createFargateProfile(client, {
      clusterName: text(input, "cluster_name"),
      name: text(input, "fargate_profile_name"),
      roleArn: text(input, "pod_execution_role_arn"),
      subnetIds: texts(input.subnet_ids),
      selectors: blocks(input, "selector").map((selector) => ({
        namespace: text(selector, "namespace"),
        labels: tagsOf(selector.labels),
      })),
      tags: tagsOf(input.tags_all),
    });
    return shown(created);
  },

  read({ client, state }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    const found = ignoring(["ResourceNotFoundException"], () => api.describeFargateProfile(client, clusterName, name));
    return found ? shown(found) : null;
  },

  update({ client, input, state, changed }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    const held = api.describeFargateProfile(client, clusterName, name);
    if (!changed("tags_all")) return shown(held);
    const tags = tagsOf(input.tags_all);
    changeTags(client, held.arn, held.tags, tags, (now) => api.putFargateTags(client, clusterName, name, now));
    return shown({ ...held, tags });
  },

  delete({ client, state }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    ignoring(["ResourceNotFoundException"], () => api.deleteFargateProfile(client, clusterName, name));
  },

  import: (_call, id) => (/^[^:]+:[^:]+$/.test(id) ? { id } : null),
};

function shown(held: FargateProfile): Values {
  return {
    id: `${held.clusterName}:${held.name}`,
    arn: held.arn,
    cluster_name: held.clusterName,
    fargate_profile_name: held.name,
    pod_execution_role_arn: held.roleArn,
    status: "ACTIVE",
    subnet_ids: held.subnetIds,
    selector: held.selectors.map(({ namespace, labels }) => ({
      namespace,
      labels: Object.keys(labels).length > 0 ? labels : null,
    })),
    tags_all: held.tags,
  };
}

function partsOf(id: string): { readonly clusterName: string; readonly name: string } {
  const [clusterName = "", name = ""] = id.split(":");
  return { clusterName, name };
}
