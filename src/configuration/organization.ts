import { z } from "zod";
import { accountId, cidr, displayName, driftSchedule, emailAddress, roleName, tagValue } from "./schema-parts.ts";

/** A name that Secrets Manager takes. */
const secretName = z.string().regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, "The name of a secret.");

/** One AWS account. */
const account = z.strictObject({
  /** Twelve digits. */
  id: accountId,
  /** Name of the account in AWS Organizations. */
  name: z.string().min(1),
  /** How Spacelift comes into the account: what the AWS integration is called, and the roles that it assumes. */
  integration: z.strictObject({
    /** Name of the AWS integration. */
    name: displayName,
    /** Role whose credentials apply changes. */
    role: roleName,
    /** Role whose credentials plan them: it reads. */
    planRole: roleName.default("spacelift-plan-role"),
  }),
  /** Name of the policy that bounds every role of the platform: CI may not create a role without it. */
  roleBoundary: z
    .string()
    .regex(/^[\w+=,.@-]{1,128}$/, "The name of an IAM policy.")
    .default("eks-stack-boundary"),
  /** Role names of IAM Identity Center by permission set: `AWSReservedSSO_<permission set>_<16 hex>`. */
  ssoRoles: z.record(
    z.string(),
    z.string().regex(/^AWSReservedSSO_[\w+=,.@-]+_[0-9a-f]{16}$/, "AWSReservedSSO_<permission set>_<16 hex digits>."),
  ),
  /** Secrets that are stored by hand in Secrets Manager, each as one text. */
  secrets: z.array(secretName).default([]),
  /** Secrets that are stored by hand as JSON objects, with their members. */
  jsonSecrets: z.record(secretName, z.array(z.string().min(1)).min(1)).default({}),
});

/** What all environments share: accounts, Spacelift, version control, networks, people. */
export const organizationSchema = z.strictObject({
  /** AWS accounts by a key of your choice. */
  accounts: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, "Lower case letters, digits and hyphens."), account),
  /** Where Spacelift runs the stacks. */
  spacelift: z.strictObject({
    /** Name of the Spacelift account: that of its subdomain. */
    account: z.string().regex(/^[a-z0-9-]+$/, "Lower case letters, digits and hyphens."),
    /** AWS account from which Spacelift assumes roles. */
    awsAccountId: accountId,
    /** Addresses from which its public workers reach clusters. */
    workerNetworks: z.array(cidr).min(1, "At least one."),
    /** Name of the administrative stack, which makes all others. */
    rootStack: displayName,
    /** Space above the spaces of the environments. */
    space: displayName.default("environment"),
    /** When the administrative stack looks for drift: five cron fields, UTC. */
    driftSchedule,
  }),
  /** Where the stacks get their code. */
  versionControl: z.strictObject({
    /** Id of Spacelift's GitHub integration. */
    integration: z.string().min(1),
    /** GitHub organisation of the repository. */
    namespace: z.string().regex(/^[A-Za-z0-9-]+$/, "The name of a GitHub organisation."),
    /** Name of the repository. */
    repository: z.string().regex(/^[A-Za-z0-9._-]+$/, "The name of a repository, without its organisation."),
    /** Branch that is applied. */
    branch: z.string().min(1).default("main"),
  }),
  /** Networks that may be named in allow lists. */
  networks: z.record(z.string(), cidr),
  /** Value of the tag `Owner`. */
  owner: tagValue,
  /** Value of the tag `CostCenter`. */
  costCenter: tagValue,
  /** Contact of certificates and of mail. */
  contact: emailAddress,
});

/** What `environments/organization.ts` declares: fields with a default may be left out. */
export type OrganizationInput = z.input<typeof organizationSchema>;
/** The organisation as it is declared, with every default filled in. */
export type Organization = z.output<typeof organizationSchema>;
/** One AWS account of it. */
export type Account = Organization["accounts"][string];
