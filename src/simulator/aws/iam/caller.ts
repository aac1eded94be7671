import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import type { Principal } from "../principal.ts";
import { managedPolicy } from "./managed-policies.ts";
import { type CompiledPolicy, compilePolicy } from "./policy-evaluation.ts";
import type { PolicyPrincipal } from "./policy-principal.ts";
import { roleByArn, userByArn } from "./principals.ts";
import { iamTables, type Policy, type Role, type User } from "./records.ts";

/** The policies that decide what a caller may do, wherever it calls. */
export interface CallerPolicies {
  readonly identity: readonly CompiledPolicy[];
  readonly boundary: CompiledPolicy | null;
  /** Null when the caller has no session policies. */
  readonly session: readonly CompiledPolicy[] | null;
}

const everything = compilePolicy(
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
);
const nothing: CallerPolicies = { identity: [], boundary: null, session: null };

/** The role or user record behind a caller; undefined for root users, services and what was deleted since. */
export function identityOf(world: World, principal: Principal): Role | User | undefined {
  if (principal.kind === "user") return userByArn(world, principal.identity);
  if (principal.kind !== "assumed-role") return undefined;
  const role = roleByArn(world, principal.identity);
  return role && principal.userId.startsWith(`${role.uniqueId}:`) ? role : undefined;
}

/** Inline, attached, boundary and session policies of a caller. Root users and services may do everything. */
export function callerPolicies(world: World, principal: Principal): CallerPolicies {
  if (principal.kind === "root" || principal.kind === "service") return { ...nothing, identity: [everything] };
  const identity = identityOf(world, principal);
  if (!identity) return nothing;
  const attached = identity.attachedPolicyArns.map((arn) => managedPolicyText(world, arn));
  const texts = [...Object.values(identity.inlinePolicies), ...attached.filter((text) => text !== undefined)];
  const boundary = identity.permissionsBoundary;
  return {
    identity: texts.map(compilePolicy),
    boundary: boundary === null ? null : compilePolicy(managedPolicyText(world, boundary) ?? noPermissions),
    session: principal.sessionPolicies?.map(compilePolicy) ?? null,
  };
}

/** Stands for a boundary whose policy is gone. */
const noPermissions = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Deny", Action: "*", Resource: "*" },
});

/** The default version of a managed policy, of AWS or of a customer. */
export function managedPolicyText(world: World, arn: string): string | undefined {
  const account = parseArn(arn)?.account ?? "";
  if (account === "aws") return managedPolicy(arn);
  const policy = world.table<Policy>(`aws/${account}/global/${iamTables.policy}`).get(arn);
  return policy?.versions.find((version) => version.isDefault)?.document;
}

/** The caller as resource policies see it. `resolved` are the ids that the policy's principals had when it was saved. */
export function policyPrincipal(
  principal: Principal,
  resolved: Readonly<Record<string, string>> = {},
): PolicyPrincipal {
  return {
    arn: principal.arn,
    account: principal.account,
    kind: principal.kind,
    identity: principal.identity,
    uniqueId: principal.userId.split(":")[0] ?? "",
    resolved,
  };
}
