import type { Aws } from "../../aws/client.ts";
import type { VpcEndpoint } from "../../aws/ec2/endpoint-records.ts";
import type { NetworkInterface } from "../../aws/ec2/records.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import { lets } from "../../aws/eks/reachability.ts";
import { eks, type Node } from "../../aws/eks/records.ts";
import { policyPrincipal } from "../../aws/iam/caller.ts";
import { roleOfProfile } from "../../aws/iam/instance-profile.ts";
import { compilePolicy, evaluateResourcePolicy } from "../../aws/iam/policy-evaluation.ts";
import { requestContext } from "../../aws/iam/request-context.ts";
import { sessionOf } from "../../aws/iam/service-roles.ts";
import { rootPrincipal, servicePrincipal } from "../../aws/principal.ts";
import { refuseIf, refuseUnless, ServiceError } from "../../rule.ts";
import type { Cluster } from "../cluster.ts";
import type { Controller } from "../controller.ts";
import { recordEvent } from "../events.ts";
import { guardDutyRules as rules } from "./rules.ts";

/** What GuardDuty shows of a cluster. */
export interface Coverage {
  readonly status: "HEALTHY" | "UNHEALTHY";
  /** Why it is unhealthy; empty when it is not. */
  readonly issue: string;
}

const daemonSet = { kind: "apps/DaemonSet", namespace: "amazon-guardduty", name: "aws-guardduty-agent" };

/** The coverage of a cluster by GuardDuty; undefined when its agent is not there. */
export function coverageOf(cluster: Cluster): Coverage | undefined {
  return cluster.table<Coverage>("guardduty-coverage").get("cluster");
}

/** GuardDuty's view of a cluster: what its agents send arrives, or the reason why it does not. */
export const guardDutyCoverage: Controller = {
  name: "guardduty",
  watches: ["apps/DaemonSet", "/Node", "aws/ec2/vpc-endpoint", "aws/ec2/security-group", "aws/eks/node"],
  reconcile({ cluster, api, aws: awsAs }) {
    const table = cluster.table<Coverage>("guardduty-coverage");
    const agent = api.find(daemonSet.kind, daemonSet.name, daemonSet.namespace);
    if (!agent || !cluster.eks) {
      if (table.has("cluster")) table.delete("cluster");
      return;
    }
    const aws = awsAs(servicePrincipal("guardduty.amazonaws.com", cluster.account));
    const issue = issueOf(aws, cluster.name);
    const coverage: Coverage = { status: issue === "" ? "HEALTHY" : "UNHEALTHY", issue };
    if (table.get("cluster")?.issue === issue) return;
    table.put("cluster", coverage);
    if (issue !== "") recordEvent({ api }, agent, { type: "Warning", reason: "CoverageUnhealthy", message: issue });
  },
};

function issueOf(aws: Aws, clusterName: string): string {
  try {
    for (const node of eks.nodes(aws).filter((held) => held.clusterName === clusterName)) checkTelemetry(aws, node);
    return "";
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.message;
  }
}

/**
 * Checks whether what the agent on a node sends arrives: over the interface endpoint of its VPC, past security groups and the
 * endpoint's policy.
 *
 * @throws ServiceError
 */
export function checkTelemetry(aws: Aws, node: Node): void {
  const own = node.networkInterfaceId ? ec2.networkInterfaces(aws).get(node.networkInterfaceId) : undefined;
  if (!own) return;
  const service = `com.amazonaws.${aws.region}.guardduty-data`;
  const endpoint = ec2.vpcEndpoints(aws).find((held) => held.vpcId === own.vpcId && held.serviceName === service);
  refuseUnless(endpoint, rules.endpointMissing, service, own.vpcId);
  refuseUnless(endpoint.privateDnsEnabled, rules.privateDns, endpoint.id);
  refuseUnless(isReached(aws, own, endpoint), rules.unreachable, endpoint.id, node.name);
  refuseIf(isDenied(aws, node, endpoint), rules.denied, endpoint.id);
}

function isReached(aws: Aws, own: NetworkInterface, endpoint: VpcEndpoint): boolean {
  return endpoint.networkInterfaceIds
    .flatMap((id) => ec2.networkInterfaces(aws).get(id) ?? [])
    .some((other) => lets(aws, own, other, 443));
}

/** The agent calls with the credentials of its node. */
function isDenied(aws: Aws, { instanceId }: Node, { policy }: VpcEndpoint): boolean {
  const instance = instanceId ? ec2.instances(aws).get(instanceId) : undefined;
  const role = roleOfProfile(aws, instance?.iamInstanceProfile ?? null);
  const principal = role ? sessionOf(aws, role) : rootPrincipal(aws.account);
  const { world, account, region } = aws;
  const action = "guardduty:SendSecurityTelemetry";
  const context = requestContext({ world, principal, account, region, action }, "*");
  const request = { action, resource: "*", context };
  const verdict = evaluateResourcePolicy(compilePolicy(policy), request, policyPrincipal(principal));
  return verdict === "deny" || verdict === "none";
}
