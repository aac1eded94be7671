import type { Value, Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { blocks, flag, text } from "../input.ts";
import { cannedGrants, grantsOf, putBucketAcl } from "./acl.ts";
import { changeBucket } from "./calls.ts";
import { corsChange } from "./cors-type.ts";
import { encryptionChange, encryptionRule } from "./encryption-type.ts";
import { inlineOfRule, ruleOfInline } from "./inline-lifecycle.ts";
import { checkLifecycle } from "./lifecycle.ts";
import { loggingChange } from "./logging-type.ts";
import { deleteBucketPolicy, putBucketPolicy } from "./policy.ts";
import { shownPolicy } from "./policy-type.ts";
import type { Bucket, Grant } from "./records.ts";
import { putReplication } from "./replication.ts";
import { versioningChange } from "./versioning-type.ts";

/** A setting that `aws_s3_bucket` can still make itself, and the call that makes it. */
interface InlineSetting {
  readonly name: string;
  apply(aws: Aws, bucket: string, input: Values): void;
}

/** In the order of the provider. What does not stand in the configuration is not sent. */
export const inlineSettings: readonly InlineSetting[] = [
  {
    name: "policy",
    apply(aws, bucket, input) {
      const policy = text(input, "policy");
      if (policy === "") deleteBucketPolicy(aws, bucket);
      else putBucketPolicy(aws, bucket, policy);
    },
  },
  {
    name: "cors_rule",
    apply: (aws, bucket, input) =>
      void changeBucket(aws, "PutBucketCors", { bucket }, () => corsChange(blocks(input, "cors_rule"))),
  },
  {
    name: "website",
    apply: (aws, bucket, input) =>
      void changeBucket(aws, "PutBucketWebsite", { bucket }, () => ({ website: blocks(input, "website")[0] ?? null })),
  },
  {
    name: "versioning",
    apply(aws, bucket, input) {
      const [versioning = {}] = blocks(input, "versioning");
      const status = flag(versioning, "enabled") ? "Enabled" : "Suspended";
      changeBucket(aws, "PutBucketVersioning", { bucket }, (held) =>
        held.versioning === null && status === "Suspended" ? {} : versioningChange(held, status),
      );
    },
  },
  {
    name: "acl",
    apply: (aws, bucket, input) => void putBucketAcl(aws, { bucket }, () => cannedGrants(aws, text(input, "acl"))),
  },
  {
    name: "grant",
    apply: (aws, bucket, input) => void putBucketAcl(aws, { bucket }, () => grantsOf(input)),
  },
  {
    name: "logging",
    apply: (aws, bucket, input) =>
      void changeBucket(aws, "PutBucketLogging", { bucket }, (held) =>
        loggingChange(aws, held, blocks(input, "logging")[0] ?? {}),
      ),
  },
  {
    name: "lifecycle_rule",
    apply: (aws, bucket, input) =>
      void changeBucket(aws, "PutBucketLifecycleConfiguration", { bucket }, () => {
        const rules = blocks(input, "lifecycle_rule").map((inline) => ruleOfInline(aws, inline));
        checkLifecycle(rules);
        return { lifecycle: { rules, minimumObjectSize: "all_storage_classes_128K" } };
      }),
  },
  {
    name: "acceleration_status",
    apply: (aws, bucket, input) =>
      void changeBucket(aws, "PutBucketAccelerateConfiguration", { bucket }, () => ({
        acceleration: text(input, "acceleration_status"),
      })),
  },
  {
    name: "request_payer",
    apply: (aws, bucket, input) =>
      void changeBucket(aws, "PutBucketRequestPayment", { bucket }, () => ({
        requestPayer: text(input, "request_payer"),
      })),
  },
  {
    name: "replication_configuration",
    apply: (aws, bucket, input) => putReplication(aws, bucket, blocks(input, "replication_configuration")[0] ?? {}),
  },
  {
    name: "server_side_encryption_configuration",
    apply: (aws, bucket, input) =>
      void changeBucket(aws, "PutBucketEncryption", { bucket }, () =>
        encryptionChange(blocks(input, "server_side_encryption_configuration")[0] ?? {}),
      ),
  },
  {
    name: "object_lock_configuration",
    apply(aws, bucket, input) {
      const [configuration = {}] = blocks(input, "object_lock_configuration");
      const [objectLockRule] = blocks(configuration, "rule");
      if (objectLockRule) changeBucket(aws, "PutObjectLockConfiguration", { bucket }, () => ({ objectLockRule }));
    },
  },
];

/** Every setting as a read of `aws_s3_bucket` shows it, whichever type made it. */
export function shownSettings(aws: Aws, bucket: Bucket): Values {
  const { cors, lifecycle, logging, encryption, objectLockRule } = bucket;
  return {
    policy: shownPolicy(aws, bucket) ?? "",
    grant: shownGrants(bucket.grants),
    cors_rule: (cors ?? []).map(({ id: _id, ...rule }) => rule),
    website: listOf(bucket.website),
    versioning: [{ enabled: bucket.versioning === "Enabled", mfa_delete: bucket.mfaDelete === "Enabled" }],
    logging: logging
      ? [{ target_bucket: logging.target_bucket ?? null, target_prefix: logging.target_prefix ?? null }]
      : [],
    lifecycle_rule: (lifecycle?.rules ?? []).map(inlineOfRule),
    acceleration_status: bucket.acceleration ?? "",
    request_payer: bucket.requestPayer,
    replication_configuration: listOf(bucket.replication),
    server_side_encryption_configuration: [{ rule: [encryptionRule(encryption)] }],
    object_lock_enabled: bucket.objectLockEnabled,
    object_lock_configuration: bucket.objectLockEnabled
      ? [{ object_lock_enabled: "Enabled", rule: listOf(objectLockRule) }]
      : [],
  };
}

function listOf(held: Values | null): readonly Values[] {
  return held === null ? [] : [held];
}

/** One block for each grantee with all its permissions. */
function shownGrants(grants: readonly Grant[]): Value {
  const byGrantee = new Map<string, Grant[]>();
  for (const grant of grants) {
    const grantee = `${grant.id}${grant.uri}`;
    byGrantee.set(grantee, [...(byGrantee.get(grantee) ?? []), grant]);
  }
  return [...byGrantee.values()].map((held) => ({
    type: held[0]?.type ?? "",
    id: held[0]?.id ?? "",
    uri: held[0]?.uri ?? "",
    permissions: held.map(({ permission }) => permission),
  }));
}
