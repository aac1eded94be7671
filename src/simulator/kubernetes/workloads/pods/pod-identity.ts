import { eks, type PodIdentityAssociation } from "../../../aws/eks/records.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Cluster } from "../../cluster.ts";
import { objectsAt, textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { podSpecOf } from "./pod-types.ts";

/** Annotation of a service account that names its role. */
const roleAnnotation = "eks.amazonaws.com/role-arn";

/** The variables that AWS clients in a pod find their role by. */
export const identityVariables = {
  role: "AWS_ROLE_ARN",
  webIdentityToken: "AWS_WEB_IDENTITY_TOKEN_FILE",
  agent: "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  agentToken: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
} as const;

/** The association of a service account; undefined when it has none. */
export function associationOf(
  cluster: Cluster,
  namespace: string,
  serviceAccount: string,
): PodIdentityAssociation | undefined {
  const aws = cluster.awsOf({ stack: "none", run: "none" });
  return eks
    .podIdentityAssociations(aws)
    .find(
      (held) =>
        held.clusterName === cluster.name && held.namespace === namespace && held.serviceAccount === serviceAccount,
    );
}

/**
 * A new pod with what the webhook of EKS adds for its service account: variables and a token in every container. Pods that exist
 * already never change. Source: aws/amazon-eks-pod-identity-webhook.
 */
export function withIdentity(cluster: Cluster, pod: KubernetesObject): KubernetesObject {
  const { namespace = "default" } = pod.metadata;
  const { serviceAccountName } = podSpecOf(pod);
  const account = cluster.store.find("/ServiceAccount", namespace, serviceAccountName);
  const role = account?.metadata.annotations?.[roleAnnotation] ?? "";
  if (role !== "") return injected(pod, webIdentity(cluster, role));
  return associationOf(cluster, namespace, serviceAccountName) ? injected(pod, agentIdentity(cluster)) : pod;
}

/** What is added to a pod. */
interface Injection {
  readonly env: Readonly<Record<string, string>>;
  readonly volume: string;
  readonly folder: string;
  readonly file: string;
  readonly audience: string;
}

function webIdentity(cluster: Cluster, role: string): Injection {
  const folder = "/var/run/secrets/eks.amazonaws.com/serviceaccount";
  return {
    env: {
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      ...regionVariables(cluster),
      [identityVariables.role]: role,
      [identityVariables.webIdentityToken]: `${folder}/token`,
    },
    volume: "aws-iam-token",
    folder,
    file: "token",
    audience: "sts.amazonaws.com",
  };
}

function agentIdentity(cluster: Cluster): Injection {
  const folder = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount";
  const file = "eks-pod-identity-token";
  return {
    env: {
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      ...regionVariables(cluster),
      [identityVariables.agent]: "http://169.254.170.23/v1/credentials",
      [identityVariables.agentToken]: `${folder}/${file}`,
    },
    volume: "eks-pod-identity-token",
    folder,
    file,
    audience: "pods.eks.amazonaws.com",
  };
}

function regionVariables({ region }: Cluster): Readonly<Record<string, string>> {
  return { AWS_DEFAULT_REGION: region, AWS_REGION: region };
}

function injected(pod: KubernetesObject, { env, volume, folder, file, audience }: Injection): KubernetesObject {
  const withToken = (container: JsonObject): JsonObject => {
    const present = objectsAt(container, "env");
    const names = present.map((variable) => textAt(variable, "name"));
    const added = Object.entries(env).filter(([name]) => !names.includes(name));
    return {
      ...container,
      env: [...present, ...added.map(([name, value]) => ({ name, value }))],
      volumeMounts: [...objectsAt(container, "volumeMounts"), { name: volume, mountPath: folder, readOnly: true }],
    };
  };
  const token = { serviceAccountToken: { audience, expirationSeconds: 86_400, path: file } };
  const initContainers = objectsAt(pod, "spec.initContainers").map(withToken);
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...(initContainers.length > 0 ? { initContainers } : {}),
      containers: objectsAt(pod, "spec.containers").map(withToken),
      volumes: [...objectsAt(pod, "spec.volumes"), { name: volume, projected: { sources: [token] } }],
    },
  };
}
