import { allows, bucket, configure, lifecycle, locked, otherAccount, versioned } from "../../testing/buckets.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { configurationRules } from "./configuration-rules.ts";

testRules(configurationRules, () => testCloud(), {
  lockedVersioning: {
    refused: (cloud) => {
      locked(cloud);
      versioned(cloud, "acme-data", { versioning_configuration: [{ status: "Suspended" }] });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      versioned(cloud, "acme-data", { versioning_configuration: [{ status: "Suspended" }] });
    },
  },
  mfa: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      versioned(cloud, "acme-data", { versioning_configuration: [{ status: "Enabled", mfa_delete: "Enabled" }] });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      versioned(cloud, "acme-data", {
        versioning_configuration: [{ status: "Enabled", mfa_delete: "Enabled" }],
        mfa: "arn:aws:iam::123456789012:mfa/root 123456",
      });
    },
  },
  replication: {
    refused: (cloud) => replicate(cloud, { versioning: [] }),
    accepted: (cloud) => replicate(cloud, {}),
  },
  replicationTarget: {
    refused: (cloud) => replicate(cloud, {}, "acme-elsewhere"),
    accepted: (cloud) => replicate(cloud, {}),
  },
  cors: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "cors_configuration", {
        cors_rule: [{ allowed_methods: ["GET", "OPTIONS"], allowed_origins: ["*"] }],
      });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "cors_configuration", {
        cors_rule: [{ allowed_methods: ["GET", "HEAD"], allowed_origins: ["*"] }],
      });
    },
  },
  lifecycle: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      lifecycle(cloud, [{ transition: [{ days: 29, storage_class: "STANDARD_IA" }] }]);
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      lifecycle(cloud, [{ transition: [{ days: 30, storage_class: "STANDARD_IA" }] }]);
    },
  },
  lifecycleRule: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      lifecycle(cloud, [{}]);
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      lifecycle(cloud, [{ expiration: [{ days: 1 }] }]);
    },
  },
  schema: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      const rule = (sse_algorithm: string) => ({ apply_server_side_encryption_by_default: [{ sse_algorithm }] });
      configure(cloud, "server_side_encryption_configuration", { rule: [rule("AES256"), rule("aws:kms")] });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "server_side_encryption_configuration", {
        rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }],
      });
    },
  },
  loggingTarget: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      bucket(otherAccount(cloud), "acme-logs");
      configure(cloud, "logging", { target_bucket: "acme-logs", target_prefix: "data/" });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      bucket(cloud, "acme-logs");
      configure(cloud, "logging", { target_bucket: "acme-logs", target_prefix: "data/" });
    },
  },
  loggingRegion: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      bucket(cloud, "acme-logs", { region: "us-east-2" });
      configure(cloud, "logging", { target_bucket: "acme-logs", target_prefix: "data/" });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      configure(cloud, "logging", { target_bucket: "acme-data", target_prefix: "logs/" });
    },
  },
  notificationEvent: {
    refused: (cloud) => notify(cloud, [{ events: ["s3:ObjectCreated:Move"] }]),
    accepted: (cloud) => notify(cloud, [{ events: ["s3:ObjectCreated:Copy"] }]),
  },
  notificationDestination: {
    refused: (cloud) => notify(cloud, [{ queue_arn: "arn:aws:sqs:us-east-1:123456789012:none" }]),
    accepted: (cloud) => notify(cloud, [{ queue_arn: "arn:aws:sqs:us-east-1:999999999999:theirs" }]),
  },
  notificationOverlap: {
    refused: (cloud) => notify(cloud, [{ filter_prefix: "in/" }, { filter_prefix: "in/a", filter_suffix: ".csv" }]),
    accepted: (cloud) => notify(cloud, [{ filter_prefix: "in/" }, { filter_prefix: "out/", filter_suffix: ".csv" }]),
  },
  encryptionKey: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      encrypt(cloud, { sse_algorithm: "AES256", kms_master_key_id: "alias/acme" });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      encrypt(cloud, { sse_algorithm: "aws:kms", kms_master_key_id: "alias/acme" });
    },
  },
});

function replicate(cloud: TestCloud, source: object, target = "acme-copy"): void {
  const role = cloud.create("aws_iam_role", { name: "copier", assume_role_policy: allows("s3.amazonaws.com") });
  bucket(cloud, "acme-copy", { versioning: [{ enabled: true }] });
  const destination = [{ bucket: `arn:aws:s3:::${target}` }];
  bucket(cloud, "acme-data", {
    versioning: [{ enabled: true }],
    replication_configuration: [{ role: role.arn ?? null, rules: [{ id: "all", status: "Enabled", destination }] }],
    ...source,
  });
}

function notify(cloud: TestCloud, queues: readonly object[]): void {
  bucket(cloud, "acme-data");
  const standard = { queue_arn: "arn:aws:sqs:us-east-1:999999999999:theirs", events: ["s3:ObjectCreated:*"] };
  configure(cloud, "notification", { queue: queues.map((queue) => ({ ...standard, ...queue })) });
}

function encrypt(cloud: TestCloud, standard: Record<string, string>): void {
  configure(cloud, "server_side_encryption_configuration", {
    rule: [{ apply_server_side_encryption_by_default: [standard] }],
  });
}
