import { createTenant, hasTenant } from "../simulator/auth0/onboarding.ts";
import { createAccount as createAwsAccount } from "../simulator/aws/accounts.ts";
import { Aws } from "../simulator/aws/client.ts";
import { createExternalRole, createSsoRole, externalTrust } from "../simulator/aws/iam/onboarding.ts";
import { createPolicy, findPolicy } from "../simulator/aws/iam/policy.ts";
import { findRole, putRolePolicy, updateTrustPolicy } from "../simulator/aws/iam/role.ts";
import { rootPrincipal } from "../simulator/aws/principal.ts";
import { findSecret } from "../simulator/aws/secretsmanager/secret.ts";
import { getSecretValue, storeSecret } from "../simulator/aws/secretsmanager/secret-value.ts";
import { isPromised, promiseHost } from "../simulator/dns/domain-keeper.ts";
import {
  createContext,
  createRootStack,
  createAccount as createSpaceliftAccount,
  type NewRootStack,
} from "../simulator/spacelift/onboarding.ts";
import { spaceliftTable } from "../simulator/spacelift/records/tables.ts";
import { createSpotAccount } from "../simulator/spot/onboarding.ts";
import { spotAccounts } from "../simulator/spot/records.ts";
import type { World } from "../simulator/world/world.ts";
import { boundaryArn, boundaryDocument, type CiRole, ciRoles } from "./ci-role.ts";

/** What the organisation has before this product: made by hand once, never by a stack. */
export interface Prerequisites {
  readonly spacelift: {
    readonly account: string;
    /** AWS account from which Spacelift assumes roles. */
    readonly awsAccountId: string;
    /** Id of the GitHub integration. */
    readonly vcsIntegration: string;
    readonly rootStack: Omit<NewRootStack, "vcs">;
    /** Id of the root stack. */
    readonly rootStackId: string;
  };
  /** Host names whose DNS a person keeps, who points them at the load balancers of the clusters. */
  readonly hosts: readonly string[];
  readonly auth0: readonly TenantPrerequisites[];
  readonly accounts: readonly AccountPrerequisites[];
}

/** A tenant of Auth0, and how the stack that works in it gets its credentials. */
interface TenantPrerequisites {
  readonly domain: string;
  /** Name of the context in Spacelift that holds the credentials. */
  readonly context: string;
  /** Label of the stacks that get the context. */
  readonly label: string;
}

/** What an AWS account has before its first rehearsal. */
export interface AccountPrerequisites {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** Names of the roles that Spacelift assumes to plan and to apply. */
  readonly planRole: string;
  readonly applyRole: string;
  /** Name of the policy that bounds every role that CI makes. */
  readonly roleBoundary: string;
  /** Ids of the stacks that may assume the roles. */
  readonly stackIds: readonly string[];
  /** Folder of each of these stacks, by which one is found that was made under another name: its id stays as it was. */
  readonly stackRoots: Readonly<Record<string, string>>;
  /** Role names of IAM Identity Center by permission set. */
  readonly ssoRoles: Readonly<Record<string, string>>;
  /** Accounts in Spot that work in this account, each with the secret that holds an API token of it. */
  readonly spotAccounts: readonly { readonly id: string; readonly tokenSecret: string }[];
  /** Secrets that are stored by hand: as one text, or as a JSON object with these members. */
  readonly secrets: readonly { readonly name: string; readonly members?: readonly string[] }[];
  /** What the names of everything that CI may change in IAM begin with. */
  readonly namePrefixes: readonly string[];
}

const actor = { stack: "onboarding", run: "onboarding" };

/** Makes what is missing, and brings the roles of CI to what is declared; everything else stays as it is. */
export function onboard(world: World, { spacelift, hosts, auth0, accounts }: Prerequisites): void {
  for (const account of accounts) onboardAccount(world, withStandingStacks(world, account, spacelift), spacelift);
  createSpaceliftAccount(world, {
    name: spacelift.account,
    awsAccountId: spacelift.awsAccountId,
    vcs: [{ id: spacelift.vcsIntegration, isDefault: false }],
  });
  createRootStack(world, spacelift.account, { ...spacelift.rootStack, vcs: spacelift.vcsIntegration });
  for (const tenant of auth0) onboardTenant(world, spacelift.account, tenant);
  for (const host of hosts) promiseHost(world, host);
  world.commit(actor);
}

/** The scopes of an application that manages APIs and the programs that use them, and nothing else of the tenant. */
const managementScopes = ["clients", "client_credentials", "client_grants", "resource_servers"].flatMap((what) =>
  ["create", "read", "update", "delete"].map((verb) => `${verb}:${what}`),
);

/** The account with the ids that its stacks got when they were made. */
function withStandingStacks(
  world: World,
  account: AccountPrerequisites,
  spacelift: Prerequisites["spacelift"],
): AccountPrerequisites {
  const stacks = spaceliftTable(world, spacelift.account, "stack");
  const standing = (id: string): string =>
    stacks.find(({ projectRoot }) => projectRoot !== null && projectRoot === account.stackRoots[id])?.id ?? id;
  return { ...account, stackIds: account.stackIds.map(standing) };
}

function onboardTenant(world: World, spaceliftAccount: string, { domain, context, label }: TenantPrerequisites): void {
  const { clientId, clientSecret } = createTenant(world, domain, managementScopes);
  createContext(world, spaceliftAccount, {
    name: context,
    description: `The application that manages ${domain}, made by hand`,
    labels: [`autoattach:${label}`],
    variables: { AUTH0_CLIENT_ID: clientId },
    secrets: { AUTH0_CLIENT_SECRET: clientSecret },
  });
}

function onboardAccount(world: World, account: AccountPrerequisites, spacelift: Prerequisites["spacelift"]): void {
  createAwsAccount(world, { id: account.id, name: account.name, actor });
  const aws = rootOf(world, account);
  for (const [name, roleName] of Object.entries(account.ssoRoles)) {
    if (!findRole(aws, roleName)) createSsoRole(aws, { name, roleName });
  }
  if (!findPolicy(aws, boundaryArn(account))) {
    createPolicy(aws, { name: account.roleBoundary, document: boundaryDocument() });
  }
  for (const role of ciRoles(account, spacelift.account)) bringCiRole(aws, role, spacelift.awsAccountId);
  for (const { name, members } of account.secrets) {
    if (findSecret(aws, name)) continue;
    const drawn = (...of: readonly string[]): string =>
      world.ids.hex(64, "onboarding/secret", [account.id, name, ...of]);
    const value = members
      ? JSON.stringify(Object.fromEntries(members.map((member) => [member, drawn(member)])))
      : drawn();
    storeSecret(aws, name, value);
  }
  for (const { id, tokenSecret } of account.spotAccounts) {
    createSpotAccount(world, { id, awsAccountId: account.id, token: currentSecret(aws, tokenSecret) });
  }
}

/** The value of a secret; null when there is none of that name. */
function currentSecret(aws: Aws, name: string): string | null {
  return findSecret(aws, name) ? getSecretValue(aws, name).value : null;
}

/** Makes a role of CI, or gives it the trust and the rights that follow from the environments that are declared now. */
function bringCiRole(aws: Aws, role: CiRole, trusted: string): void {
  const { name, externalIds, inlinePolicies } = role;
  if (!findRole(aws, name)) {
    createExternalRole(aws, { ...role, trusted, externalId: externalIds });
    return;
  }
  if (isAsDeclared(aws, role, trusted)) return;
  updateTrustPolicy(aws, name, externalTrust(aws, { trusted, externalId: externalIds }));
  for (const [policy, document] of Object.entries(inlinePolicies)) putRolePolicy(aws, name, policy, document);
}

function isAsDeclared(aws: Aws, { name, externalIds, inlinePolicies }: CiRole, trusted: string): boolean {
  const role = findRole(aws, name);
  return (
    role?.trustPolicy === externalTrust(aws, { trusted, externalId: externalIds }) &&
    Object.entries(inlinePolicies).every(([policy, document]) => role.inlinePolicies[policy] === document)
  );
}

/** What is still missing in the world, in people's words; empty when everything is there. */
export function missingPrerequisites(world: World, { spacelift, hosts, auth0, accounts }: Prerequisites): string[] {
  const missing = accounts.flatMap((account) => {
    const aws = rootOf(world, account);
    const boundary = boundaryArn(account);
    return [
      ...(findPolicy(aws, boundary) ? [] : [`policy ${account.roleBoundary} in account ${account.id}`]),
      ...ciRoles(withStandingStacks(world, account, spacelift), spacelift.account)
        .filter((role) => !isAsDeclared(aws, role, spacelift.awsAccountId))
        .map(({ name }) => `role ${name} as it is declared in account ${account.id}`),
      ...Object.values(account.ssoRoles)
        .filter((name) => !findRole(aws, name))
        .map((name) => `role ${name} in account ${account.id}`),
      ...account.secrets
        .filter(({ name }) => !findSecret(aws, name))
        .map(({ name }) => `secret ${name} in account ${account.id}`),
      ...[...new Set(account.spotAccounts.map(({ id }) => id))]
        .filter((id) => spotAccounts(world).get(id)?.awsAccountId !== account.id)
        .map((id) => `Spot account ${id} for account ${account.id}`),
    ];
  });
  missing.push(
    ...hosts.filter((host) => !isPromised(world, host)).map((host) => `somebody who keeps the DNS of ${host}`),
  );
  for (const { domain, context } of auth0) {
    if (!hasTenant(world, domain)) missing.push(`Auth0 tenant ${domain}`);
    if (!spaceliftTable(world, spacelift.account, "context").find(({ name }) => name === context)) {
      missing.push(`context ${context} in Spacelift account ${spacelift.account}`);
    }
  }
  if (!spaceliftTable(world, spacelift.account, "vcs-integration").has(spacelift.vcsIntegration)) {
    missing.push(`GitHub integration ${spacelift.vcsIntegration} in Spacelift account ${spacelift.account}`);
  }
  if (!spaceliftTable(world, spacelift.account, "stack").has(spacelift.rootStackId)) {
    missing.push(`stack ${spacelift.rootStackId} in Spacelift account ${spacelift.account}`);
  }
  return missing;
}

function rootOf(world: World, account: AccountPrerequisites): Aws {
  return new Aws({ world, actor, principal: rootPrincipal(account.id), account: account.id, region: account.region });
}
