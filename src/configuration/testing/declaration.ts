import { EksStackError, type Problem } from "../../errors.ts";
import { type Checked, type Configuration, checkConfiguration } from "../configuration.ts";
import type { EnvironmentInput } from "../environment.ts";
import type { OrganizationInput } from "../organization.ts";

/** What a test declares: an organisation, three environments of which two share an account, and the day of the check. */
export interface Declaration {
  readonly organization: OrganizationInput;
  readonly development: EnvironmentInput;
  readonly staging: EnvironmentInput;
  readonly production: EnvironmentInput;
  now: Date;
}

/** A declaration without a problem, fresh for every test to change. */
export function soundDeclaration(): Declaration {
  return {
    organization: organization(),
    development: environment("development", "111111111111", "10.1"),
    staging: environment("staging", "222222222222", "10.2"),
    production: { ...environment("production", "222222222222", "10.3"), protect: true },
    now: new Date("2026-09-01T12:00:00Z"),
  };
}

/** Everything that the checks find, warnings included. */
export function problemsOf(declaration: Declaration): readonly Problem[] {
  const checked = check(declaration);
  return checked.ok ? checked.configuration.warnings : checked.problems;
}

/** The declaration as stacks get it. */
export function configurationOf(declaration: Declaration): Configuration {
  const checked = check(declaration);
  if (!checked.ok) throw new EksStackError(checked.problems);
  return checked.configuration;
}

function check({ organization, development, staging, production, now }: Declaration): Checked {
  const files = [development, staging, production].map((data) => ({ file: `environments/${data.name}.ts`, data }));
  return checkConfiguration({ file: "environments/organization.ts", data: organization }, files, { now });
}

function organization(): OrganizationInput {
  const account = (id: string, name: string): OrganizationInput["accounts"][string] => ({
    id,
    name,
    integration: { name: `${name}-integration`, role: "ci-apply" },
    ssoRoles: {
      Administrator: `AWSReservedSSO_Administrator_${"a".repeat(16)}`,
      Developer: `AWSReservedSSO_Developer_${"b".repeat(16)}`,
    },
    secrets: ["spotinst_token"],
  });
  return {
    accounts: {
      development: account("111111111111", "example-dev"),
      production: account("222222222222", "example-prod"),
    },
    spacelift: {
      account: "example",
      awsAccountId: "333333333333",
      workerNetworks: ["34.240.10.10/32"],
      rootStack: "Root",
    },
    versionControl: { integration: "example-gh", namespace: "Example", repository: "eks-stack" },
    networks: { vpn: "52.0.0.1/32", office: "52.0.1.0/24" },
    owner: "platform",
    costCenter: "Platform / 000000",
    contact: "platform@example.org",
  };
}

/** @param block the first two numbers of the environment's addresses */
function environment(name: string, account: string, block: string): EnvironmentInput {
  return {
    name,
    account,
    network: {
      name: `net-${name}`,
      cidr: `${block}.0.0/20`,
      subnets: {
        public: { a: `${block}.0.0/24`, b: `${block}.1.0/24`, c: `${block}.2.0/24` },
        controlPlane: { a: `${block}.3.0/28`, b: `${block}.3.16/28` },
        workers: { a: `${block}.4.0/22`, b: `${block}.8.0/22`, c: `${block}.12.0/22` },
      },
    },
    cluster: {
      name: `k8-${name}`,
      version: "1.35",
      api: { allow: ["vpn"] },
      access: { administrators: { principal: "Administrator", policies: ["AmazonEKSClusterAdminPolicy"] } },
    },
    mail: { addresses: [`${name}@example.org`] },
    spacelift: {
      space: `platform-${name}`,
      stacks: { infrastructure: `Infra ${name}`, deployments: `Apps ${name}`, auth0: `Auth0 ${name}` },
      cost: { monthlyDollars: 400 },
    },
    ingress: { host: `${name}.example.org` },
    spot: { account: "act-0123abcd" },
    auth0: { domain: `${name}.us.auth0.com`, clients: {} },
  };
}
