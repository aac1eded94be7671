import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";

/** What S3 refuses about objects. */
export const objectRules = {
  keyLength: rule({
    id: "s3/key-length",
    operation: "PutObject",
    code: "KeyTooLongError",
    message: () => "Your key is too long",
    source: "S3 API, Error responses",
  }),
  noKey: rule({
    id: "s3/no-key",
    operation: "PutObjectTagging",
    code: "NoSuchKey",
    message: () => "The specified key does not exist.",
    http: 404,
    source: snapshot,
  }),
  objectTags: rule({
    id: "s3/object-tags",
    operation: "PutObject",
    code: "BadRequest",
    message: () => "Object tags cannot be greater than 10",
    source: snapshot,
  }),
  lockMissing: rule({
    id: "s3/lock-missing",
    operation: "PutObject",
    code: "InvalidRequest",
    message: () => "Bucket is missing Object Lock Configuration",
    source: snapshot,
  }),
  locked: rule({
    id: "s3/locked",
    operation: "DeleteObject",
    code: "AccessDenied",
    message: () => "Access Denied because object protected by object lock.",
    http: 403,
    source: snapshot,
  }),
  keyDisabled: rule({
    id: "s3/kms",
    operation: "PutObject",
    code: "KMS.DisabledException",
    message: (reason: string) => reason,
    source: snapshot,
  }),
  keyDenied: rule({
    id: "s3/kms-denied",
    operation: "PutObject",
    code: "AccessDenied",
    message: (reason: string) => reason,
    http: 403,
    source: snapshot,
  }),
  keyMissing: rule({
    id: "s3/kms-missing",
    operation: "PutObject",
    code: "KMS.NotFoundException",
    message: (reason: string) => reason,
    source: snapshot,
  }),
  keyState: rule({
    id: "s3/kms-state",
    operation: "PutObject",
    code: "KMS.KMSInvalidStateException",
    message: (reason: string) => reason,
    source: snapshot,
  }),
} as const;
