import type { Values } from "../planning/values.ts";
import { testRules } from "../testing/rule-test.ts";
import { type TestSpot, testSpot } from "../testing/spot.ts";
import { logIn } from "./login.ts";
import { createSpotAccount } from "./onboarding.ts";
import { spotRules } from "./rules.ts";

const actor = { stack: "test", run: "test" };

testRules(spotRules, () => testSpot(), {
  credentialsMissing: {
    refused: ({ world }) => logIn(world, actor, { account: "act-0123abcd" }, {}),
    accepted: ({ world }) => logIn(world, actor, {}, { SPOTINST_TOKEN: "any", SPOTINST_ACCOUNT: "act-0123abcd" }),
  },
  tokenUnknown: {
    refused: (spot) => spot.as({ token: "old-token" }).ocean(),
    accepted: (spot) => spot.as({ token: "good-token" }).ocean(),
  },
  accountForeign: {
    refused: (spot) => {
      createSpotAccount(spot.world, { id: "act-89abcdef", awsAccountId: "123456789012", token: "other-token" });
      spot.as({ account: "act-89abcdef" }).ocean();
    },
    accepted: (spot) => {
      createSpotAccount(spot.world, { id: "act-89abcdef", awsAccountId: "123456789012", token: "other-token" });
      spot.as({ account: "act-89abcdef", token: "other-token" }).ocean();
    },
  },
  accountMissing: {
    refused: (spot) => spot.as({ account: "" }).ocean(),
    accepted: (spot) => spot.ocean(),
  },
  roleUnusable: {
    refused: (spot) => {
      trust(spot, "spotinst:aws:extid:another");
      spot.ocean();
    },
    accepted: (spot) => {
      trust(spot, "spotinst:aws:extid:*");
      spot.ocean();
    },
  },
  nameMissing: {
    refused: (spot) => spot.ocean({ name: null }),
    accepted: (spot) => spot.ocean({ name: "workers" }),
  },
  controllerIdMissing: {
    refused: (spot) => spot.ocean({ controller_id: null }),
    accepted: (spot) => spot.ocean({ controller_id: "anything" }),
  },
  controllerIdTaken: {
    refused: (spot) => {
      spot.ocean();
      spot.ocean({ name: "second" });
    },
    accepted: (spot) => {
      spot.ocean();
      spot.ocean({ name: "second", controller_id: "second" });
    },
  },
  capacityOrder: {
    refused: (spot) => spot.ocean({ min_size: 3, desired_capacity: 2 }),
    accepted: (spot) => spot.ocean({ min_size: 2, desired_capacity: 2, max_size: 2 }),
  },
  headroomRange: {
    refused: (spot) => spot.ocean({ autoscaler: [{ auto_headroom_percentage: 201 }] }),
    accepted: (spot) => spot.ocean({ autoscaler: [{ auto_headroom_percentage: 200 }] }),
  },
  scaleDownRange: {
    refused: (spot) => spot.ocean({ autoscaler: [{ autoscale_down: [{ max_scale_down_percentage: 101 }] }] }),
    accepted: (spot) => spot.ocean({ autoscaler: [{ autoscale_down: [{ max_scale_down_percentage: 33 }] }] }),
  },
  regionUnknown: {
    refused: (spot) => spot.ocean({ region: "us-east-9" }),
    accepted: (spot) => spot.ocean({ region: "us-east-1" }),
  },
  subnetMissing: {
    refused: (spot) => spot.ocean({ subnet_ids: ["subnet-00000000000000000"] }),
    accepted: (spot) => spot.ocean({ subnet_ids: spot.around.network.privateSubnets.slice(0, 1) }),
  },
  subnetsOfOneVpc: {
    refused: (spot) => spot.ocean({ subnet_ids: [...spot.around.network.privateSubnets, otherVpc(spot).subnet] }),
    accepted: (spot) =>
      spot.ocean({ subnet_ids: [spot.around.network.publicSubnet, ...spot.around.network.privateSubnets] }),
  },
  groupMissing: {
    refused: (spot) => spot.ocean({ security_groups: ["sg-00000000000000000"] }),
    accepted: (spot) => spot.ocean(),
  },
  groupElsewhere: {
    refused: (spot) => spot.ocean({ security_groups: [otherVpc(spot).group] }),
    accepted: (spot) => spot.ocean(),
  },
  imageMissing: {
    refused: (spot) => spot.ocean({ image_id: "ami-xyz" }),
    accepted: (spot) => spot.ocean({ image_id: "ami-0123456789abcdef0" }),
  },
  profileMissing: {
    refused: (spot) => spot.ocean({ iam_instance_profile: "missing" }),
    accepted: (spot) => spot.ocean({ iam_instance_profile: "arn:aws:iam::123456789012:instance-profile/node" }),
  },
  noTypes: {
    refused: (spot) => spot.ocean({ filters: [{ min_memory_gib: 4_000 }] }),
    accepted: (spot) => spot.ocean({ filters: [{ min_memory_gib: 64 }] }),
  },
  volumeEncryption: {
    refused: (spot) => spot.ocean(rootVolume({ kms_key_id: "alias/aws/ebs" })),
    accepted: (spot) => spot.ocean(rootVolume({ kms_key_id: "alias/aws/ebs", encrypted: true })),
  },
  userDataSize: {
    refused: (spot) => spot.ocean({ user_data: `# ${"-".repeat(16_384)}` }),
    accepted: (spot) => spot.ocean({ user_data: `# ${"-".repeat(16_000)}` }),
  },
  clusterMissing: {
    refused: (spot) => {
      const state = spot.ocean();
      spot.delete("spotinst_ocean_aws", state);
      spot.update(state, "spotinst_ocean_aws", spot.config({ max_size: 11 }));
    },
    accepted: (spot) => spot.update(spot.ocean(), "spotinst_ocean_aws", spot.config({ max_size: 11 })),
  },
  rollBatch: {
    refused: (spot) => roll(spot, 101),
    accepted: (spot) => roll(spot, 100),
  },
  rollEmpty: {
    refused: (spot) => roll(spot, 50, { min_size: 0, desired_capacity: 0 }),
    accepted: (spot) => roll(spot, 50),
  },
  specOcean: {
    refused: (spot) => spec(spot, "o-00000000"),
    accepted: (spot) => spec(spot, String(spot.ocean().id)),
  },
  specTypes: {
    refused: (spot) => spec(spot, String(spot.ocean().id), { instance_types: ["t3.small"] }),
    accepted: (spot) => spec(spot, String(spot.ocean().id), { instance_types: ["m5.xlarge"] }),
  },
  specLimits: {
    refused: (spot) => spec(spot, String(spot.ocean().id), limits(3, 2)),
    accepted: (spot) => spec(spot, String(spot.ocean().id), limits(2, 2)),
  },
});

function roll(spot: TestSpot, batch_size_percentage: number, changes: Values = {}): void {
  const update_policy = [{ should_roll: true, roll_config: [{ batch_size_percentage }] }];
  const state = spot.ocean(changes);
  spot.update(state, "spotinst_ocean_aws", spot.config({ ...changes, monitoring: true, update_policy }));
}

function spec(spot: TestSpot, ocean_id: string, changes: Values = {}): Values {
  return spot.create("spotinst_ocean_aws_launch_spec", { ocean_id, name: "large", ...changes });
}

function limits(min_instance_count: number, max_instance_count: number): Values {
  return { resource_limits: [{ min_instance_count, max_instance_count }] };
}

function rootVolume(ebs: Values): Values {
  return {
    block_device_mappings: [{ device_name: "/dev/xvda", ebs: [{ volume_size: 50, volume_type: "gp3", ...ebs }] }],
  };
}

function otherVpc({ around }: TestSpot): { readonly subnet: string; readonly group: string } {
  const vpc_id = String(around.cloud.create("aws_vpc", { cidr_block: "10.99.0.0/16" }).id);
  const zone = { availability_zone: "us-east-1a", cidr_block: "10.99.0.0/24" };
  return {
    subnet: String(around.cloud.create("aws_subnet", { vpc_id, ...zone }).id),
    group: String(around.cloud.create("aws_security_group", { name: "elsewhere", vpc_id }).id),
  };
}

function trust({ around }: TestSpot, externalId: string): void {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::922761411349:root" },
    Action: "sts:AssumeRole",
    Condition: { StringLike: { "sts:ExternalId": externalId } },
  };
  const state = around.cloud.import("aws_iam_role", "SpotRole-act-0123abcd");
  around.cloud.update(state, "aws_iam_role", {
    name: "SpotRole-act-0123abcd",
    assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: statement }),
  });
}
