import type { Values } from "../../planning/values.ts";
import { refuse } from "../../rule.ts";
import { type Aws, AwsError } from "../client.ts";
import { useKey } from "../kms/key.ts";
import { callOn, findBucket } from "./calls.ts";
import { objectRules as rules } from "./object-rules.ts";

/** What an upload says of its encryption; what is null is as the bucket has it. */
export interface EncryptionRequest {
  readonly algorithm: string | null;
  /** ARN. */
  readonly kmsKeyId: string | null;
  readonly bucketKeyEnabled: boolean | null;
}

/** The encryption of an upload in the names of `aws_s3_object`; a KMS key must be usable by the caller through S3. */
export function encryptionFor(aws: Aws, bucket: string, key: string, request: EncryptionRequest): Values {
  const standard = findBucket(aws, bucket)?.encryption;
  const algorithm = request.algorithm ?? (request.kmsKeyId === null ? (standard?.algorithm ?? "AES256") : "aws:kms");
  if (algorithm === "AES256") return { server_side_encryption: algorithm, kms_key_id: null, bucket_key_enabled: false };
  const reference = request.kmsKeyId ?? (standard?.kmsKeyId || "alias/aws/s3");
  return {
    server_side_encryption: algorithm,
    kms_key_id: usableKey(aws, bucket, key, reference),
    bucket_key_enabled: request.bucketKeyEnabled ?? standard?.bucketKeyEnabled ?? false,
  };
}

function usableKey(aws: Aws, bucket: string, key: string, reference: string): string {
  try {
    return useKey(aws, reference, { operation: "GenerateDataKey", via: "s3" }).arn;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message } = error.cause;
    const broken = keyRules[code] ?? rules.keyDenied;
    return callOn(aws, "PutObject", { bucket, key }, () => refuse(broken, message));
  }
}

/** How S3 passes a refusal of KMS on, by the code that KMS gave. */
const keyRules: Readonly<Record<string, typeof rules.keyDenied>> = {
  DisabledException: rules.keyDisabled,
  NotFoundException: rules.keyMissing,
  KMSInvalidStateException: rules.keyState,
};
