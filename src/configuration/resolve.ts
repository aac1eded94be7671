import type { AccessEntry, DeclaredEnvironment, Environment, Subnet, SubnetRole } from "./environment.ts";
import type { Account, Organization } from "./organization.ts";
import { defaultKubernetesVersion, defaultOpenTofuVersion, kubernetesVersions } from "./versions.ts";

/**
 * Fills in everything that follows from an environment and its organisation. Expects that the checks found no error.
 *
 * @throws RangeError when the organisation lacks the account all the same
 */
export function resolveEnvironment(declared: DeclaredEnvironment, organization: Organization): Environment {
  const found = accountOf(organization, declared.account);
  if (!found) throw new RangeError(`the organisation has no account ${declared.account}`);
  const [accountKey, account] = found;
  const kubernetesVersion = declared.cluster.version ?? defaultKubernetesVersion;
  return {
    ...declared,
    accountKey,
    subnets: subnetsOf(declared),
    kubernetesVersion,
    openTofuVersion: declared.spacelift.openTofu ?? defaultOpenTofuVersion,
    apiNetworks: apiNetworks(declared, organization),
    ingressNetworks: namedNetworks(declared.ingress.allow, organization),
    repository: `https://github.com/${organization.versionControl.namespace}/${organization.versionControl.repository}`,
    contact: organization.contact,
    addOnVersions: { ...kubernetesVersions[kubernetesVersion]?.addOns, ...declared.cluster.addOns },
    access: accessOf(declared, account),
    roleBoundaryArn: `arn:aws:iam::${declared.account}:policy/${account.roleBoundary}`,
    tags: {
      CostCenter: organization.costCenter,
      Environment: declared.name,
      Owner: organization.owner,
      Repository: `${organization.versionControl.namespace}/${organization.versionControl.repository}`,
    },
  };
}

/** The organisation's account of that id, with its key. */
export function accountOf(organization: Organization, id: string): readonly [string, Account] | undefined {
  return Object.entries(organization.accounts).find(([, account]) => account.id === id);
}

/** Names of an account's two AWS integrations. */
export function integrationNamesOf({ name }: Account["integration"]): {
  readonly plan: string;
  readonly apply: string;
} {
  return { plan: `${name}-plan`, apply: name };
}

/** ARN of the role that Spacelift assumes in an account to plan or to apply. */
export function integrationRoleArn({ id, integration }: Account, access: "plan" | "apply"): string {
  return `arn:aws:iam::${id}:role/${access === "plan" ? integration.planRole : integration.role}`;
}

const roles: Readonly<Record<keyof DeclaredEnvironment["network"]["subnets"], SubnetRole>> = {
  public: "public",
  controlPlane: "control-plane",
  workers: "workers",
};

/** All subnets of an environment, keyed by role and zone. */
function subnetsOf({ network, region }: DeclaredEnvironment): Subnet[] {
  return (Object.keys(roles) as (keyof typeof roles)[]).flatMap((group) =>
    Object.entries(network.subnets[group]).map(([letter, cidr]) => {
      const zone = `${region}${letter}`;
      const key = `${roles[group]}-${zone}`;
      return { key, name: `${network.name}-${key}`, role: roles[group], zone, cidr };
    }),
  );
}

function apiNetworks({ cluster }: DeclaredEnvironment, organization: Organization): Environment["apiNetworks"] {
  if (cluster.api.openBecause !== undefined) return [{ name: "internet", cidr: "0.0.0.0/0" }];
  // The deployments stack works in the cluster from Spacelift's workers, which have no other way in.
  const workers = organization.spacelift.workerNetworks.map((cidr) => ({ name: "spacelift", cidr }));
  return [...namedNetworks(cluster.api.allow, organization), ...workers];
}

/** Networks of the organisation by their names. */
function namedNetworks(names: readonly string[], { networks }: Organization): Environment["apiNetworks"] {
  return names.flatMap((name) => {
    const cidr = networks[name];
    return cidr === undefined ? [] : [{ name, cidr }];
  });
}

/** The declared entries behind those of Spacelift: who plans sees everything, Secrets included, who applies changes everything. */
function accessOf({ cluster }: DeclaredEnvironment, account: Account): AccessEntry[] {
  const people = Object.entries(cluster.access).map(([key, { principal, policies, namespaces }]) => ({
    key,
    principalArn: `arn:aws:iam::${account.id}:role/aws-reserved/sso.amazonaws.com/${account.ssoRoles[principal] ?? principal}`,
    policyArns: policies.map(policyArn),
    namespaces,
  }));
  return [
    {
      key: "ci",
      principalArn: integrationRoleArn(account, "apply"),
      policyArns: [policyArn("AmazonEKSClusterAdminPolicy")],
      namespaces: [],
    },
    {
      key: "ci-plan",
      principalArn: integrationRoleArn(account, "plan"),
      policyArns: [policyArn("AmazonEKSAdminViewPolicy")],
      namespaces: [],
    },
    ...people,
  ];
}

function policyArn(name: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/${name}`;
}
