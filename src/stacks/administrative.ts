import { SpaceliftProvider } from "../../.gen/spacelift/provider.js";
import { Space } from "../../.gen/spacelift/space.js";
import type { Configuration } from "../configuration/configuration.ts";
import type { Environment } from "../configuration/environment.ts";
import { NamedScope, self } from "../modules/named-scope.ts";
import { AdministrativeStack } from "../modules/spacelift/administrative-stack.ts";
import { AwsIntegrations } from "../modules/spacelift/aws-integrations.ts";
import { KubeconfigContext } from "../modules/spacelift/kubeconfig-context.ts";
import { ManagedStack } from "../modules/spacelift/managed-stack.ts";
import { costLabels, PlanPolicies } from "../modules/spacelift/plan-policies.ts";
import { projectRoot, stacksOf } from "./environment-stacks.ts";
import { PlatformStack } from "./platform-stack.ts";

/** Where the administrative stack is rendered. */
export const administrativeProjectRoot = "rendered/administrative";

/** Everything in Spacelift: the administrative stack itself, what all environments share, and each environment's pipeline. */
export class Administrative extends PlatformStack {
  readonly #organization: Configuration["organization"];
  readonly #shared: {
    readonly spaceId: string;
    readonly policies: PlanPolicies;
    readonly kubeconfig: KubeconfigContext;
    readonly awsIntegrations: AwsIntegrations;
  };

  constructor({ organization, environments }: Pick<Configuration, "organization" | "environments">) {
    super("administrative", { providers: ["spacelift"] });
    this.#organization = organization;
    new SpaceliftProvider(this, "spacelift");
    const space = new Space(this, "environments", {
      name: organization.spacelift.space,
      description: "Above the spaces of the environments",
      parentSpaceId: "root",
      inheritEntities: true,
    });
    const policies = new PlanPolicies(this, "policy");
    new AdministrativeStack(this, "root-stack", {
      organization,
      projectRoot: administrativeProjectRoot,
      policyIds: policies.ids,
    });
    this.#shared = {
      spaceId: space.id,
      policies,
      kubeconfig: new KubeconfigContext(this, "context"),
      awsIntegrations: new AwsIntegrations(this, "aws-integration", organization),
    };
    for (const environment of environments) this.#pipeline(environment);
  }

  /** The spaces of one environment and its stacks in the inner one. */
  #pipeline(environment: Environment): void {
    const { name, spacelift, protect } = environment;
    const { policies, kubeconfig, awsIntegrations } = this.#shared;
    const scope = new NamedScope(this, name);
    const outer = new Space(scope, self, {
      name,
      description: `The environment ${name}`,
      parentSpaceId: this.#shared.spaceId,
      inheritEntities: true,
      labels: [`environment:${name}`],
    });
    const inner = new Space(scope, "platform", {
      name: spacelift.space,
      description: `The data platform of ${name}`,
      parentSpaceId: outer.id,
      inheritEntities: true,
      labels: [`environment:${name}`],
    });
    const made = new Map<string, ManagedStack>();
    for (const stack of stacksOf(environment)) {
      const ways = awsIntegrations.ids[environment.accountKey];
      const managed = new ManagedStack(scope, stack.key, {
        organization: this.#organization,
        openTofuVersion: environment.openTofuVersion,
        name: stack.name(environment),
        description: stack.description,
        spaceId: inner.id,
        projectRoot: projectRoot(environment, stack),
        labels: [
          `environment:${name}`,
          `folder:${name}`,
          ...costLabels(spacelift.cost),
          ...(stack.labels?.(environment) ?? []),
        ],
        autodeploy: spacelift.autodeploy,
        protect,
        driftSchedule: spacelift.driftSchedule,
        policyIds: policies.ids,
        ...(stack.aws && ways ? { awsIntegrations: ways } : {}),
        contextIds: stack.kubeconfig ? { kubeconfig: kubeconfig.id } : {},
        variables: stack.variables(environment),
      });
      made.set(stack.key, managed);
      for (const { on, references } of stack.dependencies) {
        const other = made.get(on);
        if (other) managed.runAfter(other, references(environment));
      }
    }
  }
}
