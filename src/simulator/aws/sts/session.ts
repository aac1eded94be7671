import type { Tags } from "../tags.ts";

/** Temporary credentials of a role session, keyed by access key id in `aws/<account>/global/sts/session`. */
export interface Session {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  readonly arn: string;
  readonly account: string;
  /** ISO 8601; sessions end by themselves, so they count as scheduled and not as left behind. */
  readonly deletionDate: string;
  /** JSON texts. */
  readonly sessionPolicies: readonly string[];
  readonly tags: Tags;
  readonly sourceIdentity: string | null;
  /** Secret access key and session token, sealed. */
  readonly sealed: string;
}

/** Name of an account's table of sessions, to be used with `aws.globalTable`. */
export const sessionTable = "sts/session";
