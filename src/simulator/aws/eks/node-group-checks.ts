import { refuse, refuseIf, refuseUnless, ServiceError } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { type LaunchTemplateReference, resolveLaunchTemplate } from "../ec2/api/launch-templates.ts";
import { type LaunchSettings, settingsOfTemplate } from "../ec2/launch-settings.ts";
import { ec2 } from "../ec2/tables.ts";
import { isTrustedBy } from "../iam/service-roles.ts";
import { minorsBetween } from "./facts/kubernetes-versions.ts";
import { isAmazonLinux2 } from "./facts/node-images.ts";
import { type Cluster, eks, type NodeGroup, type NodeGroupScaling } from "./records.ts";
import { clusterRules } from "./rules/clusters.ts";
import { nodeRules as rules } from "./rules/nodes.ts";

/** Node groups of a cluster, nodes of a group. Source: EKS UG, View and manage service quotas. */
const limits = { groups: 30, nodes: 450 };

/** The first minor without images of Amazon Linux 2. */
const withoutAmazonLinux2 = "1.33";

/** Refuses a name that is taken, and a group too many. */
export function checkName(aws: Aws, clusterName: string, name: string): void {
  const groups = eks.nodeGroups(aws).filter((group) => group.clusterName === clusterName);
  refuseIf(
    groups.some((group) => group.name === name),
    rules.groupDuplicate,
    name,
    clusterName,
  );
  refuseIf(groups.length >= limits.groups, clusterRules.quota, "Managed node group", limits.groups);
}

/** Refuses numbers of nodes that contradict each other; creation and update use other words for it. */
export function checkScaling(scaling: NodeGroupScaling, operation: "create" | "update"): void {
  const { minimum, desired, maximum } = scaling;
  const words = {
    create: ["minSize can't be greater than desiredSize", "desiredSize can't be greater than maxSize"],
    update: [
      `Minimum capacity ${minimum} can't be greater than desired size ${desired}`,
      `desired capacity ${desired} can't be greater than max size ${maximum}`,
    ],
  }[operation];
  refuseIf(minimum > desired, rules.scaling, words[0] ?? "");
  refuseIf(desired > maximum, rules.scaling, words[1] ?? "");
  refuseIf(maximum > limits.nodes, clusterRules.quota, "Nodes per managed node group", limits.nodes);
}

/** Refuses a role that instances cannot have. */
export function checkRole(aws: Aws, roleArn: string): void {
  refuseUnless(isTrustedBy(aws.world, roleArn, "ec2.amazonaws.com"), clusterRules.roleAssume, roleArn);
}

/** Refuses subnets outside the cluster's VPC. */
export function checkSubnets(aws: Aws, cluster: Cluster, subnetIds: readonly string[]): void {
  const foreign = subnetIds.find((id) => ec2.subnets(aws).get(id)?.vpcId !== cluster.network.vpcId);
  refuseIf(foreign !== undefined, rules.subnet, foreign ?? "");
}

/** Refuses a Kubernetes version newer than the control plane, and images that are not made for it. */
export function checkVersion(cluster: Cluster, version: string, imageType: string): void {
  refuseIf(minorsBetween(cluster.version, version) > 0, rules.imageVersion, version, cluster.version);
  const tooNew = minorsBetween(withoutAmazonLinux2, version) >= 0;
  refuseIf(isAmazonLinux2(imageType) && tooNew, rules.imageType, imageType);
}

/** A launch template with the number of the version that is meant, whatever it was called, and its settings. */
export interface ResolvedTemplate {
  readonly launchTemplate: NonNullable<NodeGroup["launchTemplate"]>;
  readonly settings: LaunchSettings;
}

/** The launch template that is asked for. */
export function resolveTemplate(aws: Aws, wanted: LaunchTemplateReference): ResolvedTemplate {
  try {
    const { template, number, version } = resolveLaunchTemplate(aws, wanted);
    return {
      launchTemplate: { id: template.id, name: template.name, version: String(number) },
      settings: settingsOfTemplate(version.data),
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return refuse(rules.launchTemplate, error.message);
  }
}

/** What a request may say itself only if its launch template does not. */
export interface TemplateOverrides {
  readonly instanceTypes: readonly string[];
  readonly amiType: string | null;
  readonly diskSize: number | null;
  readonly hasRemoteAccess: boolean;
}

/** Refuses settings that a launch template takes over, or says already. */
export function checkOverrides(settings: LaunchSettings, given: TemplateOverrides): void {
  refuseIf(given.diskSize !== null, rules.launchTemplate, "Disk size must be specified within the launch template.");
  refuseIf(
    given.hasRemoteAccess,
    rules.launchTemplate,
    "Remote access configuration cannot be specified with a launch template.",
  );
  refuseIf(
    settings.instanceType !== null && given.instanceTypes.length > 0,
    rules.launchTemplate,
    "Instance type cannot be specified both in the launch template and in the request.",
  );
  refuseIf(
    settings.imageId !== null && given.amiType !== null && given.amiType !== "CUSTOM",
    rules.launchTemplate,
    "AMI type cannot be specified when the launch template names an image.",
  );
}
