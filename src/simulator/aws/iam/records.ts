import type { Tags } from "../tags.ts";

/** Table names of IAM records, to be used with `aws.globalTable`. */
export const iamTables = {
  role: "iam/role",
  policy: "iam/policy",
  user: "iam/user",
  accessKey: "iam/access-key",
  instanceProfile: "iam/instance-profile",
  openIdConnectProvider: "iam/openid-connect-provider",
} as const;

/** Keyed by name. */
export interface Role {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly createDate: string;
  readonly description: string;
  readonly maxSessionDuration: number;
  /** JSON text. */
  readonly trustPolicy: string;
  readonly permissionsBoundary: string | null;
  /** Policy name to JSON text. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicyArns: readonly string[];
  readonly tags: Tags;
}

/** A customer managed policy, keyed by ARN. */
export interface Policy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly policyId: string;
  readonly description: string;
  readonly versions: readonly { readonly id: string; readonly document: string; readonly isDefault: boolean }[];
  readonly tags: Tags;
}

/** Keyed by name. */
export interface User {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly permissionsBoundary: string | null;
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicyArns: readonly string[];
  readonly tags: Tags;
}
