import { bucket, key, locked, upload } from "../../testing/buckets.ts";
import { testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { objectRules } from "./object-rules.ts";

testRules(objectRules, () => testCloud(), {
  keyLength: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { key: "k".repeat(1_025) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { key: "k".repeat(1_024) });
    },
  },
  noKey: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      const state = upload(cloud, "acme-data");
      cloud.delete("aws_s3_object", state);
      cloud.update(state, "aws_s3_object", { bucket: "acme-data", key: "a", content: "a", tags: { team: "a" } });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      const state = upload(cloud, "acme-data");
      cloud.update(state, "aws_s3_object", { bucket: "acme-data", key: "a", content: "a", tags: { team: "a" } });
    },
  },
  objectTags: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { tags: numbered(11) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { tags: numbered(10) });
    },
  },
  lockMissing: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { object_lock_legal_hold_status: "ON" });
    },
    accepted: (cloud) => {
      locked(cloud);
      upload(cloud, "acme-data", { object_lock_legal_hold_status: "ON" });
    },
  },
  locked: {
    refused: (cloud) => {
      locked(cloud);
      cloud.delete("aws_s3_object", upload(cloud, "acme-data", { object_lock_legal_hold_status: "ON" }));
    },
    accepted: (cloud) => {
      locked(cloud);
      cloud.delete("aws_s3_object", upload(cloud, "acme-data", { object_lock_legal_hold_status: "OFF" }));
    },
  },
  keyDisabled: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { kms_key_id: key(cloud, { is_enabled: false }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { kms_key_id: key(cloud, {}) });
    },
  },
  keyDenied: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { kms_key_id: key(cloud, { policy: keyPolicy("kms:Decrypt") }) });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { kms_key_id: key(cloud, { policy: keyPolicy("kms:GenerateDataKey") }) });
    },
  },
  keyMissing: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", {
        kms_key_id: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000",
      });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { server_side_encryption: "aws:kms" });
    },
  },
  keyState: {
    refused: (cloud) => {
      bucket(cloud, "acme-data");
      const state = cloud.create("aws_kms_key", {});
      cloud.delete("aws_kms_key", state);
      upload(cloud, "acme-data", { kms_key_id: state.arn ?? null });
    },
    accepted: (cloud) => {
      bucket(cloud, "acme-data");
      upload(cloud, "acme-data", { kms_key_id: key(cloud, {}) });
    },
  },
});

function keyPolicy(action: string): string {
  const root = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Resource: "*" };
  const manage = ["kms:Create*", "kms:Describe*", "kms:Get*", "kms:List*", "kms:Put*"];
  return JSON.stringify({ Version: "2012-10-17", Statement: { ...root, Action: [...manage, action] } });
}

function numbered(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "a"]));
}
