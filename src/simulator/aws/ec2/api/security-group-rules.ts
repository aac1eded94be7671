import { refuse } from "../../../rule.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Aws } from "../../client.ts";
import { callEc2 } from "../calls.ts";
import { arnOf, required } from "../identifiers.ts";
import type { SecurityGroup, SecurityGroupRule } from "../records.ts";
import { securityGroupRules as rules } from "../rules/security-groups.ts";
import { buildRules, changedRule, type RuleRequest, sameRule } from "../security-group-rules.ts";
import { ec2 } from "../tables.ts";

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
