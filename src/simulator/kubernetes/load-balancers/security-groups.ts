import type { Aws } from "../../aws/client.ts";
import { authoriseIngress, revokeRules } from "../../aws/ec2/api/security-group-rules.ts";
import { createSecurityGroup, deleteSecurityGroup } from "../../aws/ec2/api/security-groups.ts";
import type { Instance } from "../../aws/ec2/instance-records.ts";
import type { SecurityGroup, SecurityGroupRule } from "../../aws/ec2/records.ts";
import { type RuleRequest, sameRule } from "../../aws/ec2/security-group-rules.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import type { Cluster as EksCluster } from "../../aws/eks/records.ts";
import { refuseIf } from "../../rule.ts";
import { loadBalancerRules as rules } from "./rules.ts";
import type { ServiceSettings } from "./service-settings.ts";

/** The name of the group that the controller makes for a load balancer. */
function groupName(loadBalancer: string): string {
  return `k8s-elb-${loadBalancer}`;
}

/** The group of that load balancer, if the controller made one. */
export function findOwnGroup(aws: Aws, vpcId: string, loadBalancer: string): SecurityGroup | undefined {
  return ec2.securityGroups(aws).find((group) => group.vpcId === vpcId && group.name === groupName(loadBalancer));
}

/**
 * The groups of a classic load balancer: those that the Service names, or one of its own that lets the source ranges in on every port.
 *
 * @throws AwsError
 */
export function ensureGroups(
  aws: Aws,
  cluster: EksCluster,
  service: string,
  settings: ServiceSettings,
): readonly string[] {
  if (settings.securityGroups.length > 0) return [...settings.securityGroups, ...settings.extraSecurityGroups];
  const { vpcId } = cluster.network;
  const group =
    findOwnGroup(aws, vpcId, settings.name) ??
    createSecurityGroup(aws, {
      name: groupName(settings.name),
      description: `Security group for Kubernetes ELB ${settings.name} (${service})`,
      vpcId,
      tags: { [`kubernetes.io/cluster/${cluster.name}`]: "owned" },
    });
  bringIngress(aws, group.id, ingressFor(settings));
  return [group.id, ...settings.extraSecurityGroups];
}

/** Every listener's port, and ICMP 3/4 for the size of packets. */
function ingressFor({ listeners, sourceRanges }: ServiceSettings): readonly RuleRequest[] {
  return sourceRanges.flatMap((cidrIpv4) => [
    ...listeners.map(({ port }) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrIpv4 })),
    { protocol: "icmp", fromPort: 3, toPort: 4, cidrIpv4 },
  ]);
}

/** Brings the ingress of a group to these rules. */
function bringIngress(aws: Aws, groupId: string, wanted: readonly RuleRequest[]): void {
  const held = (ec2.securityGroups(aws).get(groupId)?.rules ?? []).filter(({ direction }) => direction === "ingress");
  const missing = wanted.filter((request) => !held.some((rule) => sameRule(rule, "ingress", request)));
  const surplus = held.filter((rule) => !wanted.some((request) => sameRule(rule, "ingress", request)));
  if (missing.length > 0) authoriseIngress(aws, groupId, missing);
  if (surplus.length > 0) {
    revokeRules(
      aws,
      groupId,
      "ingress",
      surplus.map(({ id }) => id),
    );
  }
}

/** How rules of node groups name the network load balancer that they are for. */
function clientDescription(loadBalancer: string): string {
  return `kubernetes.io/rule/nlb/client=${loadBalancer}`;
}

/**
 * Lets a load balancer through to the nodes: a classic one by its group, a network one by the ports of the nodes.
 *
 * @throws ServiceError when a node's group cannot be told
 * @throws AwsError
 */
export function openNodes(
  aws: Aws,
  clusterName: string,
  instances: readonly Instance[],
  settings: ServiceSettings,
  groupIds: readonly string[],
): void {
  const nodeGroups = new Set(instances.flatMap((instance) => nodeGroupOf(aws, clusterName, instance) ?? []));
  const [source] = groupIds;
  const requests: readonly RuleRequest[] =
    settings.kind === "classic"
      ? [{ protocol: "-1", referencedSecurityGroupId: source ?? "" }]
      : settings.sourceRanges.flatMap((cidrIpv4) =>
          settings.listeners.map(({ instancePort, protocol }) => ({
            protocol: protocol.toLowerCase(),
            fromPort: instancePort,
            toPort: instancePort,
            cidrIpv4,
            description: clientDescription(settings.name),
          })),
        );
  for (const groupId of nodeGroups) {
    const held = ec2.securityGroups(aws).get(groupId)?.rules ?? [];
    const missing = requests.filter((request) => !held.some((rule) => sameRule(rule, "ingress", request)));
    if (missing.length > 0) authoriseIngress(aws, groupId, missing);
  }
}

/** The group of an instance to which the rule goes: the one with the cluster's tag, or the only one. */
function nodeGroupOf(aws: Aws, clusterName: string, { id, securityGroupIds }: Instance): string | undefined {
  const tag = `kubernetes.io/cluster/${clusterName}`;
  const tagged = securityGroupIds.filter((group) => tag in (ec2.securityGroups(aws).get(group)?.tags ?? {}));
  refuseIf(tagged.length > 1, rules.taggedGroups, id, tagged);
  refuseIf(tagged.length === 0 && securityGroupIds.length > 1, rules.untaggedGroups, id);
  return tagged[0] ?? securityGroupIds[0];
}

/** Takes the rules for a load balancer out of every other group. */
export function closeNodes(aws: Aws, loadBalancer: string, groupId: string | undefined): void {
  const isFor = ({ referencedSecurityGroupId, description }: SecurityGroupRule) =>
    (groupId !== undefined && referencedSecurityGroupId === groupId) || description === clientDescription(loadBalancer);
  for (const group of ec2.securityGroups(aws).rows()) {
    const ids = group.rules.filter((rule) => rule.direction === "ingress" && isFor(rule)).map(({ id }) => id);
    if (ids.length > 0) revokeRules(aws, group.id, "ingress", ids);
  }
}

/**
 * Deletes the group that the controller made for a load balancer.
 *
 * @throws AwsError `DependencyViolation` while something uses it
 */
export function deleteOwnGroup(aws: Aws, vpcId: string, loadBalancer: string): void {
  const group = findOwnGroup(aws, vpcId, loadBalancer);
  if (group) deleteSecurityGroup(aws, group.id);
}
