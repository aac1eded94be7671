import { type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { attachVolume, createVolume, deleteVolume, detachVolume, type NewVolume } from "../api/volume-lifecycle.ts";
import { blockStorageRules } from "./block-storage.ts";

/** A volume of 10 GiB in the first zone, with changes; gives its id. */
function volume({ cloud }: TestNetwork, changes: Partial<NewVolume> = {}): string {
  const request = { availabilityZone: "us-east-1a", size: 10, type: "gp3", tags: {}, clientToken: "one", ...changes };
  return createVolume(cloud.aws, request).id;
}

/** An instance in a zone; gives its id. */
function instance(network: TestNetwork, instance_type = "t3.micro", zone = "us-east-1a"): string {
  const subnet_id = network.subnet("10.0.32.0/24", zone);
  return network.make("aws_instance", { ami: "ami-0123456789abcdef0", instance_type, subnet_id });
}

function attached(network: TestNetwork, id: string, instanceId: string, device = "/dev/xvdaa"): string {
  attachVolume(network.cloud.aws, id, instanceId, device);
  return id;
}

/** Attaches so many volumes to an instance beside its root volume. */
function fill(network: TestNetwork, count: number, instanceType?: string): void {
  const instanceId = instance(network, instanceType);
  for (let index = 0; index < count; index += 1) {
    attached(network, volume(network, { clientToken: String(index) }), instanceId, `/dev/xvda${index}`);
  }
}

testRules(blockStorageRules, () => testNetwork(), {
  sizeMissing: {
    refused: (network) => volume(network, { size: 0 }),
    accepted: (network) => volume(network, { size: 1 }),
  },
  sizeRange: {
    refused: (network) => volume(network, { type: "gp2", size: 16_385 }),
    accepted: (network) => volume(network, { type: "gp3", size: 16_385 }),
  },
  type: {
    refused: (network) => volume(network, { type: "gp4" }),
    accepted: (network) => volume(network, { type: "gp2" }),
  },
  iopsRange: {
    refused: (network) => volume(network, { iops: 2_999 }),
    accepted: (network) => volume(network, { iops: 3_000 }),
  },
  zone: {
    refused: (network) => volume(network, { availabilityZone: "us-east-1z" }),
    accepted: (network) => volume(network, { availabilityZone: "us-east-1c" }),
  },
  inUse: {
    refused: (network) => deleteVolume(network.cloud.aws, attached(network, volume(network), instance(network))),
    accepted: (network) => {
      const id = attached(network, volume(network), instance(network));
      detachVolume(network.cloud.aws, id);
      deleteVolume(network.cloud.aws, id);
    },
  },
  zoneMismatch: {
    refused: (network) => attached(network, volume(network), instance(network, "t3.micro", "us-east-1b")),
    accepted: (network) => attached(network, volume(network), instance(network, "t3.micro", "us-east-1a")),
  },
  attached: {
    refused: (network) => {
      const instanceId = instance(network);
      attached(network, attached(network, volume(network), instanceId), instanceId, "/dev/xvdab");
    },
    accepted: (network) => attached(network, volume(network), instance(network), "/dev/xvdab"),
  },
  slots: {
    // The root volume and the network interface take two of 28.
    refused: (network) => fill(network, 27),
    accepted: (network) => fill(network, 26),
  },
  device: {
    refused: (network) => {
      const instanceId = instance(network);
      attached(network, volume(network), instanceId);
      attached(network, volume(network, { clientToken: "two" }), instanceId);
    },
    accepted: (network) => {
      const instanceId = instance(network);
      attached(network, volume(network), instanceId);
      attached(network, volume(network, { clientToken: "two" }), instanceId, "/dev/xvdab");
    },
  },
  notAttached: {
    refused: (network) => detachVolume(network.cloud.aws, volume(network)),
    accepted: (network) => detachVolume(network.cloud.aws, attached(network, volume(network), instance(network))),
  },
});
