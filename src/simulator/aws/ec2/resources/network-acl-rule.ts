import { crc32 } from "node:zlib";
import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { flag, number, text } from "../../input.ts";
import { createNetworkAclEntry, deleteNetworkAclEntry, describeNetworkAcl } from "../api/network-acls.ts";
import { ignoring } from "../calls.ts";
import type { NetworkAclEntry } from "../routing-records.ts";
import { entryOf } from "./network-acl-entries.ts";

const names = { number: "rule_number", action: "rule_action" };

function findEntry(aws: Aws, values: Values): NetworkAclEntry | undefined {
  const acl = ignoring(["InvalidNetworkAclID.NotFound"], () => describeNetworkAcl(aws, text(values, "network_acl_id")));
  return acl?.entries.find(
    (entry) => entry.number === number(values, "rule_number", 0) && entry.egress === flag(values, "egress"),
  );
}

/** The provider's own id; AWS gives entries none. */
function idOf(values: Values): string {
  const parts = [
    text(values, "network_acl_id"),
    number(values, "rule_number", 0),
    flag(values, "egress"),
    text(values, "protocol"),
  ];
  return `nacl-${crc32(parts.map((part) => `${part}-`).join(""))}`;
}

export const networkAclRule: ResourceType<Aws> = {
  type: "aws_network_acl_rule",
  label: "EC2 Network ACL Rule",
  create({ client, input }) {
    createNetworkAclEntry(client, text(input, "network_acl_id"), entryOf(input, flag(input, "egress"), names));
    return { id: idOf(input) };
  },
  read({ client, state }) {
    const entry = findEntry(client, state);
    if (!entry) return null;
    const { protocol, fromPort, toPort, icmpType, icmpCode } = entry;
    return {
      rule_action: entry.action,
      protocol,
      cidr_block: entry.cidrIpv4 ?? "",
      ipv6_cidr_block: entry.cidrIpv6 ?? "",
      ...(protocol === "-1" ? {} : { from_port: fromPort, to_port: toPort }),
      ...(icmpType === null ? {} : { icmp_type: icmpType, icmp_code: icmpCode }),
    };
  },
  delete({ client, state }) {
    ignoring(["InvalidNetworkAclID.NotFound", "InvalidNetworkAclEntry.NotFound"], () =>
      deleteNetworkAclEntry(
        client,
        text(state, "network_acl_id"),
        number(state, "rule_number", 0),
        flag(state, "egress"),
      ),
    );
  },
  import(_call, id) {
    const [aclId = "", ruleNumber = "", protocol = "", egress = "", ...rest] = id.split(":");
    if (!aclId.startsWith("acl-") || !/^\d+$/.test(ruleNumber) || !/^(true|false)$/.test(egress) || rest.length > 0) {
      return null;
    }
    const values = { network_acl_id: aclId, rule_number: Number(ruleNumber), protocol, egress: egress === "true" };
    return { ...values, id: idOf(values) };
  },
};
