import type { Tags } from "./tags.ts";

/** Who calls AWS. */
export interface Principal {
  /** For example `arn:aws:sts::631692904429:assumed-role/spacelift-admin-role/run-1`. */
  readonly arn: string;
  readonly account: string;
  readonly kind: "root" | "user" | "assumed-role" | "service";
  /** ARN of the role behind a session, or of the user. */
  readonly identity: string;
  /** `AROA…:session` or `AIDA…`. */
  readonly userId: string;
  /** Policies that limit a session further, as JSON texts. */
  readonly sessionPolicies?: readonly string[];
  /** Tags of a session; they count as tags of the principal, before those of its role. */
  readonly sessionTags?: Tags;
  readonly sourceIdentity?: string;
}

/** An AWS service acting on its own account, for example `eks.amazonaws.com`; never refused by IAM. */
export function servicePrincipal(service: string, account: string): Principal {
  return { arn: service, account, kind: "service", identity: service, userId: service };
}

/** The root user of an account. */
export function rootPrincipal(account: string): Principal {
  const arn = `arn:aws:iam::${account}:root`;
  return { arn, account, kind: "root", identity: arn, userId: account };
}
