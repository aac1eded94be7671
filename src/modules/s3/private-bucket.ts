import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { S3Bucket } from "../../../.gen/aws/s3-bucket.js";
import { S3BucketLifecycleConfiguration } from "../../../.gen/aws/s3-bucket-lifecycle-configuration.js";
import { S3BucketOwnershipControls } from "../../../.gen/aws/s3-bucket-ownership-controls.js";
import { S3BucketPolicy } from "../../../.gen/aws/s3-bucket-policy.js";
import { S3BucketPublicAccessBlock } from "../../../.gen/aws/s3-bucket-public-access-block.js";
import { S3BucketServerSideEncryptionConfigurationA } from "../../../.gen/aws/s3-bucket-server-side-encryption-configuration.js";
import { S3BucketVersioningA } from "../../../.gen/aws/s3-bucket-versioning.js";
import { policyDocument, type Statement } from "../iam/documents.ts";
import { onlyWithTls } from "./statements.ts";

export interface PrivateBucketProps {
  /** Key of its resources. */
  readonly key: string;
  /** Name, unique in the partition. */
  readonly name: string;
  /** Value of the tag `Purpose`. */
  readonly purpose: string;
  readonly versioned: boolean;
  /** Days after which objects that were replaced or deleted go for good. */
  readonly keepNoncurrentDays?: number;
  /** Days after which objects go; never when left out. */
  readonly expireAfterDays?: number;
  /** Delete it with everything that is in it; where not, a bucket with data is never deleted, and its tag `DataRetention` says so. */
  readonly forceDestroy: boolean;
  /** ARN of a key of its own; that of S3 when left out. */
  readonly encryptionKeyArn?: string;
  /** What its policy says beside that TLS is needed. */
  readonly statements?: readonly Statement[];
}

/** A bucket that nobody reaches without TLS or by an ACL, that is encrypted, and that lets nothing unfinished lie about. */
export class PrivateBucket extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What must stand before anybody writes to it. */
  readonly settings: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { key, name, encryptionKeyArn, statements = [] } = props;
    const bucket = new S3Bucket(this, key, {
      bucket: name,
      forceDestroy: props.forceDestroy,
      tags: { Purpose: props.purpose, ...(props.forceDestroy ? {} : { DataRetention: "keep" }) },
    });
    this.arn = bucket.arn;
    this.name = bucket.bucket;
    const publicAccess = new S3BucketPublicAccessBlock(this, `${key}-public-access`, {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, `${key}-ownership`, {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, `${key}-encryption`, {
      bucket: bucket.id,
      rule: [
        encryptionKeyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryptionKeyArn },
              bucketKeyEnabled: true,
            },
      ],
    });
    const versioning = new S3BucketVersioningA(this, `${key}-versioning`, {
      bucket: bucket.id,
      // A bucket that was versioned once can only be suspended: "Disabled" would be refused then.
      versioningConfiguration: { status: props.versioned ? "Enabled" : "Suspended" },
    });
    const policy = new S3BucketPolicy(this, `${key}-policy`, {
      bucket: bucket.id,
      policy: policyDocument(onlyWithTls(bucket.arn), ...statements),
      dependsOn: [publicAccess],
    });
    new S3BucketLifecycleConfiguration(this, `${key}-lifecycle`, {
      bucket: bucket.id,
      rule: lifecycleRules(props),
      dependsOn: [versioning],
    });
    this.settings = [policy, versioning];
  }
}

function lifecycleRules({ keepNoncurrentDays, expireAfterDays }: PrivateBucketProps) {
  const rule = (id: string, action: object) => ({ id, status: "Enabled", filter: [{ prefix: "" }], ...action });
  return [
    rule("unfinished-uploads", { abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }] }),
    ...(keepNoncurrentDays === undefined
      ? []
      : [rule("noncurrent-versions", { noncurrentVersionExpiration: [{ noncurrentDays: keepNoncurrentDays }] })]),
    ...(expireAfterDays === undefined ? [] : [rule("expiry", { expiration: [{ days: expireAfterDays }] })]),
  ];
}
