import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { text } from "../input.ts";
import { findBucket } from "./calls.ts";
import { configurationRules as rules } from "./configuration-rules.ts";
import type { Bucket } from "./records.ts";
import { settingType } from "./setting-type.ts";

/** `aws_s3_bucket_logging`. */
export const bucketLogging = settingType({
  type: "aws_s3_bucket_logging",
  label: "S3 Bucket Logging",
  get: "GetBucketLogging",
  put: "PutBucketLogging",
  remove: { operation: "PutBucketLogging", left: { logging: null } },
  change: loggingChange,
  show: (_aws, { logging }) => logging,
});

/** Logging to a bucket of the same account and Region. */
export function loggingChange(aws: Aws, bucket: Bucket, values: Values): Pick<Bucket, "logging"> {
  const target = findBucket(aws, text(values, "target_bucket"));
  refuseUnless(target, rules.loggingTarget, "missing");
  refuseIf(target.account !== bucket.account, rules.loggingTarget, "owner");
  refuseIf(target.region !== bucket.region, rules.loggingRegion);
  return {
    logging: {
      target_bucket: target.name,
      target_prefix: text(values, "target_prefix"),
      target_grant: values.target_grant ?? [],
      target_object_key_format: values.target_object_key_format ?? [],
    },
  };
}
