import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { ec2 } from "../ec2/tables.ts";
import { passRole } from "../iam/pass-role.ts";
import { createLogGroupIfMissing } from "../logs/log-group.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, requireCluster } from "./calls.ts";
import { describeCluster, logGroupName } from "./cluster.ts";
import * as check from "./cluster-checks.ts";
import { grantKey, moveInterfaces, restoreGroupRules } from "./control-plane.ts";
import { supportStatus, versionFacts } from "./facts/kubernetes-versions.ts";
import { inNameOf } from "./forwarded.ts";
import {
  type AuthenticationMode,
  type AutoMode,
  type Cluster,
  type ClusterNetwork,
  eks,
  type SupportType,
} from "./records.ts";
import { admitRole, dismissRole } from "./role-access.ts";
import { updateRules as rules } from "./rules/cluster-updates.ts";
import { clusterRules } from "./rules/clusters.ts";
import { changeTags } from "./tagging.ts";

/** What `UpdateClusterConfig` can change, one in a call. */
export type ClusterChange =
  | { readonly endpoint: check.EndpointAccess }
  | { readonly network: Pick<ClusterNetwork, "subnetIds" | "securityGroupIds"> }
  | { readonly logTypes: readonly string[] }
  | { readonly authenticationMode: AuthenticationMode }
  | { readonly supportType: SupportType }
  | { readonly autoMode: AutoMode }
  | { readonly remoteNetworks: Pick<Cluster, "remoteNodeCidrs" | "remotePodCidrs"> }
  | { readonly settings: Partial<Pick<Cluster, "deletionProtection" | "zonalShift" | "scalingTier">> };

/**
 * `eks:UpdateClusterConfig`, until the update has ended.
 *
 * @throws AwsError
 */
export function updateClusterConfig(aws: Aws, name: string, change: ClusterChange): void {
  if ("autoMode" in change && change.autoMode.nodeRoleArn) {
    const { nodeRoleArn: roleArn } = change.autoMode;
    passRole(aws, { roleArn, service: "eks.amazonaws.com", within: "eks:UpdateClusterConfig" });
  }
  const changes = Object.keys("settings" in change ? change.settings : change);
  const request = { resources: [clusterArn(aws, name)], parameters: { name, changes } };
  callEks(aws, "UpdateClusterConfig", request, () => {
    const held = requireCluster(aws, name);
    const updated = eks.clusters(aws).put(name, { ...held, ...changed(aws, held, change) });
    if (held.autoMode.nodeRoleArn) dismissRole(aws, name, held.autoMode.nodeRoleArn);
    restoreGroupRules(aws, updated);
  });
  awaitUpdate(aws, name);
}

/** `eks:DescribeUpdate`, by which the provider waits for an update. */
export function awaitUpdate(aws: Aws, name: string): void {
  callEks(aws, "DescribeUpdate", { resources: [clusterArn(aws, name)] }, () => undefined);
}

function changed(aws: Aws, held: Cluster, change: ClusterChange): Partial<Cluster> {
  if ("endpoint" in change) return { network: { ...held.network, ...endpointOf(held, change.endpoint) } };
  if ("network" in change) return movedTo(aws, held, change.network);
  if ("logTypes" in change) return { logTypes: logTypesOf(aws, held, change.logTypes) };
  if ("authenticationMode" in change) return { authenticationMode: modeOf(held, change.authenticationMode) };
  if ("supportType" in change) return { supportType: supportOf(aws, held, change.supportType) };
  if ("autoMode" in change) return { autoMode: autoModeOf(aws, held, change.autoMode) };
  return "settings" in change ? change.settings : change.remoteNetworks;
}

function endpointOf({ network }: Cluster, wanted: check.EndpointAccess): check.EndpointAccess {
  check.checkEndpoint(wanted);
  const same =
    wanted.endpointPrivateAccess === network.endpointPrivateAccess &&
    wanted.endpointPublicAccess === network.endpointPublicAccess &&
    sameTexts(wanted.publicAccessCidrs, network.publicAccessCidrs);
  refuseIf(
    same,
    rules.noChange,
    `Cluster is already at the desired configuration with endpointPrivateAccess: ${wanted.endpointPrivateAccess} , endpointPublicAccess: ${wanted.endpointPublicAccess}, and Public Endpoint Restrictions: [${wanted.publicAccessCidrs.join(", ")}]`,
  );
  return wanted;
}

function movedTo(
  aws: Aws,
  held: Cluster,
  wanted: Pick<ClusterNetwork, "subnetIds" | "securityGroupIds">,
): Pick<Cluster, "network" | "networkInterfaceIds"> {
  const { vpc, subnets } = check.checkPlace(aws, wanted.subnetIds);
  refuseIf(vpc.id !== held.network.vpcId, clusterRules.subnetVpc);
  const before = held.network.subnetIds.flatMap((id) => ec2.subnets(aws).get(id) ?? []);
  const [given, needed] = [check.zonesIn(subnets), check.zonesIn(before)];
  refuseUnless(sameTexts(given, needed), rules.subnets, given, needed);
  check.checkGroups(aws, vpc.id, wanted.securityGroupIds);
  const groups = [held.network.clusterSecurityGroupId, ...wanted.securityGroupIds];
  const networkInterfaceIds = inNameOf(aws, "UpdateClusterConfig", () => moveInterfaces(aws, held, subnets, groups));
  return { network: { ...held.network, ...wanted }, networkInterfaceIds };
}

function logTypesOf(aws: Aws, held: Cluster, wanted: readonly string[]): readonly string[] {
  refuseIf(sameTexts(wanted, held.logTypes), rules.noChange, "No changes needed for the logging config provided");
  if (wanted.length > 0) createLogGroupIfMissing(aws, logGroupName(held.name));
  return wanted;
}

const modes: readonly AuthenticationMode[] = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

function modeOf(held: Cluster, wanted: AuthenticationMode): AuthenticationMode {
  const step = modes.indexOf(wanted) - modes.indexOf(held.authenticationMode);
  refuseIf(step !== 1, rules.authenticationMode, held.authenticationMode, wanted);
  return wanted;
}

function supportOf(aws: Aws, held: Cluster, wanted: SupportType): SupportType {
  const facts = versionFacts(held.version);
  const status = facts && supportStatus(facts, aws.world.now);
  refuseIf(wanted === "STANDARD" && status === "EXTENDED_SUPPORT", rules.extendedLeave, held.version);
  return wanted;
}

function autoModeOf(aws: Aws, held: Cluster, wanted: AutoMode): AutoMode {
  if (wanted.enabled && wanted.nodeRoleArn) admitRole(aws, held, wanted.nodeRoleArn, "EC2");
  return wanted;
}

/**
 * `eks:AssociateEncryptionConfig`: secrets are encrypted from then on, for good.
 *
 * @throws AwsError
 */
export function associateEncryption(aws: Aws, name: string, encryptionKeyArn: string): void {
  const request = { resources: [clusterArn(aws, name)], parameters: { clusterName: name, keyArn: encryptionKeyArn } };
  callEks(aws, "AssociateEncryptionConfig", request, () => {
    const held = requireCluster(aws, name);
    refuseIf(held.encryptionKeyArn !== null, rules.encryptionFinal, name);
    check.checkEncryption(aws, encryptionKeyArn);
    const encryptionGrantId = inNameOf(aws, "AssociateEncryptionConfig", () => grantKey(aws, name, encryptionKeyArn));
    eks.clusters(aws).put(name, { ...held, encryptionKeyArn, encryptionGrantId });
  });
  awaitUpdate(aws, name);
}

/**
 * Gives a cluster exactly these tags.
 *
 * @throws AwsError
 */
export function tagCluster(aws: Aws, name: string, tags: Tags): void {
  const held = describeCluster(aws, name);
  changeTags(aws, held.arn, held.tags, tags, (now) => {
    eks.clusters(aws).put(name, { ...held, tags: now });
  });
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join() === [...right].sort().join();
}
