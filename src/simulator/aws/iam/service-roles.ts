import type { World } from "../../world/world.ts";
import type { Aws } from "../client.ts";
import { type Principal, servicePrincipal } from "../principal.ts";
import { callerPolicies, policyPrincipal } from "./caller.ts";
import { compilePolicy, decide, evaluateResourcePolicy } from "./policy-evaluation.ts";
import { roleByArn } from "./principals.ts";
import type { Role } from "./records.ts";
import { requestContext } from "./request-context.ts";

/**
 * True when the role exists and lets a service assume it, as services try before they take a role.
 *
 * @param source ARN of what the service acts for, which trust policies ask for as `aws:SourceArn` and `aws:SourceAccount`
 */
export function isTrustedBy(world: World, roleArn: string, service: string, source?: string): boolean {
  const role = roleByArn(world, roleArn);
  if (!role) return false;
  const principal = servicePrincipal(service, role.arn.split(":")[4] ?? "");
  const conditions = source ? { "aws:SourceArn": source, "aws:SourceAccount": source.split(":")[4] ?? "" } : {};
  const facts = {
    world,
    principal,
    account: principal.account,
    region: "us-east-1",
    action: "sts:AssumeRole",
    conditions,
  };
  const request = { action: facts.action, resource: roleArn, context: requestContext(facts, roleArn) };
  const verdict = evaluateResourcePolicy(compilePolicy(role.trustPolicy), request, policyPrincipal(principal));
  return verdict === "allow-direct";
}

/** True when the policies of a role allow all the actions on a resource. */
export function mayDo(aws: Aws, roleArn: string, actions: readonly string[], resource: string): boolean {
  const role = roleByArn(aws.world, roleArn);
  if (!role) return false;
  const principal = sessionOf(aws, role);
  return actions.every((action) => {
    const { world, account, region } = aws;
    const context = requestContext({ world, principal, account, region, action }, resource);
    const policies = { ...callerPolicies(world, principal), resource: null, resourceMustAllow: false };
    return decide(policies, { action, resource, context }) === null;
  });
}

/** Who takes a role: an instance, unless another session is named. */
export function sessionOf(aws: Aws, role: Role, session = "node"): Principal {
  return {
    arn: aws.arn("sts", `assumed-role/${role.name}/${session}`, { region: "" }),
    account: aws.account,
    kind: "assumed-role",
    identity: role.arn,
    userId: `${role.uniqueId}:${session}`,
  };
}
