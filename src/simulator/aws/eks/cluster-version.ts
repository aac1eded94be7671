import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { availableAddresses } from "../ec2/addressing.ts";
import { ec2 } from "../ec2/tables.ts";
import { callEks, clusterArn, requireCluster } from "./calls.ts";
import { awaitUpdate } from "./cluster-updates.ts";
import { restoreGroupRules } from "./control-plane.ts";
import { isOffered, minorsBetween, versionFacts } from "./facts/kubernetes-versions.ts";
import { type Cluster, eks } from "./records.ts";
import { updateRules as rules } from "./rules/cluster-updates.ts";
import { clusterRules } from "./rules/clusters.ts";

/** Days within which an upgrade can be taken back. */
const rollbackDays = 7;

/** Free addresses that one of the subnets needs. */
const addressesForUpdate = 5;

/**
 * `eks:UpdateClusterVersion`, until the update has ended. Gives the subnets whose lack of addresses made the update fail, or null when
 * the control plane is of the new version.
 *
 * @throws AwsError
 */
export function updateClusterVersion(aws: Aws, name: string, version: string): readonly string[] | null {
  const request = { resources: [clusterArn(aws, name)], parameters: { name, version } };
  const failedIn = callEks(aws, "UpdateClusterVersion", request, () => {
    const held = requireCluster(aws, name);
    refuseIf(version === held.version, rules.versionSame, version);
    const step = minorsBetween(held.version, version);
    if (step === -1) checkRollback(aws, held, version);
    else refuseUnless(step === 1, rules.versionStep, held.version, version);
    refuseUnless(isOffered(version, aws.world.now), clusterRules.versionUnknown, version);
    checkNodes(aws, held, version);
    if (!hasAddresses(aws, held)) return held.network.subnetIds;
    const updated = eks.clusters(aws).put(name, {
      ...held,
      version,
      platformVersion: versionFacts(version)?.platform ?? held.platformVersion,
      lastUpgrade: step === 1 ? { from: held.version, at: aws.now, automatic: false } : null,
    });
    restoreGroupRules(aws, updated);
    return null;
  });
  awaitUpdate(aws, name);
  return failedIn;
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

/** The new control plane needs addresses for its interfaces beside the old ones. */
function hasAddresses(aws: Aws, held: Cluster): boolean {
  const subnets = held.network.subnetIds.flatMap((id) => ec2.subnets(aws).get(id) ?? []);
  return subnets.some((subnet) => availableAddresses(aws, subnet) >= addressesForUpdate);
}
