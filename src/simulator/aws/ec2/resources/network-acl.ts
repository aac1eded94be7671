import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, number, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  createNetworkAclEntry,
  deleteNetworkAclEntry,
  describeNetworkAcl,
  moveSubnetToAcl,
} from "../api/network-acls.ts";
import { ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { NetworkAcl, NetworkAclEntry } from "../routing-records.ts";
import { ec2 } from "../tables.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidNetworkAclID.NotFound"];

function entryOf(block: Values, egress: boolean): NetworkAclEntry {
  const protocol = text(block, "protocol");
  return {
    number: number(block, "rule_no", 100),
    egress,
    action: text(block, "action") === "deny" ? "deny" : "allow",
    protocol: protocol === "all" ? "-1" : protocol,
    cidrIpv4: textOrNull(block, "cidr_block"),
    cidrIpv6: textOrNull(block, "ipv6_cidr_block"),
    fromPort: number(block, "from_port", 0),
    toPort: number(block, "to_port", 0),
    icmpType: null,
    icmpCode: null,
  };
}

function entryBlock(entry: NetworkAclEntry): Values {
  return {
    rule_no: entry.number,
    action: entry.action,
    protocol: entry.protocol,
    cidr_block: entry.cidrIpv4 ?? "",
    ipv6_cidr_block: entry.cidrIpv6 ?? "",
    from_port: entry.fromPort ?? 0,
    to_port: entry.toPort ?? 0,
    icmp_type: entry.icmpType ?? 0,
    icmp_code: entry.icmpCode ?? 0,
  };
}

function aclAttributes(aws: Aws, acl: NetworkAcl): Values {
  return {
    id: acl.id,
    arn: arnOf(aws, "network-acl", acl.id),
    owner_id: aws.account,
    vpc_id: acl.vpcId,
    default_network_acl_id: acl.id,
    ingress: acl.entries.filter(({ egress }) => !egress).map(entryBlock),
    egress: acl.entries.filter(({ egress }) => egress).map(entryBlock),
    subnet_ids: acl.associations.map(({ subnetId }) => subnetId),
    tags_all: acl.tags,
  };
}

function applyEntries(aws: Aws, acl: NetworkAcl, input: Values): void {
  const wanted = [
    ...blocks(input, "ingress").map((block) => entryOf(block, false)),
    ...blocks(input, "egress").map((block) => entryOf(block, true)),
  ];
  const same = (left: NetworkAclEntry, right: NetworkAclEntry): boolean =>
    JSON.stringify(entryBlock(left)) === JSON.stringify(entryBlock(right)) && left.egress === right.egress;
  for (const entry of acl.entries) {
    if (!wanted.some((candidate) => same(candidate, entry)))
      deleteNetworkAclEntry(aws, acl.id, entry.number, entry.egress);
  }
  for (const entry of wanted)
    if (!acl.entries.some((candidate) => same(candidate, entry))) createNetworkAclEntry(aws, acl.id, entry);
}

export const defaultNetworkAcl: ResourceType<Aws> = {
  type: "aws_default_network_acl",
  label: "EC2 Default Network ACL",
  create({ client, input }) {
    const id = text(input, "default_network_acl_id");
    applyEntries(client, describeNetworkAcl(client, id), input);
    for (const subnetId of texts(input.subnet_ids)) moveSubnetToAcl(client, subnetId, id);
    const now = describeNetworkAcl(client, id);
    return aclAttributes(client, ec2.networkAcls(client).put(id, { ...now, tags: tagsOf(input.tags_all) }));
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeNetworkAcl(client, text(state, "id")));
    return found ? aclAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("ingress", "egress")) applyEntries(client, describeNetworkAcl(client, id), input);
    updateTags(call, "network-acl", ec2.networkAcls(client));
    return aclAttributes(client, describeNetworkAcl(client, id));
  },
  // The ACL goes with its VPC; the provider only forgets it.
  delete() {},
};
