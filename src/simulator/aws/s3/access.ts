import type { World } from "../../world/world.ts";
import { parsePolicy } from "../iam/policy-document.ts";
import type { ResourcePolicy } from "../iam/resource-policies.ts";
import type { Principal } from "../principal.ts";
import { isPublicPolicy } from "./public-policy.ts";
import { type Bucket, bucketByArn } from "./records.ts";

/** What the root user may do even where a bucket's own policy denies it, so that nobody is locked out for good. */
const rootActions: ReadonlySet<string> = new Set(["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]);

/**
 * The policy that decides over a bucket or an object beside those of the caller. Other accounts need one that lets them in; the
 * bucket's own account needs none.
 */
export function bucketPolicyFor(
  world: World,
  arn: string,
  principal: Principal,
  action: string,
): ResourcePolicy | undefined {
  const bucket = bucketByArn(world, arn);
  if (!bucket || action === "s3:CreateBucket") return undefined;
  const isForeign = principal.account !== bucket.account;
  if (!isForeign && principal.kind === "root" && rootActions.has(action)) return undefined;
  if (!isForeign && bucket.policy === null) return undefined;
  const isClosed = bucket.policy === null || (isForeign && isRestricted(bucket));
  const text = isClosed ? ownersOnly(bucket.account) : bucket.policy;
  return { text, principalIds: bucket.principalIds, mustAllow: isForeign };
}

/** Block Public Access may keep other accounts out of a bucket as long as its policy is public. */
function isRestricted({ policy, publicAccessBlock }: Bucket): boolean {
  return policy !== null && (publicAccessBlock?.restrictPublicBuckets ?? false) && isPublicPolicy(parsePolicy(policy));
}

/** A bucket without a policy belongs to its account. */
function ownersOnly(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: account }, Action: "s3:*", Resource: "*" },
  });
}
