import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { requestTags, type Tags } from "../tags.ts";
import { accessRules } from "./access-rules.ts";
import { cannedGrants, isOwnerOnly } from "./acl.ts";
import { isBucketName } from "./bucket-name.ts";
import { bucketRules } from "./bucket-rules.ts";
import { callOn, changeBucket, s3Arn } from "./calls.ts";
import { deleteVersion } from "./object.ts";
import { type Bucket, type PublicAccessBlock, type StoredObject, s3Tables } from "./records.ts";
import { checkTags } from "./tag-check.ts";

/** What `CreateBucket` is asked for. */
export interface BucketProperties {
  readonly name: string;
  /** Canned ACL. */
  readonly acl?: string;
  readonly objectLockEnabled?: boolean;
}

/** Block Public Access as every new bucket has it since April 2023. */
const everythingBlocked: PublicAccessBlock = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

/** `s3:CreateBucket` in the caller's Region. In us-east-1 an owner may repeat it, which changes nothing. */
export function createBucket(aws: Aws, properties: BucketProperties): Bucket {
  const { name, acl = "private", objectLockEnabled = false } = properties;
  const request = {
    action: "s3:CreateBucket",
    resources: [s3Arn(aws, name)],
    parameters: { bucket: name, acl, locationConstraint: aws.region, objectLockEnabled },
    conditions: { "s3:locationconstraint": aws.region },
  };
  return aws.call(request, () => {
    refuseUnless(isBucketName(name), bucketRules.name);
    const existing = buckets(aws).get(name);
    if (existing) {
      refuseIf(existing.account !== aws.account, bucketRules.nameTaken);
      refuseIf(existing.region !== aws.region || aws.region !== "us-east-1", bucketRules.nameOwned);
      return existing;
    }
    refuseIf(buckets(aws).filter(({ account }) => account === aws.account).length >= 10_000, bucketRules.quota);
    const grants = cannedGrants(aws, acl);
    refuseUnless(isOwnerOnly(aws, grants), accessRules.ownerAcl);
    return buckets(aws).put(name, {
      name,
      account: aws.account,
      region: aws.region,
      creationDate: aws.now,
      tags: {},
      ownership: "BucketOwnerEnforced",
      grants,
      publicAccessBlock: everythingBlocked,
      policy: null,
      principalIds: {},
      versioning: objectLockEnabled ? "Enabled" : null,
      mfaDelete: null,
      encryption: { algorithm: "AES256", kmsKeyId: "", bucketKeyEnabled: false, blockedTypes: ["SSE-C"] },
      objectLockEnabled,
      cors: null,
      lifecycle: null,
      logging: null,
      notification: null,
      website: null,
      replication: null,
      objectLockRule: null,
      acceleration: null,
      requestPayer: "BucketOwner",
    });
  });
}

/** `s3:PutBucketTagging`, or `DeleteBucketTagging` for no tags. */
export function tagBucket(aws: Aws, name: string, tags: Tags): Bucket {
  const operation = Object.keys(tags).length === 0 ? "DeleteBucketTagging" : "PutBucketTagging";
  return changeBucket(aws, operation, { bucket: name, conditions: requestTags(tags) }, () => {
    checkTags(tags);
    return { tags };
  });
}

/** `s3:DeleteBucket`: refused while any version or delete marker is left. */
export function deleteBucket(aws: Aws, name: string): void {
  callOn(aws, "DeleteBucket", { bucket: name }, (bucket) => {
    const left = objectsIn(aws, name);
    const versioned = bucket.versioning !== null && left.length > 0;
    refuseIf(left.length > 0, bucketRules.notEmpty, versioned);
    buckets(aws).delete(name);
  });
}

/** What the provider does before the deletion with `force_destroy`: every version and marker goes, locked ones as far as they may. */
export function emptyBucket(aws: Aws, name: string): number {
  let removed = 0;
  callOn(aws, "ListBucketVersions", { bucket: name }, () => undefined);
  for (const { key, versions } of objectsIn(aws, name)) {
    for (const { id } of versions) {
      deleteVersion(aws, name, key, id, true);
      removed += 1;
    }
  }
  return removed;
}

function objectsIn(aws: Aws, name: string): StoredObject[] {
  return aws.partitionTable<StoredObject>(s3Tables.object).filter(({ bucket }) => bucket === name);
}

function buckets(aws: Aws) {
  return aws.partitionTable<Bucket>(s3Tables.bucket);
}
