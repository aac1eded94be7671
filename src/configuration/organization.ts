import { z } from "zod";
import { accountId, cidr, displayName, emailAddress } from "./schema-parts.ts";

const account = z.strictObject({
  id: accountId,
  name: z.string().min(1),
  /** Name of the Spacelift AWS integration, and of the role it assumes. */
  integration: z.strictObject({ name: displayName, role: z.string().min(1).max(64) }),
  /** Role names of IAM Identity Center by permission set: `AWSReservedSSO_<permission set>_<16 hex>`. */
  ssoRoles: z.record(
    z.string(),
    z.string().regex(/^AWSReservedSSO_[\w+=,.@-]+_[0-9a-f]{16}$/, "AWSReservedSSO_<permission set>_<16 hex digits>."),
  ),
  /** Secrets that are stored by hand in Secrets Manager. */
  secrets: z.array(z.string()).default([]),
});

/** What all environments share: accounts, Spacelift, version control, networks, people. */
export const organizationSchema = z.strictObject({
  accounts: z.record(z.string(), account),
  spacelift: z.strictObject({
    account: z.string().regex(/^[a-z0-9-]+$/),
    /** AWS account from which Spacelift assumes roles. */
    awsAccountId: accountId,
    rootStack: displayName,
    /** Space above the spaces of the environments. */
    space: z.string().min(1).default("environment"),
  }),
  versionControl: z.strictObject({
    /** Id of Spacelift's GitHub integration. */
    integration: z.string().min(1),
    namespace: z.string().min(1),
    repository: z.string().min(1),
    branch: z.string().min(1).default("main"),
  }),
  /** Networks that may be named in allow lists. */
  networks: z.record(z.string(), cidr),
  owner: z.string().min(1),
  costCenter: z.string().min(1),
  /** Contact of certificates and of mail. */
  contact: emailAddress,
});

export type OrganizationInput = z.input<typeof organizationSchema>;
export type Organization = z.output<typeof organizationSchema>;
export type Account = Organization["accounts"][string];
