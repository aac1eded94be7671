import type { Value, Values } from "../planning/values.ts";
import { type TestCloud, testCloud } from "./cloud.ts";

/** What most tests of S3 begin with; the bucket is `acme-data` where none is named. */

export function bucket(cloud: TestCloud, name: string, more: object = {}): Values {
  return cloud.create("aws_s3_bucket", { bucket: name, ...more });
}

/** Creates `aws_s3_bucket_<setting>` of `acme-data`. */
export function configure(cloud: TestCloud, setting: string, config: Values): Values {
  return cloud.create(`aws_s3_bucket_${setting}`, { bucket: "acme-data", ...config });
}

export function versioned(cloud: TestCloud, name: string, more: object = {}): Values {
  return cloud.create("aws_s3_bucket_versioning", {
    bucket: name,
    versioning_configuration: [{ status: "Enabled" }],
    ...more,
  });
}

export function upload(cloud: TestCloud, name: string, more: object = {}): Values {
  return cloud.create("aws_s3_object", { bucket: name, key: "a", content: "a", ...more });
}

/** Lifecycle rules with ids and status filled in. */
export function lifecycle(cloud: TestCloud, rules: readonly Values[]): Values {
  const rule = rules.map((one, index) => ({ id: `rule-${index}`, status: "Enabled", filter: [{}], ...one }));
  return configure(cloud, "lifecycle_configuration", { rule });
}

/** A bucket whose objects can be locked. */
export function locked(cloud: TestCloud): Values {
  return bucket(cloud, "acme-data", { object_lock_enabled: true });
}

/** A bucket that lets ACLs be set. */
export function aclsAllowed(cloud: TestCloud): void {
  bucket(cloud, "acme-data");
  configure(cloud, "ownership_controls", { rule: [{ object_ownership: "BucketOwnerPreferred" }] });
}

export function openToThePublic(cloud: TestCloud): Values {
  return configure(cloud, "public_access_block", {});
}

/** ARN of a new key. */
export function key(cloud: TestCloud, config: Values): Value {
  return cloud.create("aws_kms_key", config).arn ?? null;
}

/** The root user of another account of the same world. */
export function otherAccount(cloud: TestCloud): TestCloud {
  return testCloud({ world: cloud.world, account: "210987654321" });
}

/** The same caller with another Region in the provider block. */
export function inAnotherRegion(cloud: TestCloud, region: string): TestCloud {
  return testCloud({ world: cloud.world, region });
}

/** A bucket policy of one statement, by which the account may read objects unless said otherwise. */
export function statement(more: object): string {
  const standard = {
    Effect: "Allow",
    Principal: { AWS: "123456789012" },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::acme-data/*",
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: { ...standard, ...more } });
}

/** A trust policy for a service. */
export function allows(service: string): string {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: statement });
}
