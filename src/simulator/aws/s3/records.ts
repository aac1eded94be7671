import { createHash } from "node:crypto";
import type { Values } from "../../planning/values.ts";
import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import type { Tags } from "../tags.ts";

/** Table names of S3 records, to be used with `aws.partitionTable`: bucket names are unique over all accounts and Regions. */
export const s3Tables = { bucket: "s3/bucket", object: "s3/object" } as const;

/** Who gets a permission, and which. */
export interface Grant {
  readonly type: "CanonicalUser" | "Group";
  /** Canonical user id; empty for a group. */
  readonly id: string;
  /** URI of a group; empty for a user. */
  readonly uri: string;
  readonly permission: string;
}

/** The four settings of Block Public Access. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** How new objects are encrypted that do not say so themselves. */
export interface Encryption {
  readonly algorithm: string;
  /** Id, ARN or alias; empty for the key of AWS or none. */
  readonly kmsKeyId: string;
  readonly bucketKeyEnabled: boolean;
  /** Kinds of encryption that uploads may not ask for. */
  readonly blockedTypes: readonly string[];
}

/** A general-purpose bucket, keyed by name. What is null was never set, or was removed. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** ISO 8601. */
  readonly creationDate: string;
  readonly tags: Tags;
  readonly ownership: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter" | null;
  readonly grants: readonly Grant[];
  readonly publicAccessBlock: PublicAccessBlock | null;
  /** JSON text. */
  readonly policy: string | null;
  /** Unique ids of the principals that the policy names, from when it was saved. */
  readonly principalIds: Readonly<Record<string, string>>;
  readonly versioning: "Enabled" | "Suspended" | null;
  readonly mfaDelete: string | null;
  readonly encryption: Encryption;
  readonly objectLockEnabled: boolean;
  /** `cors_rule` blocks of `aws_s3_bucket_cors_configuration`. */
  readonly cors: readonly Values[] | null;
  /** `rule` blocks of `aws_s3_bucket_lifecycle_configuration`. */
  readonly lifecycle: { readonly rules: readonly Values[]; readonly minimumObjectSize: string } | null;
  /** Target and blocks of `aws_s3_bucket_logging`. */
  readonly logging: Values | null;
  /** Blocks of `aws_s3_bucket_notification`. */
  readonly notification: Values | null;
  /** Settings that only `aws_s3_bucket` itself makes, as its blocks. */
  readonly website: Values | null;
  readonly replication: Values | null;
  readonly objectLockRule: Values | null;
  readonly acceleration: string | null;
  readonly requestPayer: string;
}

/** One version of an object, or a marker that hides those before it. */
export interface ObjectVersion {
  /** `null` in a bucket that was never versioned, as S3 calls it. */
  readonly id: string;
  readonly isDeleteMarker: boolean;
  /** ISO 8601. */
  readonly lastModified: string;
  /** Hex MD5 of the content, or something else of that form where a KMS key encrypts it. */
  readonly etag: string;
  /** Headers and settings in the names of `aws_s3_object`. */
  readonly attributes: Values;
  readonly tags: Tags;
  readonly legalHold: boolean;
  readonly retention: { readonly mode: string; readonly until: string } | null;
}

/** All versions under a key, the newest first; keyed by `<bucket>/<key>`. The content itself is not kept. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly versions: readonly ObjectVersion[];
}

/** The bucket that an ARN of a bucket or an object names. */
export function bucketByArn(world: World, arn: string): Bucket | undefined {
  const parts = parseArn(arn);
  if (parts?.service !== "s3") return undefined;
  return world.table<Bucket>(`aws/partition/${s3Tables.bucket}`).get(parts.resource.split("/")[0] ?? "");
}

/** The id by which ACLs know an account: 64 hexadecimal digits, the same for ever. */
export function canonicalUserId(world: World, account: string): string {
  return createHash("sha256").update(`${world.seed} canonical user ${account}`).digest("hex");
}
