import type { ResourceType } from "../../planning/resource-type.ts";
import type { Value, Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { blocks, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./capability.ts";
import type { ArgoCdSettings, Capability } from "./records.ts";
import { changeTags } from "./tagging.ts";

/** `aws_eks_capability`. */
export const capability: ResourceType<Aws> = {
  type: "aws_eks_capability",
  label: "EKS Capability",

  create({ client, input }) {
    const created = api.createCapability(client, {
      clusterName: text(input, "cluster_name"),
      name: text(input, "capability_name"),
      type: text(input, "type"),
      roleArn: text(input, "role_arn"),
      argoCd: argoCdIn(input),
      tags: tagsOf(input.tags_all),
    });
    return shown(created);
  },

  read({ client, state }) {
    const [clusterName, name] = namesIn(state);
    const found = ignoring(["ResourceNotFoundException"], () => api.describeCapability(client, clusterName, name));
    return found ? shown(found) : null;
  },

  update({ client, input, state, changed }) {
    const [clusterName, name] = namesIn(state);
    if (changed("role_arn", "configuration")) {
      const change = { roleArn: text(input, "role_arn"), argoCd: argoCdIn(input) };
      api.updateCapability(client, clusterName, name, change);
    }
    const held = api.describeCapability(client, clusterName, name);
    if (!changed("tags_all")) return shown(held);
    const tags = tagsOf(input.tags_all);
    changeTags(client, held.arn, held.tags, tags, (now) => api.putCapabilityTags(client, clusterName, name, now));
    return shown({ ...held, tags });
  },

  delete({ client, state }) {
    const [clusterName, name] = namesIn(state);
    ignoring(["ResourceNotFoundException"], () => api.deleteCapability(client, clusterName, name));
  },

  import(_call, id) {
    const [, clusterName, name] = /^([^,]+),([^,]+)$/.exec(id) ?? [];
    return clusterName && name ? { cluster_name: clusterName, capability_name: name } : null;
  },
};

function argoCdIn(input: Values): api.ArgoCdRequest | null {
  const [argoCd] = blocks(input, "configuration").flatMap((configuration) => blocks(configuration, "argo_cd"));
  const [identityCenter] = argoCd ? blocks(argoCd, "aws_idc") : [];
  if (!argoCd || !identityCenter) return null;
  const [access] = blocks(argoCd, "network_access");
  return {
    namespace: textOrNull(argoCd, "namespace"),
    instanceArn: text(identityCenter, "idc_instance_arn"),
    instanceRegion: textOrNull(identityCenter, "idc_region"),
    roleMappings: blocks(argoCd, "rbac_role_mapping").map((mapping) => ({
      role: text(mapping, "role"),
      identities: blocks(mapping, "identity").map((identity) => ({
        id: text(identity, "id"),
        type: text(identity, "type"),
      })),
    })),
    endpointIds: access ? texts(access.vpce_ids) : null,
  };
}

function shown(held: Capability): Values {
  return {
    arn: held.arn,
    capability_name: held.name,
    cluster_name: held.clusterName,
    type: held.type,
    version: held.version,
    role_arn: held.roleArn,
    delete_propagation_policy: "RETAIN",
    configuration: held.argoCd ? [{ argo_cd: [shownArgoCd(held.argoCd)] }] : [],
    tags_all: held.tags,
  };
}

function shownArgoCd({ namespace, serverUrl, identityCenter, roleMappings, endpointIds }: ArgoCdSettings): Value {
  return {
    namespace,
    server_url: serverUrl,
    aws_idc: [
      {
        idc_instance_arn: identityCenter.instanceArn,
        idc_region: identityCenter.region,
        idc_managed_application_arn: identityCenter.applicationArn,
      },
    ],
    network_access: endpointIds ? [{ vpce_ids: endpointIds }] : [],
    rbac_role_mapping: roleMappings.map(({ role, identities }) => ({
      role,
      identity: identities.map(({ id, type }) => ({ id, type })),
    })),
  };
}

function namesIn(state: Values): [clusterName: string, name: string] {
  return [text(state, "cluster_name"), text(state, "capability_name")];
}
