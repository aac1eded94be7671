import type { Values } from "../../planning/values.ts";
import { refuseIf } from "../../rule.ts";
import { blocks, flag, text, texts } from "../input.ts";
import { configurationRules as rules } from "./configuration-rules.ts";
import type { Bucket, Encryption } from "./records.ts";
import { settingType } from "./setting-type.ts";

/** What a bucket has that nobody set otherwise: SSE-S3, since January 2023. */
const defaultEncryption: Encryption = {
  algorithm: "AES256",
  kmsKeyId: "",
  bucketKeyEnabled: false,
  blockedTypes: ["SSE-C"],
};

/** `aws_s3_bucket_server_side_encryption_configuration`. */
export const encryptionConfiguration = settingType({
  type: "aws_s3_bucket_server_side_encryption_configuration",
  label: "S3 Bucket Server-side Encryption Configuration",
  get: "GetBucketEncryption",
  put: "PutBucketEncryption",
  remove: { operation: "DeleteBucketEncryption", left: { encryption: defaultEncryption } },
  change: (_aws, _bucket, input) => encryptionChange(input),
  show: (_aws, { encryption }) => ({
    rule: [{ ...encryptionRule(encryption), blocked_encryption_types: encryption.blockedTypes }],
  }),
});

/** The encryption that `rule` blocks ask for. */
export function encryptionChange(values: Values): Pick<Bucket, "encryption"> {
  const [rule = {}, ...others] = blocks(values, "rule");
  refuseIf(others.length > 0, rules.schema);
  const [standard = {}] = blocks(rule, "apply_server_side_encryption_by_default");
  const algorithm = text(standard, "sse_algorithm") || defaultEncryption.algorithm;
  const kmsKeyId = text(standard, "kms_master_key_id");
  refuseIf(kmsKeyId !== "" && !algorithm.startsWith("aws:kms"), rules.encryptionKey);
  const blocked = texts(rule.blocked_encryption_types);
  const blockedTypes = blocked.length > 0 ? blocked : defaultEncryption.blockedTypes;
  return { encryption: { algorithm, kmsKeyId, bucketKeyEnabled: flag(rule, "bucket_key_enabled"), blockedTypes } };
}

/** An encryption as a `rule` block. */
export function encryptionRule({ algorithm, kmsKeyId, bucketKeyEnabled }: Encryption): Values {
  return {
    apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm, kms_master_key_id: kmsKeyId }],
    bucket_key_enabled: bucketKeyEnabled,
  };
}
