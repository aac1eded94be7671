import { ProviderError } from "../../../planning/diagnostics.ts";
import { CreatedWithError, type ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { text, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { createNetworkAcl, deleteNetworkAcl, describeNetworkAcl, moveSubnetToAcl } from "../api/network-acls.ts";
import { describeVpcs } from "../api/vpcs.ts";
import { ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { NetworkAcl } from "../routing-records.ts";
import { ec2 } from "../tables.ts";
import { planAttributeBlocks } from "./attribute-blocks.ts";
import { applyEntries, entryBlock, storedEntry } from "./network-acl-entries.ts";
import { applyTags, updateTags } from "./tagging.ts";

const missing = ["InvalidNetworkAclID.NotFound"];

function aclAttributes(aws: Aws, acl: NetworkAcl): Values {
  return {
    id: acl.id,
    arn: arnOf(aws, "network-acl", acl.id),
    owner_id: aws.account,
    vpc_id: acl.vpcId,
    ingress: acl.entries.filter(({ egress }) => !egress).map(entryBlock),
    egress: acl.entries.filter(({ egress }) => egress).map(entryBlock),
    subnet_ids: acl.associations.map(({ subnetId }) => subnetId),
    tags_all: acl.tags,
  };
}

/** Moves subnets back to the default ACL of their VPC; those that are gone are left out. */
function returnSubnets(aws: Aws, vpcId: string, subnetIds: readonly string[]): void {
  const [vpc] = describeVpcs(aws, [vpcId]);
  if (!vpc) return;
  for (const subnetId of subnetIds) {
    ignoring(["InvalidSubnetID.NotFound"], () => moveSubnetToAcl(aws, subnetId, vpc.defaultNetworkAclId));
  }
}

export const networkAcl: ResourceType<Aws> = {
  type: "aws_network_acl",
  label: "EC2 Network ACL",
  plan(call) {
    for (const direction of ["ingress", "egress"]) planAttributeBlocks(call, { name: direction, stored: storedEntry });
  },
  create({ client, input }) {
    const made = createNetworkAcl(client, text(input, "vpc_id"), tagsOf(input.tags_all));
    try {
      applyEntries(client, made, input);
      for (const subnetId of texts(input.subnet_ids)) moveSubnetToAcl(client, subnetId, made.id);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new CreatedWithError(aclAttributes(client, describeNetworkAcl(client, made.id)), error);
    }
    return aclAttributes(client, describeNetworkAcl(client, made.id));
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeNetworkAcl(client, text(state, "id")));
    return found ? aclAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("ingress", "egress")) applyEntries(client, describeNetworkAcl(client, id), input);
    if (changed("subnet_ids")) {
      const [before, after] = [texts(state.subnet_ids), texts(input.subnet_ids)];
      const gone = before.filter((subnetId) => !after.includes(subnetId));
      returnSubnets(client, text(state, "vpc_id"), gone);
      for (const subnetId of after) if (!before.includes(subnetId)) moveSubnetToAcl(client, subnetId, id);
    }
    updateTags(call);
    return aclAttributes(client, describeNetworkAcl(client, id));
  },
  delete({ client, state }) {
    const subnetIds = texts(state.subnet_ids);
    if (subnetIds.length > 0) {
      ignoring(["InvalidVpcID.NotFound"], () => returnSubnets(client, text(state, "vpc_id"), subnetIds));
    }
    ignoring(missing, () => deleteNetworkAcl(client, text(state, "id")));
  },
  import({ client }, id) {
    if (ec2.networkAcls(client).get(id)?.isDefault) {
      throw new ProviderError("use the `aws_default_network_acl` resource instead");
    }
    return { id };
  },
};

export const defaultNetworkAcl: ResourceType<Aws> = {
  type: "aws_default_network_acl",
  label: "EC2 Default Network ACL",
  create({ client, input }) {
    const id = text(input, "default_network_acl_id");
    const acl = describeNetworkAcl(client, id);
    if (!acl.isDefault) throw new ProviderError("use the `aws_network_acl` resource instead");
    applyEntries(client, acl, input);
    for (const subnetId of texts(input.subnet_ids)) moveSubnetToAcl(client, subnetId, id);
    applyTags(client, id, acl.tags, tagsOf(input.tags_all));
    return { ...aclAttributes(client, describeNetworkAcl(client, id)), default_network_acl_id: id };
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeNetworkAcl(client, text(state, "id")));
    return found ? { ...aclAttributes(client, found), default_network_acl_id: found.id } : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("ingress", "egress")) applyEntries(client, describeNetworkAcl(client, id), input);
    if (changed("subnet_ids")) {
      const before = texts(state.subnet_ids);
      for (const subnetId of texts(input.subnet_ids)) {
        if (!before.includes(subnetId)) moveSubnetToAcl(client, subnetId, id);
      }
    }
    updateTags(call);
    return aclAttributes(client, describeNetworkAcl(client, id));
  },
  // The ACL goes with its VPC; the provider only forgets it.
  delete() {},
  import: (_call, id) => ({ id, default_network_acl_id: id }),
};
