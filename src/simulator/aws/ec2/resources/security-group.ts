import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Value, Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { nameFor } from "../../generated-name.ts";
import { blocks, flag, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  authoriseEgress,
  authoriseIngress,
  createSecurityGroup,
  deleteSecurityGroup,
  describeSecurityGroups,
  revokePermissions,
  revokeRules,
} from "../api/security-groups.ts";
import { ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { SecurityGroup, SecurityGroupRule } from "../records.ts";
import { protocolOf, type RuleRequest } from "../security-group-rules.ts";
import { ec2 } from "../tables.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidGroup.NotFound", "InvalidGroupId.Malformed"];

type Direction = SecurityGroupRule["direction"];

/** The single rules that a rule block with several sources stands for. */
function requestsOf(block: Values, groupId: string): RuleRequest[] {
  const { from_port: from, to_port: to } = block;
  const base = {
    protocol: text(block, "protocol"),
    fromPort: typeof from === "number" ? from : null,
    toPort: typeof to === "number" ? to : null,
    description: textOrNull(block, "description"),
  };
  return [
    ...texts(block.cidr_blocks).map((cidrIpv4) => ({ ...base, cidrIpv4 })),
    ...texts(block.ipv6_cidr_blocks).map((cidrIpv6) => ({ ...base, cidrIpv6 })),
    ...texts(block.prefix_list_ids).map((prefixListId) => ({ ...base, prefixListId })),
    ...texts(block.security_groups).map((referencedSecurityGroupId) => ({ ...base, referencedSecurityGroupId })),
    ...(flag(block, "self") ? [{ ...base, referencedSecurityGroupId: groupId }] : []),
  ];
}

/** The rules of one direction as the provider groups them: one block for each protocol, ports and description. */
function ruleBlocks(group: SecurityGroup, direction: Direction): Values[] {
  const grouped = new Map<string, SecurityGroupRule[]>();
  for (const rule of group.rules.filter((candidate) => candidate.direction === direction)) {
    const key = JSON.stringify([rule.protocol, rule.fromPort, rule.toPort, rule.description]);
    grouped.set(key, [...(grouped.get(key) ?? []), rule]);
  }
  return [...grouped.values()].map((rules) => {
    const [first] = rules;
    const pick = (name: "cidrIpv4" | "cidrIpv6" | "prefixListId"): Value => rules.flatMap((rule) => rule[name] ?? []);
    const groups = rules.flatMap(({ referencedSecurityGroupId }) => referencedSecurityGroupId ?? []);
    return {
      protocol: first?.protocol ?? "-1",
      from_port: first?.fromPort ?? 0,
      to_port: first?.toPort ?? 0,
      description: first?.description ?? "",
      cidr_blocks: pick("cidrIpv4"),
      ipv6_cidr_blocks: pick("cidrIpv6"),
      prefix_list_ids: pick("prefixListId"),
      security_groups: groups.filter((id) => id !== group.id),
      self: groups.includes(group.id),
    };
  });
}

function groupAttributes(aws: Aws, group: SecurityGroup): Values {
  return {
    id: group.id,
    arn: arnOf(aws, "security-group", group.id),
    owner_id: aws.account,
    name: group.name,
    description: group.description,
    vpc_id: group.vpcId,
    ingress: ruleBlocks(group, "ingress"),
    egress: ruleBlocks(group, "egress"),
    tags_all: group.tags,
  };
}

function describe(aws: Aws, id: string): SecurityGroup | undefined {
  return ignoring(missing, () => describeSecurityGroups(aws, [id]))?.[0];
}

/** Replaces the rules of one direction by those of the blocks: what is no longer wanted goes first. */
function applyRules(aws: Aws, group: SecurityGroup, direction: Direction, wanted: readonly Values[]): void {
  const requests = wanted.flatMap((block) => requestsOf(block, group.id));
  const key = (rule: RuleRequest): string =>
    JSON.stringify([
      protocolOf(rule.protocol),
      protocolOf(rule.protocol) === "-1" ? null : (rule.fromPort ?? null),
      protocolOf(rule.protocol) === "-1" ? null : (rule.toPort ?? null),
      rule.cidrIpv4 ?? null,
      rule.cidrIpv6 ?? null,
      rule.prefixListId ?? null,
      rule.referencedSecurityGroupId ?? null,
      rule.description ?? "",
    ]);
  const present = group.rules.filter((rule) => rule.direction === direction);
  const wantedKeys = new Set(requests.map(key));
  const presentKeys = new Set(present.map(key));
  const gone = present.filter((rule) => !wantedKeys.has(key(rule)));
  const added = requests.filter((request) => !presentKeys.has(key(request)));
  if (gone.length > 0)
    revokeRules(
      aws,
      group.id,
      direction,
      gone.map(({ id }) => id),
    );
  if (added.length > 0) (direction === "ingress" ? authoriseIngress : authoriseEgress)(aws, group.id, added);
}

export const securityGroup: ResourceType<Aws> = {
  type: "aws_security_group",
  label: "EC2 Security Group",
  create({ client, input }) {
    const name = nameFor(client, input, "aws_security_group");
    const vpcId = text(input, "vpc_id");
    const made = createSecurityGroup(client, {
      name,
      description: text(input, "description"),
      vpcId,
      tags: tagsOf(input.tags_all),
    });
    // The provider takes away the rule that lets everything out, so that the configuration alone decides.
    revokePermissions(client, made.id, "egress", [{ protocol: "-1", cidrIpv4: "0.0.0.0/0" }]);
    const bare = describe(client, made.id) ?? made;
    for (const direction of ["ingress", "egress"] as const)
      applyRules(client, bare, direction, blocks(input, direction));
    return { ...groupAttributes(client, describe(client, made.id) ?? bare), name_prefix: text(input, "name_prefix") };
  },
  read({ client, state }) {
    const found = describe(client, text(state, "id"));
    return found ? groupAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    for (const direction of ["ingress", "egress"] as const) {
      const group = describe(client, id);
      if (changed(direction) && group) applyRules(client, group, direction, blocks(input, direction));
    }
    updateTags(call, "security-group", ec2.securityGroups(client));
    const now = describe(client, id);
    return now ? groupAttributes(client, now) : {};
  },
  delete({ client, state }) {
    const group = describe(client, text(state, "id"));
    if (!group) return;
    if (flag(state, "revoke_rules_on_delete"))
      for (const direction of ["ingress", "egress"] as const) applyRules(client, group, direction, []);
    deleteSecurityGroup(client, group.id);
  },
};

export const defaultSecurityGroup: ResourceType<Aws> = {
  type: "aws_default_security_group",
  label: "EC2 Default Security Group",
  create({ client, input }) {
    const vpc = ec2.vpcs(client).get(text(input, "vpc_id"));
    const group = describe(client, vpc?.defaultSecurityGroupId ?? text(input, "vpc_id"));
    if (!group) return {};
    for (const direction of ["ingress", "egress"] as const)
      applyRules(client, group, direction, blocks(input, direction));
    const now = describe(client, group.id) ?? group;
    return groupAttributes(client, ec2.securityGroups(client).put(now.id, { ...now, tags: tagsOf(input.tags_all) }));
  },
  read({ client, state }) {
    const found = describe(client, text(state, "id"));
    return found ? groupAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    for (const direction of ["ingress", "egress"] as const) {
      const group = describe(client, text(state, "id"));
      if (changed(direction) && group) applyRules(client, group, direction, blocks(input, direction));
    }
    updateTags(call, "security-group", ec2.securityGroups(client));
    const now = describe(client, text(state, "id"));
    return now ? groupAttributes(client, now) : {};
  },
  // The group goes with its VPC; the provider only forgets it.
  delete() {},
};
