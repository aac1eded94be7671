import { createHash } from "node:crypto";
import type { Aws } from "../client.ts";
import { servicePrincipal } from "../principal.ts";
import type { Role } from "./records.ts";
import { attachRolePolicy, createRole, putRolePolicy } from "./role.ts";

/** A permission set of IAM Identity Center as it appears in an account. */
export interface PermissionSet {
  /** For example `Administrator`. */
  readonly name: string;
  /** The role's whole name where it is known; Identity Center's 16 digits are drawn otherwise. */
  readonly roleName?: string;
  readonly managedPolicyArns?: readonly string[];
  /** JSON text. */
  readonly inlinePolicy?: string;
  /** Seconds; 28,800 when left out. */
  readonly sessionDuration?: number;
}

/**
 * The role that IAM Identity Center keeps in an account for a permission set: `AWSReservedSSO_<name>_<16 hex>` under
 * `/aws-reserved/sso.amazonaws.com/`. The account's own principals cannot change it.
 *
 * @throws AwsError
 */
export function createSsoRole(aws: Aws, set: PermissionSet): Role {
  const sso = aws.as(servicePrincipal("sso.amazonaws.com", aws.account));
  let role = createRole(sso, {
    name: set.roleName ?? `AWSReservedSSO_${set.name}_${aws.ids.hex(16, "sso/role", [aws.account, set.name])}`,
    path: "/aws-reserved/sso.amazonaws.com/",
    maxSessionDuration: set.sessionDuration ?? 28_800,
    trustPolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: samlProvider(aws) },
          Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
          Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
        },
      ],
    }),
  });
  for (const arn of set.managedPolicyArns ?? []) role = attachRolePolicy(sso, role.name, arn);
  if (set.inlinePolicy !== undefined) role = putRolePolicy(sso, role.name, "AwsSSOInlinePolicy", set.inlinePolicy);
  return role;
}

/** IAM Identity Center's identity provider, one per account. */
function samlProvider(aws: Aws): string {
  const suffix = createHash("sha256")
    .update(`${aws.world.seed} saml-provider ${aws.account}`)
    .digest("hex")
    .slice(0, 16);
  return aws.arn("iam", `saml-provider/AWSSSO_${suffix}_DO_NOT_DELETE`, { region: "" });
}

/** A role that a system outside the account assumes, for example a CI service. */
export interface ExternalRole {
  readonly name: string;
  /** Account of the caller, or the ARN of one of its principals. */
  readonly trusted: string;
  /** `sts:ExternalId` that callers must bring, any of several; `*` and `?` are wildcards. */
  readonly externalId: string | readonly string[];
  readonly managedPolicyArns?: readonly string[];
  /** JSON text by name. */
  readonly inlinePolicies?: Readonly<Record<string, string>>;
  /** Seconds; 3,600 when left out. */
  readonly maxSessionDuration?: number;
  readonly permissionsBoundary?: string;
}

/**
 * A role for a caller of another account that proves itself by an external id.
 *
 * @throws AwsError
 */
export function createExternalRole(aws: Aws, external: ExternalRole): Role {
  let role = createRole(aws, {
    name: external.name,
    ...(external.maxSessionDuration === undefined ? {} : { maxSessionDuration: external.maxSessionDuration }),
    ...(external.permissionsBoundary === undefined ? {} : { permissionsBoundary: external.permissionsBoundary }),
    trustPolicy: externalTrust(aws, external),
  });
  for (const arn of external.managedPolicyArns ?? []) role = attachRolePolicy(aws, role.name, arn);
  for (const [name, document] of Object.entries(external.inlinePolicies ?? {})) {
    role = putRolePolicy(aws, role.name, name, document);
  }
  return role;
}

/** The trust policy of such a role, as JSON text. */
export function externalTrust(aws: Aws, { trusted, externalId }: Pick<ExternalRole, "trusted" | "externalId">): string {
  const principal = /^\d{12}$/.test(trusted) ? aws.arn("iam", "root", { region: "", account: trusted }) : trusted;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: principal },
        Action: "sts:AssumeRole",
        Condition: { StringLike: { "sts:ExternalId": externalId } },
      },
    ],
  });
}
