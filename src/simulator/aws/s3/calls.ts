import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { bucketRules as rules } from "./bucket-rules.ts";
import { type Bucket, s3Tables } from "./records.ts";

/** Operations whose IAM action has another name than they have themselves. */
const actions: Readonly<Record<string, string>> = {
  HeadBucket: "ListBucket",
  GetBucketCors: "GetBucketCORS",
  PutBucketCors: "PutBucketCORS",
  DeleteBucketCors: "PutBucketCORS",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  GetBucketEncryption: "GetEncryptionConfiguration",
  PutBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  GetBucketReplication: "GetReplicationConfiguration",
  PutBucketReplication: "PutReplicationConfiguration",
  DeleteBucketReplication: "PutReplicationConfiguration",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
  DeleteBucketTagging: "PutBucketTagging",
  HeadObject: "GetObject",
};

/** What a call is about beside its bucket. */
export interface CallTarget {
  readonly bucket: string;
  /** Of an object. */
  readonly key?: string;
  /** IAM action where the same operation has two. */
  readonly action?: string;
  /** Account that the caller expects to own the bucket. */
  readonly expectedOwner?: string;
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

/** ARN of a bucket, or of an object in it. */
export function s3Arn(aws: Aws, bucket: string, key?: string): string {
  return aws.arn("s3", key === undefined ? bucket : `${bucket}/${key}`, { region: "", account: "" });
}

/** Performs a call on a bucket that may be missing, as reads are answered. */
export function callWithout<Result>(
  aws: Aws,
  operation: string,
  target: CallTarget,
  perform: (bucket: Bucket | undefined) => Result,
): Result {
  const { bucket, key, expectedOwner, conditions } = target;
  const request = {
    action: target.action ?? `s3:${actions[operation] ?? operation}`,
    operation,
    resources: [s3Arn(aws, bucket, key)],
    parameters: { bucket, ...(key === undefined ? {} : { key }) },
    ...(conditions ? { conditions } : {}),
  };
  return aws.call(request, () => {
    const found = findBucket(aws, bucket);
    refuseIf(found && found.region !== aws.region, rules.redirect);
    refuseIf(found && expectedOwner && expectedOwner !== found.account, rules.expectedOwner);
    return perform(found);
  });
}

/** Performs a call on a bucket. */
export function callOn<Result>(
  aws: Aws,
  operation: string,
  target: CallTarget,
  perform: (bucket: Bucket) => Result,
): Result {
  return callWithout(aws, operation, target, (found) => {
    refuseUnless(found, rules.noBucket);
    return perform(found);
  });
}

/** Changes a bucket in one call. */
export function changeBucket(
  aws: Aws,
  operation: string,
  target: CallTarget,
  change: (bucket: Bucket) => Partial<Bucket>,
): Bucket {
  return callOn(aws, operation, target, (bucket) => buckets(aws).put(bucket.name, { ...bucket, ...change(bucket) }));
}

/** The bucket of that name, whoever owns it and wherever it is. */
export function findBucket(aws: Aws, name: string): Bucket | undefined {
  return buckets(aws).get(name);
}

function buckets(aws: Aws) {
  return aws.partitionTable<Bucket>(s3Tables.bucket);
}
