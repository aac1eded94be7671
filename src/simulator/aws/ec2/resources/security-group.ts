import { ProviderError } from "../../../planning/diagnostics.ts";
import {
  CreatedWithError,
  type PlanCall,
  type ResourceType,
  type UpdateCall,
} from "../../../planning/resource-type.ts";
import type { Value, Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { nameFor, nameValues } from "../../generated-name.ts";
import { blocks, flag, text, textOrNull, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import { authoriseEgress, authoriseIngress, revokePermissions, revokeRules } from "../api/security-group-rules.ts";
import { createSecurityGroup, deleteSecurityGroup, describeSecurityGroups } from "../api/security-groups.ts";
import { describeVpcs } from "../api/vpcs.ts";
import { alsoDescribes, ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { SecurityGroup, SecurityGroupRule } from "../records.ts";
import { portsOf, protocolOf, type RuleRequest } from "../security-group-rules.ts";
import { ec2 } from "../tables.ts";
import { type AttributeBlocks, filled, planAttributeBlocks, readAttributeBlocks } from "./attribute-blocks.ts";
import { applyTags, updateTags } from "./tagging.ts";

const missing = ["InvalidGroup.NotFound", "InvalidGroupId.Malformed"];

type Direction = SecurityGroupRule["direction"];

const directions = ["ingress", "egress"] as const;

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

const emptyBlock: Values = {
  ...{ protocol: "", from_port: 0, to_port: 0, description: "", self: false },
  ...{ cidr_blocks: [], ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [] },
};

/** The rules of one direction, written as blocks; one of the blocks may stand for several rules. */
function ruleSet(name: Direction): AttributeBlocks {
  return {
    name,
    stored: (element) => ({ ...filled(emptyBlock, element), protocol: protocolOf(text(element, "protocol")) }),
    parts: (element) => requestsOf(element, "self").map(ruleKey),
  };
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

function required(aws: Aws, id: string): SecurityGroup {
  const [group] = describeSecurityGroups(aws, [id]);
  if (!group) throw new ProviderError(`couldn't find resource: ${id}`);
  return group;
}

/** Takes away the rules of other groups that name a group as their peer. */
function revokeReferences(aws: Aws, id: string): void {
  for (const group of ec2.securityGroups(aws).filter((other) => other.id !== id)) {
    for (const direction of directions) {
      const ids = group.rules
        .filter((rule) => rule.direction === direction && rule.referencedSecurityGroupId === id)
        .map((rule) => rule.id);
      if (ids.length > 0) revokeRules(aws, group.id, direction, ids);
    }
  }
}

/** A text that two rules of one group and direction share when they say the same, their descriptions included. */
function ruleKey(rule: RuleRequest): string {
  const { protocol, fromPort, toPort } = portsOf(rule);
  const peers = [rule.cidrIpv4, rule.cidrIpv6, rule.prefixListId, rule.referencedSecurityGroupId];
  return JSON.stringify([protocol, fromPort, toPort, ...peers.map((peer) => peer ?? null), rule.description ?? ""]);
}

/** Replaces the rules of one direction by those of the blocks: what is no longer wanted goes first. */
function applyRules(aws: Aws, group: SecurityGroup, direction: Direction, wanted: readonly Values[]): void {
  const requests = wanted.flatMap((block) => requestsOf(block, group.id));
  const present = group.rules.filter((rule) => rule.direction === direction);
  const wantedKeys = new Set(requests.map(ruleKey));
  const presentKeys = new Set(present.map(ruleKey));
  const gone = present.filter((rule) => !wantedKeys.has(ruleKey(rule)));
  const added = requests.filter((request) => !presentKeys.has(ruleKey(request)));
  if (gone.length > 0)
    revokeRules(
      aws,
      group.id,
      direction,
      gone.map(({ id }) => id),
    );
  if (added.length > 0) (direction === "ingress" ? authoriseIngress : authoriseEgress)(aws, group.id, added);
}

function groupTypeRead(aws: Aws, state: Values): Values | null {
  const found = describe(aws, text(state, "id"));
  if (!found) return null;
  const sets = directions.map((direction) => [
    direction,
    readAttributeBlocks(state, ruleSet(direction), ruleBlocks(found, direction)),
  ]);
  return { ...groupAttributes(aws, found), ...Object.fromEntries(sets) };
}

function groupTypeUpdate(call: UpdateCall<Aws>): Values {
  const { client, state, input, changed } = call;
  const id = text(state, "id");
  for (const direction of directions) {
    if (changed(direction)) applyRules(client, required(client, id), direction, blocks(input, direction));
  }
  updateTags(call);
  return {};
}

function planRules(call: PlanCall<Aws>): void {
  for (const direction of directions) planAttributeBlocks(call, ruleSet(direction));
}

export const securityGroup: ResourceType<Aws> = {
  type: "aws_security_group",
  label: "EC2 Security Group",
  plan: planRules,
  create({ client, input }) {
    const name = nameFor(client, input, "aws_security_group");
    const made = createSecurityGroup(client, {
      name,
      description: text(input, "description"),
      vpcId: textOrNull(input, "vpc_id"),
      tags: tagsOf(input.tags_all),
    });
    try {
      // The provider takes away what lets everything out, so that the configuration alone decides.
      for (const everywhere of [{ cidrIpv4: "0.0.0.0/0" }, { cidrIpv6: "::/0" }]) {
        ignoring(["InvalidPermission.NotFound"], () =>
          revokePermissions(client, made.id, "egress", [{ protocol: "-1", ...everywhere }]),
        );
      }
      const bare = required(client, made.id);
      for (const direction of directions) applyRules(client, bare, direction, blocks(input, direction));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new CreatedWithError(
        { ...groupAttributes(client, required(client, made.id)), ...nameValues(input, name) },
        error,
      );
    }
    return { ...groupAttributes(client, required(client, made.id)), ...nameValues(input, name) };
  },
  read({ client, state }) {
    const found = groupTypeRead(client, state);
    return found && { ...found, ...nameValues(state, text(found, "name")) };
  },
  update: groupTypeUpdate,
  removalIsTriedAgain: ["DependencyViolation"],
  delete({ client, state }) {
    const group = describe(client, text(state, "id"));
    if (!group) return;
    alsoDescribes(client, "NetworkInterfaces");
    const revokes = flag(state, "revoke_rules_on_delete");
    if (revokes) for (const direction of directions) applyRules(client, group, direction, []);
    try {
      deleteSecurityGroup(client, group.id);
    } catch (error) {
      if (!revokes || !(error instanceof AwsError)) throw error;
      revokeReferences(client, group.id);
      deleteSecurityGroup(client, group.id);
    }
  },
};

export const defaultSecurityGroup: ResourceType<Aws> = {
  type: "aws_default_security_group",
  label: "EC2 Default Security Group",
  plan: planRules,
  create({ client, input }) {
    const vpcId = textOrNull(input, "vpc_id");
    const [vpc] = vpcId ? describeVpcs(client, [vpcId]) : [];
    if (!vpc) throw new ProviderError("no matching EC2 Default Security Group found");
    const group = required(client, vpc.defaultSecurityGroupId);
    for (const direction of directions) applyRules(client, group, direction, blocks(input, direction));
    applyTags(client, group.id, group.tags, tagsOf(input.tags_all));
    return groupAttributes(client, required(client, group.id));
  },
  read: ({ client, state }) => groupTypeRead(client, state),
  update: groupTypeUpdate,
  // The group goes with its VPC; the provider only forgets it.
  delete() {},
};
