import type { Values } from "../../../planning/values.ts";
import { type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { modifyVolume } from "../api/volumes.ts";
import { ec2 } from "../tables.ts";
import { volumeRules } from "./volumes.ts";

/** An instance whose root volume is as the block says. */
function withRoot(network: TestNetwork, block: Values): string {
  const root_block_device = [block];
  const instance = { ami: "ami-0123456789abcdef0", instance_type: "t3.micro", subnet_id: network.subnet() };
  return network.make("aws_instance", { ...instance, root_block_device });
}

function rootOf({ cloud }: TestNetwork, instance: string): string {
  return ec2.instances(cloud.aws).get(instance)?.rootVolumeId ?? "";
}

function key({ cloud }: TestNetwork, is_enabled: boolean): string {
  return String(cloud.create("aws_kms_key", { description: "volumes", is_enabled }).arn);
}

testRules(volumeRules, () => testNetwork(), {
  shrink: {
    refused: (network) =>
      modifyVolume(network.cloud.aws, rootOf(network, withRoot(network, { volume_size: 20 })), { size: 19 }),
    accepted: (network) =>
      modifyVolume(network.cloud.aws, rootOf(network, withRoot(network, { volume_size: 20 })), { size: 21 }),
  },
  keyWithoutEncryption: {
    refused: (network) => withRoot(network, { kms_key_id: key(network, true) }),
    accepted: (network) => withRoot(network, { kms_key_id: key(network, true), encrypted: true }),
  },
  throughput: {
    refused: (network) => withRoot(network, { volume_type: "gp2", throughput: 200 }),
    accepted: (network) => withRoot(network, { volume_type: "gp3", throughput: 200 }),
  },
  iops: {
    refused: (network) => withRoot(network, { volume_type: "io2" }),
    accepted: (network) => withRoot(network, { volume_type: "io2", iops: 4000 }),
  },
  iopsRatio: {
    refused: (network) => withRoot(network, { volume_type: "gp3", volume_size: 8, iops: 4001 }),
    accepted: (network) => withRoot(network, { volume_type: "gp3", volume_size: 8, iops: 4000 }),
  },
  keyUnusable: {
    refused: (network) => withRoot(network, { kms_key_id: key(network, false), encrypted: true }),
    accepted: (network) => withRoot(network, { kms_key_id: key(network, true), encrypted: true }),
  },
});
