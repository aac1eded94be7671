import type { Aws } from "../client.ts";
import { findOpenIdConnectProvider } from "../iam/openid-connect-provider.ts";
import { compilePolicy, evaluateResourcePolicy } from "../iam/policy-evaluation.ts";
import { roleByArn } from "../iam/principals.ts";
import { isTrustedBy, mayDo } from "../iam/service-roles.ts";
import { type Cluster, eks } from "./records.ts";

const namespace = "kube-system";
const serviceAccount = "aws-node";

/** True when the VPC CNI runs in the cluster and has the rights that it needs, by its service account or by the node's role. */
export function hasNetworkPlugin(aws: Aws, cluster: Cluster, nodeRoleArn: string): boolean {
  const addOn = eks.addOns(aws).get(`${cluster.name}:vpc-cni`);
  const installed = (addOn && addOn.failure === null) || cluster.selfManagedAddOns.includes("vpc-cni");
  const roleArn = pluginRole(aws, cluster, addOn?.serviceAccountRoleArn ?? null, nodeRoleArn);
  if (!installed || roleArn === null) return false;
  const action = cluster.service.ipFamily === "ipv6" ? "ec2:AssignIpv6Addresses" : "ec2:AssignPrivateIpAddresses";
  return mayDo(aws, roleArn, [action], aws.arn("ec2", "network-interface/eni-00000000000000000"));
}

/** The role that the plugin works with; null when it is to have one and cannot get it. */
function pluginRole(aws: Aws, cluster: Cluster, webIdentityRole: string | null, nodeRole: string): string | null {
  const association = eks
    .podIdentityAssociations(aws)
    .find(
      (held) =>
        held.clusterName === cluster.name && held.namespace === namespace && held.serviceAccount === serviceAccount,
    );
  if (association) {
    const agent = eks.addOns(aws).has(`${cluster.name}:eks-pod-identity-agent`);
    const mayAsk = mayDo(aws, nodeRole, ["eks-auth:AssumeRoleForPodIdentity"], cluster.arn);
    return agent && mayAsk && isTrustedBy(aws.world, association.roleArn, "pods.eks.amazonaws.com")
      ? association.roleArn
      : null;
  }
  if (webIdentityRole === null) return nodeRole;
  return trustsServiceAccount(aws, cluster, webIdentityRole) ? webIdentityRole : null;
}

/** True when a role lets the plugin's service account assume it by the cluster's own issuer. */
function trustsServiceAccount(aws: Aws, cluster: Cluster, roleArn: string): boolean {
  const provider = findOpenIdConnectProvider(aws, cluster.issuer);
  const role = roleByArn(aws.world, roleArn);
  if (!provider || !role) return false;
  const context = {
    [`${provider.url}:sub`.toLowerCase()]: [`system:serviceaccount:${namespace}:${serviceAccount}`],
    [`${provider.url}:aud`.toLowerCase()]: ["sts.amazonaws.com"],
  };
  const request = { action: "sts:AssumeRoleWithWebIdentity", resource: roleArn, context };
  const caller = { arn: provider.arn, account: aws.account, kind: "federated", identity: provider.arn, uniqueId: "" };
  return (
    evaluateResourcePolicy(compilePolicy(role.trustPolicy), request, { ...caller, kind: "federated" }) ===
    "allow-direct"
  );
}
