import { createAccount as createAwsAccount } from "../simulator/aws/accounts.ts";
import { Aws } from "../simulator/aws/client.ts";
import { createExternalRole, createSsoRole } from "../simulator/aws/iam/onboarding.ts";
import { findRole } from "../simulator/aws/iam/role.ts";
import { rootPrincipal } from "../simulator/aws/principal.ts";
import { createSecret, findSecret } from "../simulator/aws/secretsmanager/secret.ts";
import {
  createRootStack,
  createAccount as createSpaceliftAccount,
  type NewRootStack,
} from "../simulator/spacelift/onboarding.ts";
import { type Stack, spaceliftTables, type VcsIntegration } from "../simulator/spacelift/records.ts";
import type { World } from "../simulator/world/world.ts";
import { ciRolePolicies } from "./ci-role.ts";

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
  readonly accounts: readonly AccountPrerequisites[];
}

export interface AccountPrerequisites {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** Name of the role that Spacelift assumes. */
  readonly integrationRole: string;
  /** Role names of IAM Identity Center by permission set. */
  readonly ssoRoles: Readonly<Record<string, string>>;
  /** Names of the secrets that are stored by hand. */
  readonly secrets: readonly string[];
  /** What the names of everything that CI may change in IAM begin with. */
  readonly namePrefixes: readonly string[];
}

const actor = { stack: "onboarding", run: "onboarding" };

/** Makes what is missing; what exists stays as it is. */
export function onboard(world: World, { spacelift, accounts }: Prerequisites): void {
  for (const account of accounts) onboardAccount(world, account, spacelift);
  createSpaceliftAccount(world, {
    name: spacelift.account,
    awsAccountId: spacelift.awsAccountId,
    vcs: [{ id: spacelift.vcsIntegration, isDefault: false }],
  });
  createRootStack(world, spacelift.account, { ...spacelift.rootStack, vcs: spacelift.vcsIntegration });
}

function onboardAccount(world: World, account: AccountPrerequisites, spacelift: Prerequisites["spacelift"]): void {
  createAwsAccount(world, { id: account.id, name: account.name, actor });
  const aws = rootOf(world, account);
  for (const [name, roleName] of Object.entries(account.ssoRoles)) {
    if (!findRole(aws, roleName)) createSsoRole(aws, { name, roleName });
  }
  if (!findRole(aws, account.integrationRole)) {
    createExternalRole(aws, {
      name: account.integrationRole,
      trusted: spacelift.awsAccountId,
      externalId: `${spacelift.account}@*`,
      ...ciRolePolicies(account),
    });
  }
  for (const name of account.secrets) {
    if (!findSecret(aws, name))
      createSecret(aws, { name, value: world.ids.hex(64, "onboarding/secret", [account.id, name]) });
  }
}

/** What is still missing in the world, in people's words; empty when everything is there. */
export function missingPrerequisites(world: World, { spacelift, accounts }: Prerequisites): string[] {
  const table = (name: string) => `spacelift/${spacelift.account}/${name}`;
  const missing = accounts.flatMap((account) => {
    const aws = rootOf(world, account);
    const roles = [account.integrationRole, ...Object.values(account.ssoRoles)];
    return [
      ...roles.filter((name) => !findRole(aws, name)).map((name) => `role ${name} in account ${account.id}`),
      ...account.secrets
        .filter((name) => !findSecret(aws, name))
        .map((name) => `secret ${name} in account ${account.id}`),
    ];
  });
  if (!world.table<VcsIntegration>(table(spaceliftTables.vcsIntegration)).has(spacelift.vcsIntegration)) {
    missing.push(`GitHub integration ${spacelift.vcsIntegration} in Spacelift account ${spacelift.account}`);
  }
  if (!world.table<Stack>(table(spaceliftTables.stack)).has(spacelift.rootStackId)) {
    missing.push(`stack ${spacelift.rootStackId} in Spacelift account ${spacelift.account}`);
  }
  return missing;
}

function rootOf(world: World, account: AccountPrerequisites): Aws {
  return new Aws({ world, actor, principal: rootPrincipal(account.id), account: account.id, region: account.region });
}
