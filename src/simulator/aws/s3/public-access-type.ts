import type { ResourceType } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { flag } from "../input.ts";
import { settingType } from "./setting-type.ts";

const setting = settingType({
  type: "aws_s3_bucket_public_access_block",
  label: "S3 Bucket Public Access Block",
  get: "GetPublicAccessBlock",
  put: "PutPublicAccessBlock",
  remove: { operation: "DeletePublicAccessBlock", left: { publicAccessBlock: null } },

  change: (_aws, _bucket, input) => ({
    publicAccessBlock: {
      blockPublicAcls: flag(input, "block_public_acls"),
      ignorePublicAcls: flag(input, "ignore_public_acls"),
      blockPublicPolicy: flag(input, "block_public_policy"),
      restrictPublicBuckets: flag(input, "restrict_public_buckets"),
    },
  }),

  show: (_aws, { publicAccessBlock: held }) =>
    held && {
      block_public_acls: held.blockPublicAcls,
      ignore_public_acls: held.ignorePublicAcls,
      block_public_policy: held.blockPublicPolicy,
      restrict_public_buckets: held.restrictPublicBuckets,
    },
});

/** `aws_s3_bucket_public_access_block`. */
export const publicAccessBlock: ResourceType<Aws> = {
  ...setting,
  delete(call) {
    if (!flag(call.state, "skip_destroy")) setting.delete(call);
  },
};
