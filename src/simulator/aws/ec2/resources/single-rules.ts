import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Value, Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  authoriseEgress,
  authoriseIngress,
  describeRule,
  modifyRule,
  revokeRules,
} from "../api/security-group-rules.ts";
import { ignoring } from "../calls.ts";
import type { SecurityGroup, SecurityGroupRule } from "../records.ts";
import type { RuleRequest } from "../security-group-rules.ts";
import { updateTags } from "./tagging.ts";

type Direction = SecurityGroupRule["direction"];

const missing = ["InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound"];

function requestOf(input: Values): RuleRequest {
  return {
    protocol: text(input, "ip_protocol"),
    fromPort: portOf(input.from_port),
    toPort: portOf(input.to_port),
    cidrIpv4: textOrNull(input, "cidr_ipv4"),
    cidrIpv6: textOrNull(input, "cidr_ipv6"),
    prefixListId: textOrNull(input, "prefix_list_id"),
    referencedSecurityGroupId: peerOf(text(input, "referenced_security_group_id")),
    description: textOrNull(input, "description"),
    tags: tagsOf(input.tags_all),
  };
}

function portOf(value: Value | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** A group of another account may be written with its owner in front. */
function peerOf(reference: string): string | null {
  return reference.slice(reference.indexOf("/") + 1) || null;
}

function ruleAttributes(aws: Aws, group: Pick<SecurityGroup, "id">, rule: SecurityGroupRule): Values {
  return {
    id: rule.id,
    security_group_rule_id: rule.id,
    arn: aws.arn("ec2", `security-group-rule/${rule.id}`),
    security_group_id: group.id,
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

/** The types with one rule each; they differ in the direction only. */
function singleRule(direction: Direction): ResourceType<Aws> {
  return {
    type: `aws_vpc_security_group_${direction}_rule`,
    label: `VPC Security Group ${direction === "ingress" ? "Ingress" : "Egress"} Rule`,
    create({ client, input }) {
      const groupId = text(input, "security_group_id");
      const authorise = direction === "ingress" ? authoriseIngress : authoriseEgress;
      const [made] = authorise(client, groupId, [requestOf(input)]);
      return made ? ruleAttributes(client, { id: groupId }, made) : {};
    },
    read({ client, state }) {
      const found = ignoring(missing, () => describeRule(client, text(state, "id")));
      return found?.rule.direction === direction ? ruleAttributes(client, found.group, found.rule) : null;
    },
    update(call) {
      const { client, state, input, changed } = call;
      const id = text(state, "id");
      const names = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
      if (changed("ip_protocol", "from_port", "to_port", "description", ...names)) {
        modifyRule(client, text(state, "security_group_id"), id, requestOf(input));
      }
      updateTags(call);
      const { group, rule } = describeRule(client, id);
      return ruleAttributes(client, group, rule);
    },
    delete({ client, state }) {
      ignoring(missing, () => revokeRules(client, text(state, "security_group_id"), direction, [text(state, "id")]));
    },
  };
}

export const ingressRule = singleRule("ingress");
export const egressRule = singleRule("egress");
