import { refuse, refuseIf, refuseUnless } from "../../../rule.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Aws } from "../../client.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { quotaOf } from "../facts/quotas.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import type { SecurityGroup, SecurityGroupRule } from "../records.ts";
import { networkRules } from "../rules/networks.ts";
import { securityGroupRules as rules } from "../rules/security-groups.ts";
import { buildRules, changedRule, defaultEgress, type RuleRequest, sameRule } from "../security-group-rules.ts";
import { ec2 } from "../tables.ts";

/** What names and descriptions of groups may be made of. */
const allowedText = /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/;

export interface SecurityGroupRequest {
  readonly name: string;
  readonly description: string;
  /** The default VPC when left out, which accounts do not have here. */
  readonly vpcId: string | null;
  readonly tags?: Tags;
}

/**
 * CreateSecurityGroup: no ingress, one egress rule that lets everything out. A group made by a service principal is marked as such.
 *
 * @throws AwsError when EC2 refuses
 */
export function createSecurityGroup(aws: Aws, request: SecurityGroupRequest): SecurityGroup {
  const { name, description, vpcId, tags = {} } = request;
  return callEc2(
    aws,
    "CreateSecurityGroup",
    {
      resources: [aws.arn("ec2", "security-group/*"), ...(vpcId ? [arnOf(aws, "vpc", vpcId)] : [])],
      parameters: { GroupName: name, GroupDescription: description, VpcId: vpcId },
      tagging: { arn: aws.arn("ec2", "security-group/*"), tags },
    },
    () => {
      const vpc = required("vpc", ec2.vpcs(aws), vpcId ?? refuse(networkRules.noDefaultVpc));
      refuseIf(name === "default" || name.startsWith("sg-"), rules.nameReserved, name);
      refuseUnless(allowedText.test(name) && name !== "", rules.nameCharacters, name);
      refuseUnless(allowedText.test(description), rules.descriptionCharacters, description);
      const groups = ec2.securityGroups(aws);
      refuseIf(
        groups.find((group) => group.vpcId === vpc.id && group.name === name),
        rules.nameTaken,
        name,
        vpc.id,
      );
      refuseIf(groups.size >= quotaOf(aws, "securityGroupsPerRegion"), rules.quota);
      const id = newIdOf(aws, "security-group", request);
      return groups.put(id, {
        id,
        name,
        description,
        vpcId: vpc.id,
        isDefault: false,
        createdBy: aws.principal.kind === "service" ? aws.principal.arn : null,
        rules: defaultEgress(aws, id, vpc),
        tags,
      });
    },
  );
}

/**
 * DeleteSecurityGroup.
 *
 * @throws AwsError `DependencyViolation` while an interface or another group's rule uses the group
 */
export function deleteSecurityGroup(aws: Aws, id: string): void {
  callEc2(
    aws,
    "DeleteSecurityGroup",
    { resources: [arnOf(aws, "security-group", id)], parameters: { GroupId: id } },
    () => {
      const groups = ec2.securityGroups(aws);
      const group = required("security-group", groups, id);
      refuseIf(group.isDefault, rules.deleteDefault, id);
      refuseIf(
        ec2.networkInterfaces(aws).find(({ securityGroupIds }) => securityGroupIds.includes(id)) ??
          groups.find(
            (other) =>
              other.id !== id && other.rules.some(({ referencedSecurityGroupId }) => referencedSecurityGroupId === id),
          ),
        rules.deleteDependency,
        id,
      );
      groups.delete(id);
    },
  );
}

/**
 * DescribeSecurityGroups by id.
 *
 * @throws AwsError `InvalidGroup.NotFound` when one does not exist
 */
export function describeSecurityGroups(aws: Aws, ids: readonly string[]): SecurityGroup[] {
  return callEc2(aws, "DescribeSecurityGroups", { parameters: { GroupIds: ids } }, () =>
    ids.map((id) => required("security-group", ec2.securityGroups(aws), id)),
  );
}

/**
 * AuthorizeSecurityGroupIngress.
 *
 * @throws AwsError when a rule exists already, is malformed, or is one too many
 */
export function authoriseIngress(aws: Aws, groupId: string, requests: readonly RuleRequest[]): SecurityGroupRule[] {
  return authorise(aws, "ingress", groupId, requests);
}

/**
 * AuthorizeSecurityGroupEgress.
 *
 * @throws AwsError when a rule exists already, is malformed, or is one too many
 */
export function authoriseEgress(aws: Aws, groupId: string, requests: readonly RuleRequest[]): SecurityGroupRule[] {
  return authorise(aws, "egress", groupId, requests);
}

function authorise(
  aws: Aws,
  direction: "ingress" | "egress",
  groupId: string,
  requests: readonly RuleRequest[],
): SecurityGroupRule[] {
  const operation = direction === "ingress" ? "AuthorizeSecurityGroupIngress" : "AuthorizeSecurityGroupEgress";
  return callEc2(
    aws,
    operation,
    {
      resources: [arnOf(aws, "security-group", groupId)],
      parameters: { GroupId: groupId, IpPermissions: requests.map((request) => ({ ...request })) },
      tagging: { arn: aws.arn("ec2", "security-group-rule/*"), tags: requests[0]?.tags ?? {} },
    },
    () => {
      const groups = ec2.securityGroups(aws);
      const group = required("security-group", groups, groupId);
      const made = buildRules(aws, group, direction, requests);
      groups.put(groupId, { ...group, rules: [...group.rules, ...made] });
      return made;
    },
  );
}

/**
 * DescribeSecurityGroupRules by id: the rule and its group.
 *
 * @throws AwsError `InvalidSecurityGroupRuleId.NotFound`
 */
export function describeRule(
  aws: Aws,
  id: string,
): { readonly group: SecurityGroup; readonly rule: SecurityGroupRule } {
  return callEc2(aws, "DescribeSecurityGroupRules", { parameters: { SecurityGroupRuleIds: [id] } }, () =>
    requiredRule(aws, id),
  );
}

/**
 * ModifySecurityGroupRules of one rule; its tags stay.
 *
 * @throws AwsError when there is no such rule, or the new one is malformed or exists already
 */
export function modifyRule(aws: Aws, groupId: string, id: string, request: RuleRequest): void {
  const { tags: _kept, ...parameters } = request;
  const call = {
    resources: [arnOf(aws, "security-group", groupId), aws.arn("ec2", `security-group-rule/${id}`)],
    parameters: { GroupId: groupId, SecurityGroupRuleId: id, ...parameters },
  };
  callEc2(aws, "ModifySecurityGroupRules", call, () => {
    const { group, rule } = requiredRule(aws, id);
    const changed = changedRule(aws, group, rule, request);
    const all = group.rules.map((other) => (other.id === id ? changed : other));
    ec2.securityGroups(aws).put(group.id, { ...group, rules: all });
  });
}

/**
 * UpdateSecurityGroupRuleDescriptionsIngress or …Egress of the rules that say what the requests say.
 *
 * @throws AwsError `InvalidPermission.NotFound` when one does not exist
 */
export function updateDescriptions(
  aws: Aws,
  groupId: string,
  direction: "ingress" | "egress",
  requests: readonly RuleRequest[],
): void {
  const operation = `UpdateSecurityGroupRuleDescriptions${direction === "ingress" ? "Ingress" : "Egress"}`;
  const call = {
    resources: [arnOf(aws, "security-group", groupId)],
    parameters: { GroupId: groupId, IpPermissions: requests.map((request) => ({ ...request })) },
  };
  callEc2(aws, operation, call, () => {
    const group = required("security-group", ec2.securityGroups(aws), groupId);
    const described = new Map(
      requests.map((request) => {
        const rule =
          group.rules.find((candidate) => sameRule(candidate, direction, request)) ?? refuse(rules.ruleMissing);
        return [rule.id, changedRule(aws, group, rule, request)];
      }),
    );
    const all = group.rules.map((rule) => described.get(rule.id) ?? rule);
    ec2.securityGroups(aws).put(groupId, { ...group, rules: all });
  });
}

/**
 * RevokeSecurityGroupIngress or RevokeSecurityGroupEgress by rule ids.
 *
 * @throws AwsError `InvalidSecurityGroupRuleId.NotFound` when one does not exist
 */
export function revokeRules(
  aws: Aws,
  groupId: string,
  direction: "ingress" | "egress",
  ruleIds: readonly string[],
): void {
  revoke(aws, groupId, direction, { SecurityGroupRuleIds: ruleIds }, (group) =>
    ruleIds.map(
      (id) =>
        group.rules.find((rule) => rule.id === id && rule.direction === direction) ?? refuse(rules.ruleIdMissing, id),
    ),
  );
}

/**
 * RevokeSecurityGroupIngress or RevokeSecurityGroupEgress by what the rules say.
 *
 * @throws AwsError `InvalidPermission.NotFound` when one does not exist
 */
export function revokePermissions(
  aws: Aws,
  groupId: string,
  direction: "ingress" | "egress",
  requests: readonly RuleRequest[],
): void {
  const parameters = { IpPermissions: requests.map((request) => ({ ...request })) };
  revoke(aws, groupId, direction, parameters, (group) =>
    requests.map(
      (request) => group.rules.find((rule) => sameRule(rule, direction, request)) ?? refuse(rules.ruleMissing),
    ),
  );
}

function revoke(
  aws: Aws,
  groupId: string,
  direction: "ingress" | "egress",
  parameters: JsonObject,
  gone: (group: SecurityGroup) => readonly SecurityGroupRule[],
): void {
  const operation = direction === "ingress" ? "RevokeSecurityGroupIngress" : "RevokeSecurityGroupEgress";
  const request = {
    resources: [arnOf(aws, "security-group", groupId)],
    parameters: { GroupId: groupId, ...parameters },
  };
  callEc2(aws, operation, request, () => {
    const groups = ec2.securityGroups(aws);
    const group = required("security-group", groups, groupId);
    const ids = new Set(gone(group).map(({ id }) => id));
    groups.put(groupId, { ...group, rules: group.rules.filter(({ id }) => !ids.has(id)) });
  });
}

function requiredRule(aws: Aws, id: string): { readonly group: SecurityGroup; readonly rule: SecurityGroupRule } {
  const group = ec2.securityGroups(aws).find(({ rules: held }) => held.some((rule) => rule.id === id));
  const rule = group?.rules.find((candidate) => candidate.id === id);
  return group && rule ? { group, rule } : refuse(rules.ruleIdMissing, id);
}
