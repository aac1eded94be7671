import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import type { Tags } from "../tags.ts";
import { formatCidr, parseCidr } from "./cidr.ts";
import { quotaOf } from "./facts/quotas.ts";
import { newId, required } from "./identifiers.ts";
import type { SecurityGroup, SecurityGroupRule, Vpc } from "./records.ts";
import { securityGroupRules as rules } from "./rules/security-groups.ts";
import { ec2 } from "./tables.ts";

/** One rule to be made, with exactly one source or target. */
export interface RuleRequest {
  /** Name or number; `-1` or `all` for every protocol. */
  readonly protocol: string;
  /** ICMP type for `icmp`; left out for all protocols. */
  readonly fromPort?: number | null;
  readonly toPort?: number | null;
  readonly cidrIpv4?: string | null;
  readonly cidrIpv6?: string | null;
  readonly prefixListId?: string | null;
  readonly referencedSecurityGroupId?: string | null;
  readonly description?: string | null;
  readonly tags?: Tags;
}

const protocolNames: Readonly<Record<string, string>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
  all: "-1",
};

/** The protocol as EC2 stores it: `tcp`, `udp`, `icmp`, `icmpv6`, another number, or `-1` for all. */
export function protocolOf(text: string): string {
  const lower = text.toLowerCase();
  return protocolNames[lower] ?? lower;
}

/** True when a rule allows just what the request asks for, whatever their descriptions. */
export function sameRule(rule: SecurityGroupRule, direction: "ingress" | "egress", request: RuleRequest): boolean {
  const { protocol, fromPort, toPort } = portsOf(request);
  return (
    rule.direction === direction &&
    rule.protocol === protocol &&
    rule.fromPort === fromPort &&
    rule.toPort === toPort &&
    rule.cidrIpv4 === (request.cidrIpv4 ?? null) &&
    rule.cidrIpv6 === (request.cidrIpv6 ?? null) &&
    rule.prefixListId === (request.prefixListId ?? null) &&
    rule.referencedSecurityGroupId === (request.referencedSecurityGroupId ?? null)
  );
}

/**
 * The rules that the requests make in a group.
 *
 * @throws ServiceError when one is malformed, exists already, or is one too many
 */
export function buildRules(
  aws: Aws,
  group: SecurityGroup,
  direction: "ingress" | "egress",
  requests: readonly RuleRequest[],
): SecurityGroupRule[] {
  const made: SecurityGroupRule[] = [];
  for (const request of requests) {
    check(aws, group, request);
    const taken = [...group.rules, ...made].find((rule) => sameRule(rule, direction, request));
    if (taken) refuse(rules.ruleTaken, peerOf(taken), wordOf(taken.protocol), portWords(taken));
    made.push(ruleOf(aws, group.id, direction, request));
  }
  const quota = quotaOf(aws, "rulesPerSecurityGroup");
  for (const family of ["IPv4", "IPv6"] as const) {
    const count = [...group.rules, ...made].filter(
      (rule) => rule.direction === direction && (rule.cidrIpv6 === null ? "IPv4" : "IPv6") === family,
    ).length;
    refuseIf(made.length > 0 && count > quota, rules.ruleQuota);
  }
  return made;
}

/**
 * A rule of a group as a request changes it, under its old id.
 *
 * @throws ServiceError when it is malformed or says what another rule says already
 */
export function changedRule(
  aws: Aws,
  group: SecurityGroup,
  held: SecurityGroupRule,
  request: RuleRequest,
): SecurityGroupRule {
  check(aws, group, request);
  const taken = group.rules.find((rule) => rule.id !== held.id && sameRule(rule, held.direction, request));
  if (taken) refuse(rules.ruleTaken, peerOf(taken), wordOf(taken.protocol), portWords(taken));
  return { ...ruleValues(request), id: held.id, direction: held.direction, tags: held.tags };
}

/** What a new group lets out: everything, over IPv6 too where the VPC has it. */
export function defaultEgress(aws: Aws, groupId: string, vpc: Pick<Vpc, "ipv6Cidr">): SecurityGroupRule[] {
  const everywhere: RuleRequest[] = [{ protocol: "-1", cidrIpv4: "0.0.0.0/0" }];
  if (vpc.ipv6Cidr) everywhere.push({ protocol: "-1", cidrIpv6: "::/0" });
  return everywhere.map((request) => ruleOf(aws, groupId, "egress", request));
}

/** What the default group of a VPC lets in: its own members. */
export function defaultIngress(aws: Aws, groupId: string): SecurityGroupRule[] {
  return [ruleOf(aws, groupId, "ingress", { protocol: "-1", referencedSecurityGroupId: groupId })];
}

/** The ports that a request means; all protocols have none. */
export function portsOf(request: RuleRequest): Pick<SecurityGroupRule, "protocol" | "fromPort" | "toPort"> {
  const protocol = protocolOf(request.protocol);
  if (protocol === "-1") return { protocol, fromPort: null, toPort: null };
  return { protocol, fromPort: request.fromPort ?? null, toPort: request.toPort ?? null };
}

function ruleOf(aws: Aws, groupId: string, direction: "ingress" | "egress", request: RuleRequest): SecurityGroupRule {
  const { description, tags = {}, ...identity } = request;
  return { ...ruleValues(request), id: newId(aws, "sgr", { groupId, direction, identity }), direction, tags };
}

function ruleValues(request: RuleRequest): Omit<SecurityGroupRule, "id" | "direction" | "tags"> {
  return {
    ...portsOf(request),
    cidrIpv4: request.cidrIpv4 ?? null,
    cidrIpv6: request.cidrIpv6 ?? null,
    prefixListId: request.prefixListId ?? null,
    referencedSecurityGroupId: request.referencedSecurityGroupId ?? null,
    description: request.description ?? "",
  };
}

function check(aws: Aws, group: SecurityGroup, request: RuleRequest): void {
  refuseUnless(/^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/.test(request.description ?? ""), rules.ruleDescription);
  for (const cidr of [request.cidrIpv4, request.cidrIpv6]) {
    if (!cidr) continue;
    const parsed = parseCidr(cidr);
    refuseUnless(parsed && formatCidr(parsed) === cidr, rules.ruleCidr, cidr);
  }
  const { protocol, fromPort, toPort } = portsOf(request);
  if (protocol === "tcp" || protocol === "udp") {
    const valid = fromPort !== null && toPort !== null && fromPort >= 0 && fromPort <= toPort && toPort <= 65_535;
    refuseUnless(valid, rules.rulePorts, fromPort, toPort);
  }
  const referenced = request.referencedSecurityGroupId;
  if (referenced) {
    const other = required("security-group", ec2.securityGroups(aws), referenced);
    refuseIf(other.vpcId !== group.vpcId, rules.otherVpc);
  }
}

function peerOf(rule: SecurityGroupRule): string {
  return rule.cidrIpv4 ?? rule.cidrIpv6 ?? rule.prefixListId ?? rule.referencedSecurityGroupId ?? "";
}

function wordOf(protocol: string): string {
  return protocol === "-1" ? "ALL" : protocol.toUpperCase();
}

function portWords({ fromPort, toPort }: SecurityGroupRule): string {
  return fromPort === null ? "" : `, from port: ${fromPort}, to port: ${toPort}`;
}
