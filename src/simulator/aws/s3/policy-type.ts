import type { ResourceType } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { withDeadPrincipals } from "../iam/principals.ts";
import { text } from "../input.ts";
import { callWithout, findBucket } from "./calls.ts";
import { deleteBucketPolicy, putBucketPolicy } from "./policy.ts";
import type { Bucket } from "./records.ts";

/** `aws_s3_bucket_policy`. */
export const bucketPolicy: ResourceType<Aws> = {
  type: "aws_s3_bucket_policy",
  label: "S3 Bucket Policy",

  create({ client, input }) {
    const bucket = text(input, "bucket");
    putBucketPolicy(client, bucket, text(input, "policy"));
    return { id: bucket };
  },

  read({ client, state }) {
    const bucket = callWithout(client, "GetBucketPolicy", { bucket: text(state, "id") }, (found) => found);
    const policy = bucket ? shownPolicy(client, bucket) : null;
    return bucket && policy !== null ? { bucket: bucket.name, policy } : null;
  },

  update({ client, input, state }) {
    putBucketPolicy(client, text(state, "id"), text(input, "policy"));
    return {};
  },

  delete({ client, state }) {
    const bucket = text(state, "id");
    if (findBucket(client, bucket)) deleteBucketPolicy(client, bucket);
  },
};

/** The policy as S3 shows it: principals that are gone appear by their dead ids. */
export function shownPolicy(aws: Aws, { policy, principalIds }: Bucket): string | null {
  return policy === null ? null : withDeadPrincipals(aws.world, policy, principalIds);
}
