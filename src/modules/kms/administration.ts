import type { Statement } from "../iam/documents.ts";
import type { Place } from "../place.ts";

/** Hands the key to the IAM policies of its account: without this statement nobody could ever change its policy. */
export function accountAdministration({ account }: Pick<Place, "account">): Statement {
  return {
    Sid: "AccountAdministration",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
