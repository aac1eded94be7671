import { rule } from "../../rule.ts";

const snapshot = "LocalStack snapshots, validated against AWS";
const general = "from general knowledge";

/** What S3 refuses about buckets as such, and about every call on one. */
export const bucketRules = {
  name: rule({
    id: "s3/name",
    operation: "CreateBucket",
    code: "InvalidBucketName",
    message: () => "The specified bucket is not valid.",
    source: "S3 UG, Bucket naming rules",
  }),
  nameTaken: rule({
    id: "s3/name-foreign",
    operation: "CreateBucket",
    code: "BucketAlreadyExists",
    message: () =>
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    http: 409,
    source: "API CreateBucket",
  }),
  nameOwned: rule({
    id: "s3/name-own",
    operation: "CreateBucket",
    code: "BucketAlreadyOwnedByYou",
    message: () => "Your previous request to create the named bucket succeeded and you already own it.",
    http: 409,
    source: snapshot,
  }),
  quota: rule({
    id: "s3/quota",
    operation: "CreateBucket",
    code: "TooManyBuckets",
    message: () => "You have attempted to create more buckets than allowed",
    source: general,
  }),
  tag: rule({
    id: "s3/tag",
    operation: "PutBucketTagging",
    code: "InvalidTag",
    message: (problem: string) => problem,
    source: snapshot,
  }),
  notEmpty: rule({
    id: "s3/not-empty",
    operation: "DeleteBucket",
    code: "BucketNotEmpty",
    message: (versioned: boolean) =>
      `The bucket you tried to delete is not empty${versioned ? ". You must delete all versions in the bucket." : ""}`,
    http: 409,
    source: snapshot,
  }),
  noBucket: rule({
    id: "s3/no-bucket",
    operation: "PutBucketVersioning",
    code: "NoSuchBucket",
    message: () => "The specified bucket does not exist",
    http: 404,
    source: snapshot,
  }),
  redirect: rule({
    id: "s3/redirect",
    operation: "PutBucketPolicy",
    code: "PermanentRedirect",
    message: () =>
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    http: 301,
    source: "aws/aws-cli#851",
  }),
  expectedOwner: rule({
    id: "s3/expected-owner",
    operation: "PutBucketVersioning",
    code: "AccessDenied",
    message: () => "Access Denied",
    http: 403,
    source: "S3 UG, Verifying bucket ownership with bucket owner condition",
  }),
} as const;
