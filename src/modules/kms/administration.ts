import type { Statement } from "../iam/documents.ts";

/** Where a key lives. */
export interface KeyPlace {
  readonly account: string;
  readonly region: string;
}

/** Hands the key to the IAM policies of its account: without this statement nobody could ever change its policy. */
export function accountAdministration({ account }: Pick<KeyPlace, "account">): Statement {
  return {
    Sid: "AccountAdministration",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
