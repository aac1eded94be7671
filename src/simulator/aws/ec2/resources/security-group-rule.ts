import { crc32 } from "node:zlib";
import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { flag, number, text, textOrNull, texts } from "../../input.ts";
import {
  authoriseEgress,
  authoriseIngress,
  revokePermissions,
  updateDescriptions,
} from "../api/security-group-rules.ts";
import { describeSecurityGroups } from "../api/security-groups.ts";
import { ignoring } from "../calls.ts";
import type { SecurityGroupRule } from "../records.ts";
import { protocolOf, type RuleRequest, sameRule } from "../security-group-rules.ts";

const missing = ["InvalidGroup.NotFound", "InvalidPermission.NotFound"];

/** The rules that one `aws_security_group_rule` stands for: one for each source. */
function requestsOf(values: Values): RuleRequest[] {
  const base = {
    protocol: text(values, "protocol"),
    fromPort: number(values, "from_port", 0),
    toPort: number(values, "to_port", 0),
    description: textOrNull(values, "description"),
  };
  const source = text(values, "source_security_group_id");
  const groups = flag(values, "self") ? [text(values, "security_group_id")] : source ? [source] : [];
  return [
    ...texts(values.cidr_blocks).map((cidrIpv4) => ({ ...base, cidrIpv4 })),
    ...texts(values.ipv6_cidr_blocks).map((cidrIpv6) => ({ ...base, cidrIpv6 })),
    ...texts(values.prefix_list_ids).map((prefixListId) => ({ ...base, prefixListId })),
    ...groups.map((referencedSecurityGroupId) => ({ ...base, referencedSecurityGroupId })),
  ];
}

function directionOf(values: Values): SecurityGroupRule["direction"] {
  return text(values, "type") === "egress" ? "egress" : "ingress";
}

/** The provider's own id, a hash of what the rule says; AWS gives each of its rules one of its own. */
function idOf(values: Values): string {
  const ports = ["from_port", "to_port"].map((name) => number(values, name, 0)).filter((port) => port > 0);
  const source = flag(values, "self") ? text(values, "security_group_id") : text(values, "source_security_group_id");
  const parts = [
    text(values, "security_group_id"),
    ...ports,
    protocolOf(text(values, "protocol")),
    text(values, "type"),
    ...["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].flatMap((name) => [...texts(values[name])].sort()),
    ...(source ? [source] : []),
  ];
  return `sgrule-${crc32(parts.map((part) => `${part}-`).join(""))}`;
}

function rulesOf(aws: Aws, groupId: string): readonly SecurityGroupRule[] {
  return ignoring(missing, () => describeSecurityGroups(aws, [groupId]))?.[0]?.rules ?? [];
}

export const securityGroupRule: ResourceType<Aws> = {
  type: "aws_security_group_rule",
  label: "Security Group Rule",
  create({ client, input }) {
    const authorise = directionOf(input) === "egress" ? authoriseEgress : authoriseIngress;
    const made = authorise(client, text(input, "security_group_id"), requestsOf(input));
    return { id: idOf(input), security_group_rule_id: made.length === 1 ? (made[0]?.id ?? "") : "" };
  },
  read({ client, state }) {
    const held = rulesOf(client, text(state, "security_group_id"));
    const found = requestsOf(state).map((request) => held.find((rule) => sameRule(rule, directionOf(state), request)));
    if (found.length === 0 || found.includes(undefined)) return null;
    const [first] = found;
    return {
      security_group_rule_id: found.length === 1 ? (first?.id ?? "") : "",
      description: first?.description ?? "",
    };
  },
  update({ client, input, changed }) {
    if (changed("description")) {
      updateDescriptions(client, text(input, "security_group_id"), directionOf(input), requestsOf(input));
    }
    return {};
  },
  delete({ client, state }) {
    ignoring(missing, () =>
      revokePermissions(client, text(state, "security_group_id"), directionOf(state), requestsOf(state)),
    );
  },
  import(_call, id) {
    const [groupId = "", type = "", protocol = "", from = "", to = "", ...sources] = id.split("_");
    if (!groupId.startsWith("sg-") || !["ingress", "egress"].includes(type) || sources.length === 0) return null;
    if (![from, to].every((port) => /^-?\d+$/.test(port))) return null;
    const values: Values = {
      security_group_id: groupId,
      type,
      protocol,
      from_port: Number(from),
      to_port: Number(to),
      self: sources.includes("self"),
      source_security_group_id: sources.find((source) => source.startsWith("sg-")) ?? "",
      cidr_blocks: sources.filter((source) => source.includes("/") && !source.includes(":")),
      ipv6_cidr_blocks: sources.filter((source) => source.includes("/") && source.includes(":")),
      prefix_list_ids: sources.filter((source) => source.startsWith("pl-")),
    };
    return { ...values, id: idOf(values) };
  },
};
