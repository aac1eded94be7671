import type { World } from "../../world/world.ts";
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
  secretsmanager: (world, arn) => {
    const secret = secretByArn(world, arn);
    return secret?.policy ? { text: secret.policy, principalIds: secret.principalIds, mustAllow: false } : undefined;
  },
};

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
  const granted = verdict !== "deny" && grantAllows(world, request, principal);
  return { verdict: granted ? "allow-direct" : verdict, mustAllow: policy.mustAllow };
}

/** Grants of a key allow beside its policy. */
function grantAllows(world: World, request: PolicyRequest, principal: Principal): boolean {
  const [service, operation = ""] = request.action.split(":");
  const key = service === "kms" ? keyByArn(world, request.resource) : undefined;
  return key !== undefined && isGranted(world, key, principal.identity, operation);
}
