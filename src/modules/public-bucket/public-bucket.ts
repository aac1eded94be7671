import { Construct } from "constructs";
import { S3Bucket } from "../../../.gen/aws/s3-bucket.js";
import { S3BucketCorsConfiguration } from "../../../.gen/aws/s3-bucket-cors-configuration.js";
import { S3BucketLifecycleConfiguration } from "../../../.gen/aws/s3-bucket-lifecycle-configuration.js";
import { S3BucketOwnershipControls } from "../../../.gen/aws/s3-bucket-ownership-controls.js";
import { S3BucketPolicy } from "../../../.gen/aws/s3-bucket-policy.js";
import { S3BucketPublicAccessBlock } from "../../../.gen/aws/s3-bucket-public-access-block.js";
import { S3BucketServerSideEncryptionConfigurationA } from "../../../.gen/aws/s3-bucket-server-side-encryption-configuration.js";
import { S3BucketVersioningA } from "../../../.gen/aws/s3-bucket-versioning.js";
import { policyDocument } from "../iam/documents.ts";
import { onlyWithTls } from "../s3/statements.ts";

export interface PublicBucketProps {
  /** Begins the addresses of its resources. */
  readonly key: string;
  /** Name, unique in the partition. */
  readonly name: string;
  /** Origins of sites whose pages may read it. */
  readonly corsOrigins: readonly string[];
  /** Delete it with everything that is in it. */
  readonly forceDestroy: boolean;
}

/** Days after which versions that were replaced or deleted go for good. */
const noncurrentDays = 30;

/**
 * A bucket from which the whole internet reads objects, and nothing else: nobody lists it, nobody writes to it from outside, and no
 * ACL opens anything. The one statement of its policy is all that makes it public.
 */
export class PublicBucket extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PublicBucketProps) {
    super(scope, id);
    const { key, name, corsOrigins, forceDestroy } = props;
    const bucket = new S3Bucket(this, key, {
      bucket: name,
      forceDestroy,
      tags: { Purpose: "Data for everybody", Public: "read", ...(forceDestroy ? {} : { DataRetention: "keep" }) },
    });
    this.arn = bucket.arn;
    const publicAccess = new S3BucketPublicAccessBlock(this, `${key}-public-access`, {
      bucket: bucket.id,
      blockPublicAcls: true,
      ignorePublicAcls: true,
      // The policy below is public, on purpose.
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    });
    new S3BucketOwnershipControls(this, `${key}-ownership`, {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, `${key}-encryption`, {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    const versioning = new S3BucketVersioningA(this, `${key}-versioning`, {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketPolicy(this, `${key}-policy`, {
      bucket: bucket.id,
      policy: policyDocument(onlyWithTls(bucket.arn), {
        Sid: "EverybodyReads",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "s3:GetObject",
        Resource: `${bucket.arn}/*`,
      }),
      dependsOn: [publicAccess],
    });
    new S3BucketLifecycleConfiguration(this, `${key}-lifecycle`, {
      bucket: bucket.id,
      rule: [
        {
          id: "tidy",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          noncurrentVersionExpiration: [{ noncurrentDays }],
        },
      ],
      dependsOn: [versioning],
    });
    if (corsOrigins.length > 0) {
      new S3BucketCorsConfiguration(this, `${key}-cors`, {
        bucket: bucket.id,
        corsRule: [{ allowedMethods: ["GET", "HEAD"], allowedOrigins: [...corsOrigins], maxAgeSeconds: 3_600 }],
      });
    }
  }
}
