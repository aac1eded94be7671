import type { Aws } from "../../../aws/client.ts";
import { ec2 } from "../../../aws/ec2/tables.ts";
import { podIdentityService } from "../../../aws/eks/pod-identity.ts";
import { policyPrincipal } from "../../../aws/iam/caller.ts";
import { findInstanceProfile } from "../../../aws/iam/instance-profile.ts";
import { findOpenIdConnectProvider } from "../../../aws/iam/openid-connect-provider.ts";
import { compilePolicy, evaluateResourcePolicy } from "../../../aws/iam/policy-evaluation.ts";
import { roleByArn } from "../../../aws/iam/principals.ts";
import type { Role } from "../../../aws/iam/records.ts";
import { requestContext } from "../../../aws/iam/request-context.ts";
import { findRole } from "../../../aws/iam/role.ts";
import { mayDo } from "../../../aws/iam/service-roles.ts";
import { type Principal, servicePrincipal } from "../../../aws/principal.ts";
import { trustsToken } from "../../../aws/sts/web-identity.ts";
import { requestTags, type Tags } from "../../../aws/tags.ts";
import type { Cluster } from "../../cluster.ts";
import type { KubernetesObject } from "../../object.ts";
import { findNode } from "../scheduling/nodes.ts";
import { associationOf, identityVariables } from "./pod-identity.ts";
import { podSpecOf } from "./pod-types.ts";
import { readyPodsOf } from "./running.ts";

/** Who a pod is when it calls AWS, or why it is nobody, in the words of its AWS client. */
type PodCredentials =
  | { readonly principal: Principal; readonly problem?: never }
  | { readonly principal?: never; readonly problem: string };

/**
 * The role that a pod has in AWS: by its service account if it was created with one, else that of its node if the node lets pods
 * have it. To be asked whenever the pod calls AWS, since trust and associations change.
 */
export function credentialsOf(cluster: Cluster, pod: KubernetesObject): PodCredentials {
  const variables = new Map(
    podSpecOf(pod).containers.flatMap(({ env }) => env.map(({ name, value }) => [name, value] as const)),
  );
  const role = variables.get(identityVariables.role);
  if (role !== undefined && variables.has(identityVariables.webIdentityToken)) return byWebIdentity(cluster, pod, role);
  return variables.has(identityVariables.agent) ? byAgent(cluster, pod) : byNode(cluster, pod);
}

const nobody = { stack: "none", run: "none" } as const;

function byWebIdentity(cluster: Cluster, pod: KubernetesObject, roleArn: string): PodCredentials {
  const aws = cluster.awsOf(nobody);
  const issuer = cluster.eks?.issuer ?? "";
  const operation = "operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode";
  const provider = findOpenIdConnectProvider(aws, issuer);
  if (!provider) {
    return {
      problem: `${operation}: 400, InvalidIdentityToken: No OpenIDConnect provider found in your account for ${issuer}`,
    };
  }
  const role = roleByArn(cluster.world, roleArn);
  const token = { subject: subjectOf(pod), audience: "sts.amazonaws.com" };
  const name = pod.metadata.name;
  if (!provider.clientIds.includes(token.audience)) {
    return { problem: `${operation}: 400, InvalidIdentityToken: Incorrect token audience` };
  }
  if (!role || !trustsToken(role, provider, token, name)) {
    return {
      problem: `${operation}: 403, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity`,
    };
  }
  return { principal: sessionOf(aws, role, name, {}) };
}

function subjectOf(pod: KubernetesObject): string {
  return `system:serviceaccount:${pod.metadata.namespace ?? "default"}:${podSpecOf(pod).serviceAccountName}`;
}

const isAgent = (image: string): boolean => image.includes("eks-pod-identity-agent");

function byAgent(cluster: Cluster, pod: KubernetesObject): PodCredentials {
  const aws = cluster.awsOf(nobody);
  const { nodeName, serviceAccountName } = podSpecOf(pod);
  const endpoint = 'failed to load credentials, Get "http://169.254.170.23/v1/credentials"';
  const agents = readyPodsOf(cluster, isAgent);
  if (!agents.some((agent) => podSpecOf(agent).nodeName === nodeName)) {
    return { problem: `${endpoint}: dial tcp 169.254.170.23:80: connect: connection refused` };
  }
  const refused = (message: string) => ({
    problem: `operation error EKS Auth: AssumeRoleForPodIdentity, https response error StatusCode: 400, AccessDeniedException: ${message}`,
  });
  const node = nodeRole(cluster, aws, nodeName);
  if (node && !mayDo(aws, node.arn, ["eks-auth:AssumeRoleForPodIdentity"], cluster.eks?.arn ?? "*")) {
    return refused(`${node.arn} is not authorized to perform: eks-auth:AssumeRoleForPodIdentity`);
  }
  const association = associationOf(cluster, pod.metadata.namespace ?? "default", serviceAccountName);
  if (!association)
    return refused("Unauthorized Exception! EKS does not have permissions to assume the associated role.");
  const role = roleByArn(cluster.world, association.roleArn);
  const tags = association.disableSessionTags ? {} : sessionTags(cluster, pod);
  if (!role || !trustsAgent(cluster, role, tags)) {
    return refused("Unauthorized Exception! EKS does not have permissions to assume the associated role.");
  }
  return { principal: sessionOf(aws, role, `eks-${cluster.name}-${pod.metadata.name}`.slice(0, 64), tags) };
}

/** Source: EKS User Guide, session tags of EKS Pod Identity. */
function sessionTags(cluster: Cluster, pod: KubernetesObject): Tags {
  return {
    "eks-cluster-arn": cluster.eks?.arn ?? "",
    "eks-cluster-name": cluster.name,
    "kubernetes-namespace": pod.metadata.namespace ?? "default",
    "kubernetes-service-account": podSpecOf(pod).serviceAccountName,
    "kubernetes-pod-name": pod.metadata.name,
    "kubernetes-pod-uid": pod.metadata.uid,
  };
}

/** The role must let EKS assume it, and tag the session where it does. */
function trustsAgent(cluster: Cluster, role: Role, tags: Tags): boolean {
  const { world, account, region } = cluster;
  const principal = servicePrincipal(podIdentityService, account);
  const source = { "aws:SourceAccount": account, "aws:SourceArn": cluster.eks?.arn ?? "" };
  const actions = Object.keys(tags).length > 0 ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
  return actions.every((action) => {
    const conditions = { ...source, ...requestTags(tags) };
    const context = requestContext({ world, principal, account, region, action, conditions }, role.arn);
    const request = { action, resource: role.arn, context };
    return (
      evaluateResourcePolicy(compilePolicy(role.trustPolicy), request, policyPrincipal(principal)) === "allow-direct"
    );
  });
}

/** The metadata address of a node answers pods on its network, others only when its answers may take another hop. */
function byNode(cluster: Cluster, pod: KubernetesObject): PodCredentials {
  const aws = cluster.awsOf(nobody);
  const { hostNetwork, nodeName } = podSpecOf(pod);
  const instance = ec2.instances(aws).get(findNode(cluster, nodeName)?.instanceId ?? "");
  const role = nodeRole(cluster, aws, nodeName);
  if (!instance || !role || (!hostNetwork && (instance.metadata?.hopLimit ?? 1) < 2)) {
    return {
      problem: "no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded",
    };
  }
  return { principal: sessionOf(aws, role, instance.id, {}) };
}

function nodeRole(cluster: Cluster, aws: Aws, nodeName: string): Role | undefined {
  const instance = ec2.instances(aws).get(findNode(cluster, nodeName)?.instanceId ?? "");
  const profile = instance?.iamInstanceProfile ? findInstanceProfile(aws, instance.iamInstanceProfile) : undefined;
  return profile?.roleName ? findRole(aws, profile.roleName) : undefined;
}

function sessionOf(aws: Aws, role: Role, name: string, sessionTags: Tags): Principal {
  return {
    arn: aws.arn("sts", `assumed-role/${role.name}/${name}`, { region: "" }),
    account: aws.account,
    kind: "assumed-role",
    identity: role.arn,
    userId: `${role.uniqueId}:${name}`,
    ...(Object.keys(sessionTags).length > 0 ? { sessionTags } : {}),
  };
}
