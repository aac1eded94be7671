import type { Aws } from "../../aws/client.ts";
import { findImage } from "../../aws/ec2/facts/images.ts";
import type { Instance } from "../../aws/ec2/instance-records.ts";
import { obstaclesFor } from "../../aws/eks/node-joining.ts";
import type { Cluster as EksCluster } from "../../aws/eks/records.ts";
import { nodeRules } from "../../aws/eks/rules/nodes.ts";
import { roleOfProfile } from "../../aws/iam/instance-profile.ts";
import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import { type NodeConfiguration, nodeConfigurationOf } from "./node-configuration.ts";
import { nodeJoinRules as rules } from "./rules.ts";

/** Images that know how to become a node. */
const nodeImages = /^(amazon-eks-|bottlerocket-aws-k8s-)/;

/** What the user data of an instance says of a cluster, when it is about this one. */
export function configurationFor(cluster: EksCluster, instance: Instance): NodeConfiguration | undefined {
  const configuration = nodeConfigurationOf(instance.userData);
  if (!configuration) return undefined;
  const { clusterName, endpoint } = configuration;
  const isMeant = clusterName === cluster.name || (clusterName === "" && endpoint === cluster.endpoint);
  const isTagged = instance.tags[`kubernetes.io/cluster/${cluster.name}`] !== undefined;
  return isMeant || isTagged ? configuration : undefined;
}

/**
 * Checks whether an instance comes into a cluster, as it finds out itself: image and user data, credentials, network, access entry.
 *
 * @throws ServiceError with what its console says
 */
export function checkJoining(aws: Aws, cluster: EksCluster, instance: Instance): void {
  const configuration = configurationFor(cluster, instance);
  const image = findImage(aws.region, instance.imageId);
  refuseIf(image && !nodeImages.test(image.name), rules.imageWithoutBootstrap, instance.imageId);
  refuseUnless(configuration, rules.nameMissing);
  checkConfiguration(cluster, configuration);
  const role = roleOfProfile(aws, instance.iamInstanceProfile);
  refuseUnless(role, rules.profileMissing);
  const met = obstaclesFor(aws, cluster, { roleArn: role.arn, isConfigured: true }).find(
    ({ afterJoining, holds }) => !afterJoining && holds(instance),
  );
  if (met?.rule === nodeRules.unreachable) refuse(rules.unreachable, cluster.endpoint);
  refuseIf(met?.rule === nodeRules.unadmitted, rules.unauthorized);
  refuseIf(met, rules.mayNotDescribe);
}

/** Whether a node that joined gets a network and images: until then it is not ready. */
export function becomesReady(aws: Aws, cluster: EksCluster, instance: Instance): boolean {
  const role = roleOfProfile(aws, instance.iamInstanceProfile);
  if (!role) return false;
  const obstacles = obstaclesFor(aws, cluster, { roleArn: role.arn, isConfigured: true });
  return !obstacles.some(({ afterJoining, holds }) => afterJoining && holds(instance));
}

function checkConfiguration(cluster: EksCluster, configuration: NodeConfiguration): void {
  const { reader, clusterName, endpoint, certificateAuthority, serviceCidr } = configuration;
  refuseIf(clusterName === "", rules.nameMissing);
  if (reader === "nodeadm") {
    refuseIf(endpoint === "", rules.endpointMissing);
    refuseIf(certificateAuthority === "", rules.authorityMissing);
    refuseIf(serviceCidr === "", rules.serviceCidrMissing);
  }
  refuseIf(endpoint !== "" && endpoint !== cluster.endpoint, rules.wrongEndpoint, endpoint);
  const otherAuthority = certificateAuthority !== "" && certificateAuthority !== cluster.certificateAuthority;
  refuseIf(otherAuthority, rules.wrongAuthority, cluster.endpoint);
}
