import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";
const cors = "moto, messages modelled on real responses";

/** What S3 refuses about the settings of a bucket. */
export const configurationRules = {
  lockedVersioning: rule({
    id: "s3/object-lock",
    operation: "PutBucketVersioning",
    code: "InvalidBucketState",
    message: () => "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    http: 409,
    source: snapshot,
  }),
  mfa: rule({
    id: "s3/mfa-delete",
    operation: "PutBucketVersioning",
    code: "AccessDenied",
    message: () => "Mfa Authentication must be used for this request",
    http: 403,
    source: "S3 UG, Configuring MFA delete",
  }),
  replication: rule({
    id: "s3/replication",
    operation: "PutBucketReplication",
    code: "InvalidRequest",
    message: () => "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
    source: snapshot,
  }),
  replicationTarget: rule({
    id: "s3/replication-target",
    operation: "PutBucketReplication",
    code: "InvalidRequest",
    message: (problem: "exist" | "have versioning enabled") => `Destination bucket must ${problem}.`,
    source: snapshot,
  }),
  cors: rule({
    id: "s3/cors",
    operation: "PutBucketCors",
    code: "InvalidRequest",
    message: (problem: string) => problem,
    source: cors,
  }),
  lifecycle: rule({
    id: "s3/lifecycle",
    operation: "PutBucketLifecycleConfiguration",
    code: "InvalidArgument",
    message: (problem: string) => problem,
    source: "API PutBucketLifecycleConfiguration; public logs",
  }),
  lifecycleRule: rule({
    id: "s3/lifecycle-rule",
    operation: "PutBucketLifecycleConfiguration",
    code: "InvalidRequest",
    message: (problem: string) => problem,
    source: "API PutBucketLifecycleConfiguration; public logs",
  }),
  schema: rule({
    id: "s3/xml-schema",
    operation: "PutBucketLifecycleConfiguration",
    code: "MalformedXML",
    message: () => "The XML you provided was not well-formed or did not validate against our published schema",
    source: snapshot,
  }),
  loggingTarget: rule({
    id: "s3/logging-target",
    operation: "PutBucketLogging",
    code: "InvalidTargetBucketForLogging",
    message: (problem: "missing" | "owner") =>
      ({
        missing: "The target bucket for logging does not exist",
        owner: "The owner for the bucket to be logged and the target bucket must be the same.",
      })[problem],
    source: `S3 UG, Troubleshoot server access logging; ${snapshot}`,
  }),
  loggingRegion: rule({
    id: "s3/logging-region",
    operation: "PutBucketLogging",
    code: "CrossLocationLoggingProhibitted",
    message: () => "Cross S3 location logging not allowed. ",
    http: 403,
    source: snapshot,
  }),
  notificationEvent: rule({
    id: "s3/notification-event",
    operation: "PutBucketNotificationConfiguration",
    code: "InvalidArgument",
    message: () => "The event is not supported for notifications",
    source: cors,
  }),
  notificationDestination: rule({
    id: "s3/notification-destination",
    operation: "PutBucketNotificationConfiguration",
    code: "InvalidArgument",
    message: () => "Unable to validate the following destination configurations",
    source: "S3 UG, Configuring event notifications; public logs",
  }),
  notificationOverlap: rule({
    id: "s3/notification-overlap",
    operation: "PutBucketNotificationConfiguration",
    code: "InvalidArgument",
    message: () =>
      "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
    source: "S3 UG, Configuring event notifications using object key name filtering; public logs",
  }),
  encryptionKey: rule({
    id: "s3/encryption-key",
    operation: "PutBucketEncryption",
    code: "InvalidArgument",
    message: () => "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
    source: snapshot,
  }),
} as const;
