import type { JsonObject } from "../../world/json.ts";
import type { Manifest } from "../object.ts";

/** What the objects of an add-on are made of. */
export interface AddOnPlan {
  /** For example `vpc-cni`. */
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  readonly region: string;
  readonly clusterName: string;
  /** Range of the cluster's Services; empty for clusters without IPv4. */
  readonly serviceCidr: string;
  /** What the user configured. */
  readonly configuration: JsonObject;
  /** Role of the service account by the cluster's identity provider; null for none. */
  readonly serviceAccountRoleArn: string | null;
}

/** Account of EKS from which most Regions take the images of add-ons. Source: EKS UG, View Amazon container image registries. */
const registryAccount = "602401143452";

/** An image of an add-on in the registry of the Region. */
export function imageOf({ region }: AddOnPlan, repository: string, tag: string): string {
  return `${registryAccount}.dkr.ecr.${region}.amazonaws.com/${repository}:${tag}`;
}

/** A service account, with the role that it takes by the identity provider. */
export function serviceAccount({ namespace, serviceAccountRoleArn }: AddOnPlan, name: string): Manifest {
  const annotations = serviceAccountRoleArn ? { "eks.amazonaws.com/role-arn": serviceAccountRoleArn } : undefined;
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, ...(annotations ? { annotations } : {}) },
  };
}

/** A ConfigMap. */
export function configMap({ namespace }: AddOnPlan, name: string, data: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data };
}

/** A ClusterRole and its binding to a service account of the same name. */
export function clusterRole(plan: AddOnPlan, name: string, account: string, rules: readonly JsonObject[]): Manifest[] {
  const apiVersion = "rbac.authorization.k8s.io/v1";
  return [
    { apiVersion, kind: "ClusterRole", metadata: { name }, rules },
    {
      apiVersion,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name: account, namespace: plan.namespace }],
    },
  ];
}

/** A workload and what its pods are. */
interface WorkloadPlan {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Number of pods; left out for a DaemonSet. */
  readonly replicas?: number;
  readonly pod: JsonObject;
}

/** A Deployment, or a DaemonSet when no number of pods is given. */
export function workload({ namespace }: AddOnPlan, { name, labels, replicas, pod }: WorkloadPlan): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: replicas === undefined ? "DaemonSet" : "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pod },
    },
  };
}

/** A container and what it asks for; a request that is left out is none. */
export function container(
  name: string,
  image: string,
  requests: Readonly<Record<string, string>> = {},
  more: JsonObject = {},
): JsonObject {
  const resources = Object.keys(requests).length > 0 ? { resources: { requests } } : {};
  return { name, image, ...resources, ...more };
}

/** Tolerations of pods that run on every node, ready or not. */
export const everywhere: readonly JsonObject[] = [{ operator: "Exists" }];

/** A definition of a kind with one served version and an open schema. */
export function definition(group: string, version: string, names: DefinitionNames): Manifest {
  const { kind, plural, namespaced } = names;
  const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List`, ...names.more },
      scope: namespaced ? "Namespaced" : "Cluster",
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: open } }],
    },
  };
}

interface DefinitionNames {
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly more?: JsonObject;
}
