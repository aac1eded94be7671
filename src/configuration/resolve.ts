import type { AccessEntry, DeclaredEnvironment, Environment, Subnet, SubnetRole } from "./environment.ts";
import type { Account, Organization } from "./organization.ts";
import { defaultKubernetesVersion, kubernetesVersions } from "./versions.ts";

/** The role that Spacelift assumes, as a principal of an access entry. */
export const ciPrincipal = "CI";

/** Fills in everything that follows from an environment and its organisation. Expects that the checks found no error. */
export function resolveEnvironment(declared: DeclaredEnvironment, organization: Organization): Environment {
  const [accountKey = "", account] = accountOf(organization, declared.account) ?? [];
  const kubernetesVersion = declared.cluster.version ?? defaultKubernetesVersion;
  return {
    ...declared,
    accountKey,
    subnets: subnetsOf(declared),
    kubernetesVersion,
    apiNetworks: apiNetworks(declared, organization),
    addOnVersions: { ...kubernetesVersions[kubernetesVersion]?.addOns, ...declared.cluster.addOns },
    access: accessOf(declared, account),
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

/** ARN of the role that Spacelift assumes in an account. */
export function integrationRoleArn(account: Account): string {
  return `arn:aws:iam::${account.id}:role/${account.integration.role}`;
}

const roles: Readonly<Record<keyof DeclaredEnvironment["network"]["subnets"], SubnetRole>> = {
  public: "public",
  controlPlane: "control-plane",
  workers: "workers",
};

/** All subnets of an environment, keyed by role and zone. */
export function subnetsOf({ network, region }: DeclaredEnvironment): Subnet[] {
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
  return cluster.api.allow.flatMap((name) => {
    const cidr = organization.networks[name];
    return cidr === undefined ? [] : [{ name, cidr }];
  });
}

function accessOf({ cluster, account: id }: DeclaredEnvironment, account: Account | undefined): AccessEntry[] {
  if (!account) return [];
  const declared = Object.entries(cluster.access).map(([key, { principal, policies, namespaces }]) => ({
    key,
    principalArn:
      principal === ciPrincipal
        ? integrationRoleArn(account)
        : `arn:aws:iam::${id}:role/aws-reserved/sso.amazonaws.com/${account.ssoRoles[principal] ?? principal}`,
    policyArns: policies.map(policyArn),
    namespaces,
  }));
  const ci = {
    key: "ci",
    principalArn: integrationRoleArn(account),
    policyArns: [policyArn("AmazonEKSClusterAdminPolicy")],
    namespaces: [],
  };
  return [ci, ...declared.filter(({ key }) => key !== ci.key)];
}

function policyArn(name: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/${name}`;
}
