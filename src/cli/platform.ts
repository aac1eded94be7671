import type { Configuration } from "../configuration/configuration.ts";
import { slug } from "../configuration/names.ts";
import { defaultOpenTofuVersion } from "../configuration/versions.ts";
import type { Prerequisites } from "../pipeline/onboarding.ts";
import type { Platform } from "../pipeline/platform.ts";
import { administrativeProjectRoot } from "../stacks/administrative.ts";
import { auth0Label, projectRoot, stacksOf } from "../stacks/environment-stacks.ts";

/** The declared platform as the pipeline finds it again in Spacelift. */
export function platformOf({ organization, environments }: Configuration): Platform {
  return {
    account: organization.spacelift.account,
    rootStackId: slug(organization.spacelift.rootStack),
    environments: environments.map(({ name }) => name),
    projectRoots: environments.flatMap((environment) =>
      stacksOf(environment).map((stack) => projectRoot(environment, stack)),
    ),
    clusters: Object.fromEntries(
      environments.map(({ name, account, region, cluster }) => [name, { account, region, name: cluster.name }]),
    ),
  };
}

/** What the organisation must have before the first run, from its declaration. */
export function prerequisitesOf(configuration: Configuration): Prerequisites {
  const { organization, environments } = configuration;
  const { spacelift, versionControl } = organization;
  return {
    spacelift: {
      account: spacelift.account,
      awsAccountId: spacelift.awsAccountId,
      vcsIntegration: versionControl.integration,
      rootStackId: slug(spacelift.rootStack),
      rootStack: {
        name: spacelift.rootStack,
        namespace: versionControl.namespace,
        repository: versionControl.repository,
        branch: versionControl.branch,
        projectRoot: administrativeProjectRoot,
        toolVersion: defaultOpenTofuVersion,
      },
    },
    hosts: environments.filter(({ ingress }) => ingress.enabled).map(({ ingress }) => ingress.host),
    auth0: environments
      .filter(({ auth0 }) => auth0.enabled)
      .map((environment) => ({
        domain: environment.auth0.domain,
        context: `Auth0 ${environment.auth0.domain}`,
        label: auth0Label(environment),
      })),
    accounts: Object.values(organization.accounts).map((account) => {
      const { id, name, integration, roleBoundary, ssoRoles, secrets, jsonSecrets } = account;
      const here = environments.filter(({ account }) => account === id);
      const stacks = here.flatMap((environment) =>
        stacksOf(environment)
          .filter(({ aws }) => aws)
          .map((stack) => ({ id: slug(stack.name(environment)), root: projectRoot(environment, stack) })),
      );
      return {
        id,
        name,
        region: here[0]?.region ?? "us-east-1",
        planRole: integration.planRole,
        applyRole: integration.role,
        roleBoundary,
        stackIds: stacks.map(({ id }) => id),
        stackRoots: Object.fromEntries(stacks.map(({ id, root }) => [id, root])),
        ssoRoles,
        spotAccounts: here.map(({ spot: { account: id, tokenSecret } }) => ({ id, tokenSecret })),
        secrets: [
          ...secrets.map((secret) => ({ name: secret })),
          ...Object.entries(jsonSecrets).map(([secret, members]) => ({ name: secret, members })),
        ],
        namePrefixes: [...new Set(here.flatMap(({ cluster, network }) => [cluster.name, network.name]))].sort(),
      };
    }),
  };
}
