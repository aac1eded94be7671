import type { Environment } from "../configuration/environment.ts";
import type { Reference } from "../modules/spacelift/managed-stack.ts";
import { Auth0 } from "./auth0.ts";
import { infrastructureOutputs } from "./hand-over.ts";
import { KubernetesDeployments } from "./kubernetes-deployments.ts";
import { KubernetesInfrastructure } from "./kubernetes-infrastructure.ts";
import type { PlatformStack } from "./platform-stack.ts";

/** What runs before a stack, and which of its outputs the stack gets as variables. */
interface EnvironmentStackDependency {
  readonly on: string;
  readonly references: (environment: Environment) => readonly Reference[];
}

/** A stack that environments have. */
interface EnvironmentStack {
  /** Folder below `rendered/<environment>/`, and the end of its addresses in the administrative stack. */
  readonly key: string;
  readonly name: (environment: Environment) => string;
  readonly description: string;
  readonly build: (environment: Environment) => PlatformStack;
  /** Whether an environment has it; every one does when left out. */
  readonly isPartOf?: (environment: Environment) => boolean;
  /** Labels beside those of every stack, for example by which contexts made by hand attach themselves. */
  readonly labels?: (environment: Environment) => readonly string[];
  /** Whether its runs get credentials for the environment's AWS account. */
  readonly aws: boolean;
  /** Whether hooks write it a kubeconfig before every phase. */
  readonly kubeconfig: boolean;
  readonly dependencies: readonly EnvironmentStackDependency[];
  /** Plain variables: only what is not known when the stack is rendered. */
  readonly variables: (environment: Environment) => Readonly<Record<string, string>>;
}

/** Label by which a stack gets the context that holds the credentials of its tenant. */
export function auth0Label({ name }: Pick<Environment, "name">): string {
  return `auth0-${name}`;
}

/** The stacks that an environment may have, each after those it depends on. */
export const environmentStacks: readonly EnvironmentStack[] = [
  {
    key: "kubernetes-infrastructure",
    name: ({ spacelift }) => spacelift.stacks.infrastructure,
    description: "Network, EKS control plane and mail identities",
    build: (environment) => new KubernetesInfrastructure(environment),
    aws: true,
    kubeconfig: false,
    dependencies: [],
    variables: () => ({}),
  },
  {
    key: "kubernetes-deployments",
    name: ({ spacelift }) => spacelift.stacks.deployments,
    description: "What runs in the cluster",
    build: (environment) => new KubernetesDeployments(environment),
    aws: true,
    kubeconfig: true,
    dependencies: [
      {
        on: "kubernetes-infrastructure",
        references: (environment) =>
          infrastructureOutputs(environment).map(({ name, variable = `TF_VAR_${name}` }) => ({
            output: name,
            variable,
          })),
      },
    ],
    variables: () => ({}),
  },
  {
    key: "auth0",
    name: ({ spacelift }) => spacelift.stacks.auth0,
    description: "Who may send telemetry",
    build: (environment) => new Auth0(environment),
    isPartOf: ({ auth0 }) => auth0.enabled,
    labels: (environment) => [auth0Label(environment)],
    aws: true,
    kubeconfig: false,
    dependencies: [],
    variables: () => ({}),
  },
];

/** The stacks of an environment, each after those it depends on. */
export function stacksOf(environment: Environment): readonly EnvironmentStack[] {
  return environmentStacks.filter(({ isPartOf }) => isPartOf?.(environment) ?? true);
}

/** Where the root module of an environment's stack is rendered, and what Spacelift runs. */
export function projectRoot(environment: Pick<Environment, "name">, stack: Pick<EnvironmentStack, "key">): string {
  return `rendered/${environment.name}/${stack.key}`;
}
