import type { Aws } from "../aws/client.ts";
import type { Instance } from "../aws/ec2/instance-records.ts";
import { ec2 } from "../aws/ec2/tables.ts";
import { blocks, flag, number } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { refuse, refuseIf } from "../rule.ts";
import { awsOf, type Spot } from "./client.ts";
import { instancesOf, type LaunchRequest, startInstances, stopInstances, typesOf } from "./instances.ts";
import { planOf, planOfSpec } from "./launch-plan.ts";
import { specTag } from "./launch-spec.ts";
import { findOcean, noteProblem, oceanPath } from "./ocean.ts";
import { launchSpecsOf, type Ocean } from "./records.ts";
import { spotRules as rules } from "./rules.ts";

/**
 * CreateRoll: every instance is replaced by one with the settings of now, batch by batch.
 *
 * @throws SpotError
 */
export function rollOcean(spot: Spot, id: string, batchPercentage: number): void {
  const attempt = `onRoll() -> Roll failed for cluster [${id}], error`;
  spot.call({ method: "POST", path: `${oceanPath}/${id}/roll`, parameters: { batchPercentage }, attempt }, () => {
    const ocean = findOcean(spot, id) ?? refuse(rules.clusterMissing, id);
    refuseIf(batchPercentage < 1 || batchPercentage > 100, rules.rollBatch, batchPercentage);
    const aws = awsOf(spot.world, spot.actor, spot.account, ocean.region);
    const old = instancesOf(aws, ocean);
    refuseIf(old.length === 0, rules.rollEmpty, id);
    const batch = Math.max(1, Math.ceil((old.length * batchPercentage) / 100));
    for (let begin = 0; begin < old.length; begin += batch) {
      const leaving = old.slice(begin, begin + batch);
      for (const instance of leaving) {
        const { problem } = startInstances(aws, ocean, replacementOf(aws, ocean, instance));
        if (problem === null) continue;
        noteProblem(spot, ocean, problem);
        return;
      }
      stopInstances(aws, leaving);
    }
  });
}

/** One like it, with the settings of now: pods find again what they need, and volumes their zone, where the cluster still has it. */
function replacementOf(aws: Aws, ocean: Ocean, { tags, instanceType, lifecycle, subnetId }: Instance): LaunchRequest {
  const spec = launchSpecsOf(aws.world, ocean.accountId).get(tags[specTag] ?? "");
  const plan = spec ? planOfSpec(ocean, spec) : planOf(ocean);
  const type = typesOf(aws, ocean, plan).find(({ name }) => name === instanceType);
  const zones = plan.subnetIds.map((id) => ec2.subnets(aws).get(id)?.availabilityZone);
  const zone = ec2.subnets(aws).get(subnetId)?.availabilityZone;
  return {
    plan,
    count: 1,
    ...(type ? { type } : {}),
    ...(lifecycle === "on-demand" ? { lifecycle } : {}),
    ...(zone !== undefined && zones.includes(zone) ? { zone } : {}),
  };
}

/** Settings whose change reaches instances by a roll only. */
export const rolledSettings: readonly string[] = [
  "image_id",
  "user_data",
  "security_groups",
  "subnet_ids",
  "iam_instance_profile",
  "key_name",
  "block_device_mappings",
  "root_volume_size",
  "instance_metadata_options",
  "associate_public_ip_address",
  "ebs_optimized",
  "monitoring",
  "tags",
];

/**
 * The batch of a roll that the configuration asks for after an update; null for none.
 *
 * @param isNeeded whether something changed that needs a roll, without which a conditioned roll is left out
 */
export function rollIn(values: Values, isNeeded: boolean): number | null {
  const [policy] = blocks(values, "update_policy");
  if (!policy || !flag(policy, "should_roll") || (flag(policy, "conditioned_roll") && !isNeeded)) return null;
  const [config] = blocks(policy, "roll_config");
  return config ? number(config, "batch_size_percentage", 100) : null;
}
