import type { AwsService } from "../aws-service.ts";
import { accessRules } from "./access-rules.ts";
import { bucketAcl } from "./acl-type.ts";
import { bucketRules } from "./bucket-rules.ts";
import { bucket } from "./bucket-type.ts";
import { configurationRules } from "./configuration-rules.ts";
import { corsConfiguration } from "./cors-type.ts";
import { bucketData } from "./data-sources.ts";
import { encryptionConfiguration } from "./encryption-type.ts";
import { lifecycleConfiguration } from "./lifecycle-type.ts";
import { bucketLogging } from "./logging-type.ts";
import { bucketNotification } from "./notification-type.ts";
import { objectRules } from "./object-rules.ts";
import { object } from "./object-type.ts";
import { ownershipControls } from "./ownership-type.ts";
import { bucketPolicy } from "./policy-type.ts";
import { publicAccessBlock } from "./public-access-type.ts";
import { versioning } from "./versioning-type.ts";

/** S3: general-purpose buckets and their objects. */
export const s3: AwsService = {
  resources: [
    bucket,
    bucketAcl,
    corsConfiguration,
    lifecycleConfiguration,
    bucketLogging,
    bucketNotification,
    ownershipControls,
    bucketPolicy,
    publicAccessBlock,
    encryptionConfiguration,
    versioning,
    object,
  ],
  dataSources: [bucketData],
  ephemeralResources: [],
  rules: [bucketRules, accessRules, objectRules, configurationRules].flatMap((rules) => Object.values(rules)),
  leftOut: [
    { id: "s3/location", reason: "The provider asks for its own Region only, by the endpoint of that Region." },
    { id: "s3/reuse", reason: "A name is free at once; plan a fault to see it held back." },
    {
      id: "s3/config-missing",
      reason: "No refusal: a setting that was never made is absent, and so gone from the state.",
    },
    { id: "s3/encryption-default", reason: "No refusal: buckets have SSE-S3 until they are set otherwise." },
    { id: "s3/defaults-2023", reason: "No refusal: new buckets enforce their owner and block public access." },
    { id: "s3/versioning", reason: "The provider itself refuses the way back to a bucket that was never versioned." },
    { id: "s3/versioned-delete", reason: "No refusal: the deletion of an object leaves a marker." },
    { id: "s3/concurrent-config", reason: "Simulated calls do not overlap; plan a fault to see the conflict." },
  ],
  durations: {
    aws_s3_bucket: { create: 2 },
    // The provider waits until it has read the same rules ten times, five seconds apart.
    aws_s3_bucket_lifecycle_configuration: { create: 55, update: 55 },
  },
};
