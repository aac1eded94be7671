import { refuseIf } from "../../rule.ts";
import { blocks, text } from "../input.ts";
import { accessRules as rules } from "./access-rules.ts";
import { isOwnerOnly } from "./acl.ts";
import type { Bucket } from "./records.ts";
import { settingType } from "./setting-type.ts";

/** `aws_s3_bucket_ownership_controls`: ACLs that let others in must go before they can be switched off. */
export const ownershipControls = settingType({
  type: "aws_s3_bucket_ownership_controls",
  label: "S3 Bucket Ownership Controls",
  get: "GetBucketOwnershipControls",
  put: "PutBucketOwnershipControls",
  remove: { operation: "DeleteBucketOwnershipControls", left: { ownership: null } },

  change(aws, { grants }, input) {
    const [rule = {}] = blocks(input, "rule");
    const ownership = text(rule, "object_ownership") as Exclude<Bucket["ownership"], null>;
    refuseIf(ownership === "BucketOwnerEnforced" && !isOwnerOnly(aws, grants), rules.ownerAcl);
    return { ownership };
  },

  show: (_aws, { ownership }) => (ownership === null ? null : { rule: [{ object_ownership: ownership }] }),
});
