import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { ec2 } from "../ec2/tables.ts";
import { passRole } from "../iam/pass-role.ts";
import { ensureServiceLinkedRole } from "../iam/service-linked-role.ts";
import { isTrustedBy } from "../iam/service-roles.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, objectId, requireCluster } from "./calls.ts";
import { type Cluster, eks, type FargateProfile } from "./records.ts";
import { admitRole, dismissRole } from "./role-access.ts";
import { clusterRules } from "./rules/clusters.ts";
import { nodeRules } from "./rules/nodes.ts";
import { isPublicSubnet } from "./subnet-routes.ts";

/** What `CreateFargateProfile` is asked for; without subnets it takes the private ones of the cluster. */
export type FargateProfileProperties = Pick<
  FargateProfile,
  "clusterName" | "name" | "roleArn" | "subnetIds" | "selectors" | "tags"
>;

const podService = "eks-fargate-pods.amazonaws.com";

/** Profiles of a cluster, selectors of a profile, labels of a selector. Source: EKS UG, View and manage service quotas. */
const limits = { profiles: 10, selectors: 5, labels: 5 };

/**
 * `eks:CreateFargateProfile`.
 *
 * @throws AwsError
 */
export function createFargateProfile(aws: Aws, properties: FargateProfileProperties): FargateProfile {
  const { clusterName, name, roleArn, selectors, tags } = properties;
  passRole(aws, { roleArn, service: podService, within: "eks:CreateFargateProfile" });
  ensureServiceLinkedRole(aws, "eks-fargate.amazonaws.com");
  const request = {
    resources: [clusterArn(aws, clusterName)],
    parameters: { clusterName, fargateProfileName: name, podExecutionRoleArn: roleArn, subnets: properties.subnetIds },
    tags,
  };
  return callEks(aws, "CreateFargateProfile", request, () => {
    const cluster = requireCluster(aws, clusterName);
    refuseIf(eks.fargateProfiles(aws).has(`${clusterName}:${name}`), nodeRules.fargateDuplicate);
    const others = eks.fargateProfiles(aws).filter((profile) => profile.clusterName === clusterName);
    refuseIf(others.length >= limits.profiles, clusterRules.quota, "Fargate profile", limits.profiles);
    refuseIf(selectors.length > limits.selectors, clusterRules.quota, "Fargate selector", limits.selectors);
    const labels = Math.max(0, ...selectors.map((selector) => Object.keys(selector.labels).length));
    refuseIf(labels > limits.labels, clusterRules.quota, "Fargate selector label", limits.labels);
    refuseUnless(isTrustedBy(aws.world, roleArn, podService), nodeRules.fargateRole);
    const subnetIds = checkSubnets(aws, cluster, properties.subnetIds);
    admitRole(aws, cluster, roleArn, "FARGATE_LINUX");
    const id = objectId(aws, "eks/fargate-profile", { clusterName, name });
    const arn = aws.arn("eks", `fargateprofile/${clusterName}/${name}/${id}`);
    return eks.fargateProfiles(aws).put(`${clusterName}:${name}`, { ...properties, subnetIds, arn });
  });
}

/** Pods on Fargate get no public addresses, so that only subnets without a route to an internet gateway will do. */
function checkSubnets(aws: Aws, cluster: Cluster, subnetIds: readonly string[]): readonly string[] {
  if (subnetIds.length === 0) return cluster.network.subnetIds.filter((id) => !isPublicSubnet(aws, id));
  for (const id of subnetIds) {
    refuseUnless(ec2.subnets(aws).get(id)?.vpcId === cluster.network.vpcId, nodeRules.subnet, id);
    refuseIf(isPublicSubnet(aws, id), nodeRules.fargateSubnet, id);
  }
  return subnetIds;
}

/**
 * `eks:DescribeFargateProfile`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function describeFargateProfile(aws: Aws, clusterName: string, name: string): FargateProfile {
  return callEks(aws, "DescribeFargateProfile", { resources: [profileArn(aws, clusterName, name)] }, () =>
    requireProfile(aws, clusterName, name),
  );
}

/**
 * `eks:DeleteFargateProfile`.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function deleteFargateProfile(aws: Aws, clusterName: string, name: string): void {
  const resources = [profileArn(aws, clusterName, name)];
  callEks(aws, "DeleteFargateProfile", { resources, parameters: { clusterName, fargateProfileName: name } }, () => {
    const { roleArn } = requireProfile(aws, clusterName, name);
    eks.fargateProfiles(aws).delete(`${clusterName}:${name}`);
    dismissRole(aws, clusterName, roleArn);
  });
}

/** Gives a profile exactly these tags. */
export function putFargateTags(aws: Aws, clusterName: string, name: string, tags: Tags): void {
  eks.fargateProfiles(aws).put(`${clusterName}:${name}`, { ...requireProfile(aws, clusterName, name), tags });
}

function requireProfile(aws: Aws, clusterName: string, name: string): FargateProfile {
  requireCluster(aws, clusterName);
  const held = eks.fargateProfiles(aws).get(`${clusterName}:${name}`);
  refuseUnless(held, nodeRules.fargateNotFound, name);
  return held;
}

function profileArn(aws: Aws, clusterName: string, name: string): string {
  const held = eks.fargateProfiles(aws).get(`${clusterName}:${name}`);
  return held?.arn ?? aws.arn("eks", `fargateprofile/${clusterName}/${name}/*`);
}
