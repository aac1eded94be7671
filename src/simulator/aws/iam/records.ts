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
  /** Principals that the trust policy names, by ARN, with the unique id they had when it was saved. */
  readonly trustedIds: Readonly<Record<string, string>>;
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

/** A user, keyed by name. */
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

/** Keyed by access key id. */
export interface AccessKey {
  readonly id: string;
  readonly userName: string;
  readonly status: string;
  readonly createDate: string;
  /** The secret access key, sealed. */
  readonly sealed: string;
}

/** Keyed by name. */
export interface InstanceProfile {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly createDate: string;
  readonly roleName: string | null;
  readonly tags: Tags;
}

/** Keyed by ARN. */
export interface OpenIdConnectProvider {
  readonly arn: string;
  /** Without `https://`. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createDate: string;
  readonly tags: Tags;
}
