import type { Values } from "../../planning/values.ts";
import { refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { blocks, text } from "../input.ts";
import { changeBucket, findBucket } from "./calls.ts";
import { configurationRules as rules } from "./configuration-rules.ts";

/** `s3:PutBucketReplication`: both buckets must be versioned, and S3 gets the role. */
export function putReplication(aws: Aws, bucket: string, replication: Values): void {
  passRole(aws, { roleArn: text(replication, "role"), service: "s3.amazonaws.com", within: "s3:PutBucketReplication" });
  changeBucket(aws, "PutBucketReplication", { bucket }, ({ versioning }) => {
    refuseUnless(versioning === "Enabled", rules.replication);
    for (const destination of blocks(replication, "rules").flatMap((rule) => blocks(rule, "destination"))) {
      const target = findBucket(aws, text(destination, "bucket").replace(/^.*:/, ""));
      refuseUnless(target, rules.replicationTarget, "exist");
      refuseUnless(target.versioning === "Enabled", rules.replicationTarget, "have versioning enabled");
    }
    return { replication };
  });
}
