import type { IAppProject } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject";
import type { Environment } from "../../../configuration/environment.ts";
import type { Domain, PlatformApplication } from "../application.ts";
import { type Manifest, manifest } from "../manifest.ts";
import { chartSource } from "./addresses.ts";
import { argoCdNamespace, ownCluster, rootName } from "./names.ts";

interface Kind {
  readonly group: string;
  readonly kind: string;
}

const definitions: Kind = { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" };
const roles: readonly Kind[] = [
  { group: "rbac.authorization.k8s.io", kind: "ClusterRole" },
  { group: "rbac.authorization.k8s.io", kind: "ClusterRoleBinding" },
];
const webhooks: readonly Kind[] = [
  { group: "admissionregistration.k8s.io", kind: "MutatingWebhookConfiguration" },
  { group: "admissionregistration.k8s.io", kind: "ValidatingWebhookConfiguration" },
];

/** What a domain may do beyond its own namespaces. */
interface Limits {
  readonly description: string;
  /** Kinds without a namespace that its charts bring. */
  readonly clusterKinds: readonly Kind[];
  /** Namespaces of others that its charts put something into. */
  readonly otherNamespaces?: readonly string[];
}

const limits: Readonly<Record<Domain, Limits>> = {
  monitoring: {
    description: "Metrics of the cluster",
    clusterKinds: [definitions, ...roles, ...webhooks],
    // Services by which the name servers are scraped.
    otherNamespaces: ["kube-system"],
  },
  security: {
    description: "Scans of images and settings",
    clusterKinds: [definitions, ...roles, { group: "aquasecurity.github.io", kind: "*" }],
  },
  data: {
    description: "Airflow and databases",
    clusterKinds: [definitions, ...roles, ...webhooks],
  },
  ingress: {
    description: "What is reachable from the internet, and its certificates",
    clusterKinds: [
      definitions,
      ...roles,
      ...webhooks,
      { group: "gateway.networking.k8s.io", kind: "GatewayClass" },
      { group: "cert-manager.io", kind: "ClusterIssuer" },
      { group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicy" },
      { group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicyBinding" },
    ],
  },
  observability: { description: "Traces, metrics and logs of applications", clusterKinds: [definitions, ...roles] },
  delivery: { description: "Workers of Spacelift", clusterKinds: [definitions] },
  demonstrations: { description: "What keeps pods apart", clusterKinds: [] },
};

const domains = (Object.keys(limits) as Domain[]).sort();

/** Kinds that make people powerful or keep them out: no chart of the platform needs them in a namespace. */
const refusedKinds: readonly Kind[] = [
  { group: "", kind: "ResourceQuota" },
  { group: "", kind: "LimitRange" },
];

/**
 * The projects of an environment: one for each domain, which gets from its own sources, into its own namespaces, the kinds that it
 * needs; and one for the root Application, which may bring Applications and nothing else. A domain whose last application was switched
 * off keeps its project, without which Argo CD could not remove the application.
 */
export function appProjects(environment: Environment, applications: readonly PlatformApplication[]): Manifest[] {
  const own = applications.filter(({ engine }) => engine === "argo-cd");
  return [rootProject(environment), ...domains.map((domain) => domainProject(environment, domain, own))];
}

function rootProject({ repository }: Environment): Manifest {
  return manifest<IAppProject>({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: rootName, namespace: argoCdNamespace },
    spec: {
      description: "The Applications of the platform",
      sourceRepos: [repository],
      destinations: [{ server: ownCluster, namespace: argoCdNamespace }],
      namespaceResourceWhitelist: [{ group: "argoproj.io", kind: "Application" }],
    },
  });
}

function domainProject(
  { repository }: Environment,
  domain: Domain,
  applications: readonly PlatformApplication[],
): Manifest {
  const { description, clusterKinds, otherNamespaces = [] } = limits[domain];
  const own = applications.filter(({ project }) => project === domain);
  const sources = own.flatMap(({ chart }) => (chart ? [chartSource(chart).repoURL] : []));
  const namespaces = own.flatMap(({ namespace, manifests, prerequisites = [] }) => [
    namespace,
    ...[...manifests, ...prerequisites].flatMap(({ metadata }) => metadata.namespace ?? []),
  ]);
  return manifest<IAppProject>({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: domain, namespace: argoCdNamespace },
    spec: {
      description,
      sourceRepos: distinct([repository, ...sources]),
      destinations: distinct([...namespaces, ...otherNamespaces]).map((namespace) => ({
        server: ownCluster,
        namespace,
      })),
      clusterResourceWhitelist: [...clusterKinds],
      namespaceResourceBlacklist: [...refusedKinds],
    },
  });
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
