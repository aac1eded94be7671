import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import { isGranted, keyByArn } from "../kms/records.ts";
import type { Principal } from "../principal.ts";
import { bucketPolicyFor } from "../s3/access.ts";
import { secretByArn } from "../secretsmanager/records.ts";
import { policyPrincipal } from "./caller.ts";
import {
  compilePolicy,
  evaluateResourcePolicy,
  type PolicyRequest,
  type ResourceVerdict,
} from "./policy-evaluation.ts";

/** A resource's own policy. */
export interface ResourcePolicy {
  /** JSON text. */
  readonly text: string;
  /** Unique ids of the principals it names, from when it was saved. */
  readonly principalIds: Readonly<Record<string, string>>;
  /** True when nobody may use the resource whom it does not name; false when it only adds to identity policies. */
  readonly mustAllow: boolean;
}

/** How the policy of a resource is found, by the service that keeps it. */
const sources: Readonly<
  Record<string, (world: World, arn: string, principal: Principal, action: string) => ResourcePolicy | undefined>
> = {
  s3: bucketPolicyFor,
  kms: (world, arn) => {
    const key = keyByArn(world, arn);
    return key && { text: key.policy, principalIds: key.principalIds, mustAllow: true };
  },
  secretsmanager: (world, arn, principal) => {
    const secret = secretByArn(world, arn);
    const account = parseArn(arn)?.account ?? "";
    const mustAllow = account !== principal.account;
    if (!secret || (secret.policy === null && !mustAllow)) return undefined;
    return { text: secret.policy ?? ownersOnly(account), principalIds: secret.principalIds, mustAllow };
  },
};

/** What a secret without a policy means to other accounts. */
function ownersOnly(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: account }, Action: "secretsmanager:*", Resource: "*" },
  });
}

/** What the policy of the request's resource says of the caller; null when the resource has none. */
export function resourceVerdict(
  world: World,
  request: PolicyRequest,
  principal: Principal,
): { readonly verdict: ResourceVerdict; readonly mustAllow: boolean } | null {
  const service = request.action.slice(0, request.action.indexOf(":"));
  const policy = sources[service]?.(world, request.resource, principal, request.action);
  if (!policy) return null;
  const caller = policyPrincipal(principal, policy.principalIds);
  const verdict = evaluateResourcePolicy(compilePolicy(policy.text), request, caller);
  if (verdict !== "deny" && grantAllows(world, request, principal)) {
    return { verdict: "allow-direct", mustAllow: policy.mustAllow };
  }
  const needsBoth = verdict === "allow-direct" && isForeign(request.resource, principal, policy);
  return { verdict: needsBoth ? "allow-account" : verdict, mustAllow: policy.mustAllow };
}

/** A policy of another account lets a caller in only as far as the caller's own account does. ARNs of S3 name no account. */
function isForeign(resource: string, principal: Principal, policy: ResourcePolicy): boolean {
  const owner = parseArn(resource)?.account;
  return owner ? owner !== principal.account : policy.mustAllow;
}

/** Grants of a key allow beside its policy. */
function grantAllows(world: World, request: PolicyRequest, principal: Principal): boolean {
  const [service, operation = ""] = request.action.split(":");
  const key = service === "kms" ? keyByArn(world, request.resource) : undefined;
  return key !== undefined && isGranted(world, key, principal.identity, operation, request.context);
}
