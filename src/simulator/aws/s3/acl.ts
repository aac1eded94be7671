import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { blocks, text } from "../input.ts";
import { accessRules as rules } from "./access-rules.ts";
import { type CallTarget, changeBucket } from "./calls.ts";
import { type Bucket, canonicalUserId, type Grant } from "./records.ts";

const groups = {
  everyone: "http://acs.amazonaws.com/groups/global/AllUsers",
  authenticated: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  logDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
} as const;

/** Canonical id under which EC2 reads images (S3 UG, "Canned ACL"). */
const imageReader = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

/** What a canned ACL grants beside everything to the owner. */
const canned: Readonly<Record<string, readonly Grant[]>> = {
  "public-read": [toGroup(groups.everyone, "READ")],
  "public-read-write": [toGroup(groups.everyone, "READ"), toGroup(groups.everyone, "WRITE")],
  "authenticated-read": [toGroup(groups.authenticated, "READ")],
  "aws-exec-read": [toUser(imageReader, "READ")],
  "log-delivery-write": [toGroup(groups.logDelivery, "WRITE"), toGroup(groups.logDelivery, "READ_ACP")],
};

function toGroup(uri: string, permission: string): Grant {
  return { type: "Group", id: "", uri, permission };
}

function toUser(id: string, permission: string): Grant {
  return { type: "CanonicalUser", id, uri: "", permission };
}

/** The grants of a canned ACL on something that the caller's account owns. */
export function cannedGrants(aws: Aws, acl: string): readonly Grant[] {
  return [toUser(canonicalUserId(aws.world, aws.account), "FULL_CONTROL"), ...(canned[acl] ?? [])];
}

/** True when nobody but the owner gets anything. */
export function isOwnerOnly(aws: Aws, grants: readonly Grant[]): boolean {
  const owner = canonicalUserId(aws.world, aws.account);
  return grants.every(({ id, permission }) => id === owner && permission === "FULL_CONTROL");
}

/** The grants of `grant` blocks, which hold one permission and a `grantee` block, or the grantee itself and all its permissions. */
export function grantsOf(values: Values): readonly Grant[] {
  return blocks(values, "grant").flatMap((grant) => {
    const [grantee = grant] = blocks(grant, "grantee");
    const type = text(grantee, "type");
    refuseIf(type === "AmazonCustomerByEmail", rules.granteeEmail);
    refuseIf(type === "CanonicalUser" && !/^[0-9a-f]{64}$/.test(text(grantee, "id")), rules.granteeId);
    const permissions = Array.isArray(grant.permissions) ? grant.permissions.map(String) : [text(grant, "permission")];
    return permissions.map((permission) =>
      type === "Group" ? toGroup(text(grantee, "uri"), permission) : toUser(text(grantee, "id"), permission),
    );
  });
}

/** The grants of an `access_control_policy` block, whose owner must be that of the bucket. */
export function policyGrants(aws: Aws, policy: Values): readonly Grant[] {
  const [owner = {}] = blocks(policy, "owner");
  refuseIf(text(owner, "id") !== canonicalUserId(aws.world, aws.account), rules.aclOwner);
  return grantsOf(policy);
}

/** `s3:PutBucketAcl`. */
export function putBucketAcl(aws: Aws, target: CallTarget, grants: () => readonly Grant[]): Bucket {
  return changeBucket(aws, "PutBucketAcl", target, (bucket) => {
    refuseIf(bucket.ownership === "BucketOwnerEnforced", rules.aclDisabled);
    const granted = grants();
    checkPublic(bucket, granted);
    return { grants: granted };
  });
}

/** Refuses a canned ACL that an object may not get; none at all is always right. */
export function checkObjectAcl(aws: Aws, bucket: Bucket, acl: string): void {
  if (acl === "" || acl === "bucket-owner-full-control") return;
  refuseIf(bucket.ownership === "BucketOwnerEnforced", rules.aclDisabled);
  checkPublic(bucket, cannedGrants(aws, acl));
}

function checkPublic(bucket: Bucket, grants: readonly Grant[]): void {
  const isPublic = grants.some(({ uri }) => uri === groups.everyone || uri === groups.authenticated);
  refuseUnless(!isPublic || !bucket.publicAccessBlock?.blockPublicAcls, rules.publicAcl);
}
