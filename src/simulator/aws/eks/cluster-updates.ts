import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { availableAddresses } from "../ec2/addressing.ts";
import { ec2 } from "../ec2/tables.ts";
import { createLogGroupIfMissing } from "../logs/log-group.ts";
import type { Tags } from "../tags.ts";
import { callEks, clusterArn, requireCluster } from "./calls.ts";
import { logGroupName } from "./cluster.ts";
import * as check from "./cluster-checks.ts";
import { grantKey, regroupInterfaces } from "./control-plane.ts";
import { isOffered, minorsBetween, supportStatus, versionFacts } from "./facts/kubernetes-versions.ts";
import { type AuthenticationMode, type AutoMode, type Cluster, eks, type SupportType } from "./records.ts";
import { admitRole } from "./role-access.ts";
import { updateRules as rules } from "./rules/cluster-updates.ts";
import { clusterRules } from "./rules/clusters.ts";
import { changeTags } from "./tagging.ts";

/** What `UpdateClusterConfig` can change: one of these in a call. */
export interface ClusterChange {
  readonly endpoint?: check.EndpointAccess;
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly logTypes?: readonly string[];
  readonly authenticationMode?: AuthenticationMode;
  readonly supportType?: SupportType;
  readonly deletionProtection?: boolean;
  readonly zonalShift?: boolean;
  readonly scalingTier?: string;
  readonly autoMode?: AutoMode;
  readonly remoteNetworks?: Pick<Cluster, "remoteNodeCidrs" | "remotePodCidrs">;
}

/**
 * `eks:UpdateClusterConfig`, until the update has ended.
 *
 * @throws AwsError
 */
export function updateClusterConfig(aws: Aws, name: string, change: ClusterChange): Cluster {
  const parameters = { name, changed: Object.keys(change) };
  return callEks(aws, "UpdateClusterConfig", { resources: [clusterArn(aws, name)], parameters }, () => {
    const held = requireCluster(aws, name);
    refuseIf(Object.keys(change).length > 1, rules.oneChange);
    return eks.clusters(aws).put(name, { ...held, ...changed(aws, held, change) });
  });
}

function changed(aws: Aws, held: Cluster, change: ClusterChange): Partial<Cluster> {
  if (change.endpoint) return { network: { ...held.network, ...endpointOf(held, change.endpoint) } };
  if (change.network) return { network: { ...held.network, ...networkOf(aws, held, change.network) } };
  if (change.logTypes) return { logTypes: logTypesOf(aws, held, change.logTypes) };
  if (change.authenticationMode) return { authenticationMode: modeOf(held, change.authenticationMode) };
  if (change.supportType) return { supportType: supportOf(aws, held, change.supportType) };
  if (change.autoMode) return { autoMode: autoModeOf(aws, held, change.autoMode) };
  if (change.remoteNetworks) return change.remoteNetworks;
  const { deletionProtection, zonalShift, scalingTier } = change;
  return {
    ...(deletionProtection === undefined ? {} : { deletionProtection }),
    ...(zonalShift === undefined ? {} : { zonalShift }),
    ...(scalingTier === undefined ? {} : { scalingTier }),
  };
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

function networkOf(aws: Aws, held: Cluster, wanted: NonNullable<ClusterChange["network"]>) {
  const { vpc, subnets } = check.checkPlace(aws, wanted.subnetIds);
  refuseIf(vpc.id !== held.network.vpcId, clusterRules.subnetVpc);
  const before = held.network.subnetIds.flatMap((id) => ec2.subnets(aws).get(id) ?? []);
  const [given, needed] = [check.zonesIn(subnets), check.zonesIn(before)];
  refuseUnless(sameTexts(given, needed), rules.subnets, given, needed);
  check.checkGroups(aws, vpc.id, wanted.securityGroupIds);
  regroupInterfaces(aws, held, [held.network.clusterSecurityGroupId, ...wanted.securityGroupIds]);
  return wanted;
}

function logTypesOf(aws: Aws, held: Cluster, wanted: readonly string[]): readonly string[] {
  check.checkLogTypes(wanted);
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

/** Days within which an upgrade can be taken back. */
const rollbackDays = 7;

/**
 * `eks:UpdateClusterVersion`, until the update has ended.
 *
 * @throws AwsError
 */
export function updateClusterVersion(aws: Aws, name: string, version: string): Cluster {
  const request = { resources: [clusterArn(aws, name)], parameters: { name, version } };
  return callEks(aws, "UpdateClusterVersion", request, () => {
    const held = requireCluster(aws, name);
    refuseIf(version === held.version, rules.versionSame, version);
    const step = minorsBetween(held.version, version);
    if (step === -1) checkRollback(aws, held, version);
    else refuseUnless(step === 1, rules.versionStep, held.version, version);
    refuseUnless(isOffered(version, aws.world.now), clusterRules.versionUnknown, version);
    checkNodes(aws, held, version);
    checkAddresses(aws, held);
    return eks.clusters(aws).put(name, {
      ...held,
      version,
      platformVersion: versionFacts(version)?.platform ?? held.platformVersion,
      lastUpgrade: step === 1 ? { from: held.version, at: aws.now, automatic: false } : null,
    });
  });
}

function checkRollback(aws: Aws, { lastUpgrade }: Cluster, version: string): void {
  const age = aws.world.now.getTime() - new Date(lastUpgrade?.at ?? 0).getTime();
  const isRecent = age <= rollbackDays * 86_400_000 && lastUpgrade?.automatic === false;
  refuseUnless(isRecent && lastUpgrade?.from === version, rules.versionRollback, version);
}

/** Kubelets may be three minors older than the control plane, and never newer. */
function checkNodes(aws: Aws, held: Cluster, version: string): void {
  const skewed = eks
    .nodeGroups(aws)
    .filter((group) => group.clusterName === held.name)
    .filter((group) => minorsBetween(group.version, version) > 3 || minorsBetween(group.version, version) < 0);
  refuseIf(
    skewed.length > 0,
    rules.versionNodes,
    skewed.map((group) => group.name),
    version,
  );
}

/** The new control plane needs five addresses for its interfaces beside the old ones. */
function checkAddresses(aws: Aws, held: Cluster): void {
  const subnets = held.network.subnetIds.flatMap((id) => ec2.subnets(aws).get(id) ?? []);
  refuseUnless(
    subnets.some((subnet) => availableAddresses(aws, subnet) >= 5),
    rules.addressesForUpdate,
    held.network.subnetIds,
  );
}

/**
 * `eks:AssociateEncryptionConfig`: secrets are encrypted from then on, for good.
 *
 * @throws AwsError
 */
export function associateEncryption(aws: Aws, name: string, keyArn: string, resources: readonly string[]): Cluster {
  const request = { resources: [clusterArn(aws, name)], parameters: { clusterName: name, keyArn } };
  return callEks(aws, "AssociateEncryptionConfig", request, () => {
    const held = requireCluster(aws, name);
    refuseIf(held.encryptionKeyArn !== null, rules.encryptionFinal, name);
    check.checkEncryption(aws, keyArn, resources);
    const encryptionGrantId = grantKey(aws, name, keyArn);
    return eks.clusters(aws).put(name, { ...held, encryptionKeyArn: keyArn, encryptionGrantId });
  });
}

/** Gives a cluster exactly these tags. */
export function tagCluster(aws: Aws, name: string, tags: Tags): void {
  const held = requireCluster(aws, name);
  changeTags(aws, held.arn, held.tags, tags, () => {
    eks.clusters(aws).put(name, { ...requireCluster(aws, name), tags });
  });
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join() === [...right].sort().join();
}
