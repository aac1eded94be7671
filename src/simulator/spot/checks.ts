import type { Aws } from "../aws/client.ts";
import { findImage, isElsewhere } from "../aws/ec2/facts/images.ts";
import { regions } from "../aws/ec2/facts/zones.ts";
import { profileName } from "../aws/ec2/launching.ts";
import { ec2 } from "../aws/ec2/tables.ts";
import { findInstanceProfile } from "../aws/iam/instance-profile.ts";
import { blocks, flag, number, text } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import { typesFor } from "./instance-choice.ts";
import type { LaunchPlan } from "./launch-plan.ts";
import { spotRules as rules } from "./rules.ts";

/** Bytes of user data before base64. */
const userDataLimit = 16_384;

/** What an Ocean cluster asks for in numbers. */
export interface Capacity {
  readonly minimum: number;
  readonly target: number;
  readonly maximum: number;
}

/** The numbers of instances in a configuration; the target is at least the minimum where none is given. */
export function capacityIn(values: Values, held?: Capacity): Capacity {
  const minimum = number(values, "min_size", 0);
  const maximum = number(values, "max_size", 1_000);
  const target = number(values, "desired_capacity", Math.min(maximum, Math.max(held?.target ?? 0, minimum)));
  return { minimum, target, maximum };
}

/**
 * Checks what can be checked without asking AWS.
 *
 * @throws ServiceError
 */
export function checkSettings(values: Values, capacity: Capacity): void {
  refuseIf(text(values, "name") === "", rules.nameMissing);
  refuseIf(text(values, "controller_id") === "", rules.controllerIdMissing);
  const { minimum, target, maximum } = capacity;
  refuseIf(minimum > target || target > maximum, rules.capacityOrder, minimum, target, maximum);
  for (const autoscaler of blocks(values, "autoscaler")) {
    const headroom = number(autoscaler, "auto_headroom_percentage", -1);
    refuseIf(headroom > 200, rules.headroomRange, headroom);
    for (const down of blocks(autoscaler, "autoscale_down")) {
      const percentage = down.max_scale_down_percentage;
      const outside = typeof percentage === "number" && (percentage < 1 || percentage > 100);
      refuseIf(outside, rules.scaleDownRange, Number(percentage));
    }
  }
  for (const mapping of blocks(values, "block_device_mappings")) {
    const wrong = blocks(mapping, "ebs").some((ebs) => text(ebs, "kms_key_id") !== "" && !flag(ebs, "encrypted"));
    refuseIf(wrong, rules.volumeEncryption, text(mapping, "device_name"));
  }
  const region = text(values, "region");
  refuseIf(region !== "" && !(region in regions), rules.regionUnknown, region);
}

/**
 * Checks that AWS has what a launch plan names, and that some type is left.
 *
 * @throws ServiceError
 */
export function checkPlan(aws: Aws, plan: LaunchPlan, values: Values): void {
  const subnets = plan.subnetIds.map((id) => {
    const subnet = ec2.subnets(aws).get(id);
    refuseUnless(subnet, rules.subnetMissing, id);
    return subnet;
  });
  const vpcs = [...new Set(subnets.map(({ vpcId }) => vpcId))].sort();
  refuseIf(vpcs.length > 1, rules.subnetsOfOneVpc, vpcs);
  for (const id of plan.securityGroupIds) {
    const group = ec2.securityGroups(aws).get(id);
    refuseUnless(group, rules.groupMissing, id);
    refuseIf(vpcs[0] !== undefined && group.vpcId !== vpcs[0], rules.groupElsewhere, id, vpcs[0] ?? "");
  }
  const isImageId = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(plan.imageId);
  refuseIf(!isImageId || isElsewhere(aws.region, plan.imageId), rules.imageMissing, plan.imageId);
  const profile = plan.instanceProfile === null ? null : profileName(plan.instanceProfile);
  refuseIf(profile !== null && !findInstanceProfile(aws, profile)?.roleName, rules.profileMissing, profile ?? "");
  refuseIf(Buffer.from(plan.userData ?? "", "base64").length > userDataLimit, rules.userDataSize);
  const architecture = findImage(aws.region, plan.imageId)?.architecture ?? null;
  refuseIf(typesFor({ architecture, values }).length === 0, rules.noTypes);
}
