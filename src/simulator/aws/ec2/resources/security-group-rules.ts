import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { flag, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  authoriseEgress,
  authoriseIngress,
  describeSecurityGroups,
  revokePermissions,
  revokeRules,
} from "../api/security-groups.ts";
import { ignoring } from "../calls.ts";
import type { SecurityGroupRule } from "../records.ts";
import { type RuleRequest, sameRule } from "../security-group-rules.ts";

type Direction = SecurityGroupRule["direction"];

const missing = ["InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound"];
const authorise = { ingress: authoriseIngress, egress: authoriseEgress } as const;

function port(values: Values, name: string): number | null {
  const value = values[name];
  return typeof value === "number" ? value : null;
}

function rulesOf(aws: Aws, groupId: string): readonly SecurityGroupRule[] {
  return ignoring(missing, () => describeSecurityGroups(aws, [groupId]))?.[0]?.rules ?? [];
}

function singleRequest(input: Values): RuleRequest {
  return {
    protocol: text(input, "ip_protocol"),
    fromPort: port(input, "from_port"),
    toPort: port(input, "to_port"),
    cidrIpv4: textOrNull(input, "cidr_ipv4"),
    cidrIpv6: textOrNull(input, "cidr_ipv6"),
    prefixListId: textOrNull(input, "prefix_list_id"),
    referencedSecurityGroupId: textOrNull(input, "referenced_security_group_id"),
    description: textOrNull(input, "description"),
    tags: tagsOf(input.tags_all),
  };
}

function singleAttributes(aws: Aws, groupId: string, rule: SecurityGroupRule): Values {
  return {
    id: rule.id,
    security_group_rule_id: rule.id,
    arn: aws.arn("ec2", `security-group-rule/${rule.id}`),
    security_group_id: groupId,
    ip_protocol: rule.protocol,
    from_port: rule.fromPort,
    to_port: rule.toPort,
    cidr_ipv4: rule.cidrIpv4,
    cidr_ipv6: rule.cidrIpv6,
    prefix_list_id: rule.prefixListId,
    referenced_security_group_id: rule.referencedSecurityGroupId,
    description: rule.description || null,
    tags_all: rule.tags,
  };
}

/** The two types with one rule each, which differ in the direction only. */
function singleRule(direction: Direction): ResourceType<Aws> {
  return {
    type: `aws_vpc_security_group_${direction}_rule`,
    label: `VPC Security Group ${direction === "ingress" ? "Ingress" : "Egress"} Rule`,
    create({ client, input }) {
      const groupId = text(input, "security_group_id");
      const [made] = authorise[direction](client, groupId, [singleRequest(input)]);
      return made ? singleAttributes(client, groupId, made) : {};
    },
    read({ client, state }) {
      const found = client
        .table<{ readonly id: string; readonly rules: readonly SecurityGroupRule[] }>("ec2/security-group")
        .find(({ rules }) => rules.some(({ id }) => id === text(state, "id")));
      const rule = found && rulesOf(client, found.id).find(({ id }) => id === text(state, "id"));
      return found && rule ? singleAttributes(client, found.id, rule) : null;
    },
    update({ client, state, input }) {
      const groupId = text(state, "security_group_id");
      const id = text(state, "id");
      const groups = client.table<{ readonly id: string; readonly rules: readonly SecurityGroupRule[] }>(
        "ec2/security-group",
      );
      const { tags = {}, description, ...request } = singleRequest(input);
      return client.call(
        { action: "ec2:ModifySecurityGroupRules", resources: [client.arn("ec2", `security-group/${groupId}`)] },
        () => {
          const group = groups.get(groupId);
          const old = group?.rules.find((rule) => rule.id === id);
          if (!group || !old) return {};
          const changed: SecurityGroupRule = {
            ...old,
            protocol: request.protocol,
            fromPort: request.fromPort ?? null,
            toPort: request.toPort ?? null,
            cidrIpv4: request.cidrIpv4 ?? null,
            cidrIpv6: request.cidrIpv6 ?? null,
            prefixListId: request.prefixListId ?? null,
            referencedSecurityGroupId: request.referencedSecurityGroupId ?? null,
            description: description ?? "",
            tags,
          };
          groups.put(groupId, { ...group, rules: group.rules.map((rule) => (rule.id === id ? changed : rule)) });
          return singleAttributes(client, groupId, changed);
        },
      );
    },
    delete({ client, state }) {
      ignoring(missing, () => revokeRules(client, text(state, "security_group_id"), direction, [text(state, "id")]));
    },
  };
}

export const ingressRule = singleRule("ingress");
export const egressRule = singleRule("egress");

/** The rules that one `aws_security_group_rule` stands for: one for each source. */
function severalRequests(input: Values): RuleRequest[] {
  const base = {
    protocol: text(input, "protocol"),
    fromPort: port(input, "from_port"),
    toPort: port(input, "to_port"),
    description: textOrNull(input, "description"),
  };
  const source = text(input, "source_security_group_id");
  return [
    ...texts(input.cidr_blocks).map((cidrIpv4) => ({ ...base, cidrIpv4 })),
    ...texts(input.ipv6_cidr_blocks).map((cidrIpv6) => ({ ...base, cidrIpv6 })),
    ...texts(input.prefix_list_ids).map((prefixListId) => ({ ...base, prefixListId })),
    ...(source && !flag(input, "self") ? [{ ...base, referencedSecurityGroupId: source }] : []),
    ...(flag(input, "self") ? [{ ...base, referencedSecurityGroupId: text(input, "security_group_id") }] : []),
  ];
}

function directionOf(values: Values): Direction {
  return text(values, "type") === "egress" ? "egress" : "ingress";
}

export const securityGroupRule: ResourceType<Aws> = {
  type: "aws_security_group_rule",
  label: "Security Group Rule",
  create({ client, input }) {
    const groupId = text(input, "security_group_id");
    const requests = severalRequests(input);
    const made = authorise[directionOf(input)](client, groupId, requests);
    return {
      id: `sgrule-${client.ids.number(4_294_967_295, "sgrule", { groupId, direction: directionOf(input), requests })}`,
      security_group_rule_id: made.length === 1 ? (made[0]?.id ?? "") : "",
    };
  },
  read({ client, state }) {
    const rules = rulesOf(client, text(state, "security_group_id"));
    const requests = severalRequests(state);
    const found = requests.every((request) => rules.some((rule) => sameRule(rule, directionOf(state), request)));
    return found ? {} : null;
  },
  update({ client, state, input }) {
    const groupId = text(state, "security_group_id");
    revokePermissions(client, groupId, directionOf(state), severalRequests(state));
    authorise[directionOf(input)](client, groupId, severalRequests(input));
    return {};
  },
  delete({ client, state }) {
    ignoring(missing, () =>
      revokePermissions(client, text(state, "security_group_id"), directionOf(state), severalRequests(state)),
    );
  },
};
