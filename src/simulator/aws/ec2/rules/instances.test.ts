import type { Values } from "../../../planning/values.ts";
import { roleFor } from "../../../testing/cluster.ts";
import { type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { restartInstance, terminateInstances } from "../api/instances.ts";
import { imagesOf } from "../facts/images.ts";
import { instanceRules } from "./instances.ts";

const image = (region: string, architecture: string): string =>
  imagesOf(region).find((candidate) => candidate.architecture === architecture)?.id ?? "";

function started(network: TestNetwork, changes: Values = {}): string {
  return network.make("aws_instance", {
    ami: "ami-0123456789abcdef0",
    instance_type: "t3.micro",
    ...(changes.subnet_id ? {} : { subnet_id: network.subnet() }),
    ...changes,
  });
}

/** So many instances with 16 vCPUs; two of them fill the quota of standard types. */
function large(network: TestNetwork, count: number, changes: Values = {}): void {
  const subnet_id = network.subnet();
  for (let index = 0; index < count; index += 1) {
    started(network, { subnet_id, instance_type: "m6i.4xlarge", ...changes });
  }
}

function profile({ cloud }: TestNetwork, role: string | null): string {
  const made = cloud.create("aws_iam_instance_profile", { name: "nodes", role });
  return String(made.name);
}

const bytes = (count: number): string => Buffer.alloc(count, "x").toString("base64");
const spot = { instance_market_options: [{ market_type: "spot" }] };

testRules(instanceRules, () => testNetwork(), {
  imageForm: {
    refused: (network) => started(network, { ami: "ami-latest" }),
    accepted: (network) => started(network, { ami: "ami-01234567" }),
  },
  imageGone: {
    refused: (network) => started(network, { ami: image("eu-west-1", "x86_64") }),
    accepted: (network) => started(network, { ami: image("us-east-1", "x86_64") }),
  },
  imageMissing: {
    refused: (network) => {
      const id = network.make("aws_launch_template", { name: "bare", instance_type: "t3.micro" });
      network.make("aws_instance", { launch_template: [{ id }], subnet_id: network.subnet() });
    },
    accepted: (network) => started(network),
  },
  typeUnknown: {
    refused: (network) => started(network, { instance_type: "t3.gigantic" }),
    accepted: (network) => started(network, { instance_type: "t3.large" }),
  },
  typeArchitecture: {
    refused: (network) => started(network, { ami: image("us-east-1", "x86_64"), instance_type: "t4g.micro" }),
    accepted: (network) => started(network, { ami: image("us-east-1", "arm64"), instance_type: "t4g.micro" }),
  },
  typeZone: {
    refused: (network) => started(network, { subnet_id: network.subnet("10.0.1.0/24", "us-east-1e") }),
    accepted: (network) =>
      started(network, { subnet_id: network.subnet("10.0.1.0/24", "us-east-1e"), instance_type: "t2.micro" }),
  },
  onDemandQuota: {
    refused: (network) => large(network, 3),
    accepted: (network) => large(network, 2),
  },
  spotQuota: {
    refused: (network) => large(network, 3, spot),
    accepted: (network) => {
      large(network, 2, spot);
      started(network, { subnet_id: network.subnet("10.0.2.0/24") });
    },
  },
  userDataSize: {
    refused: (network) => started(network, { user_data_base64: bytes(16_385) }),
    accepted: (network) => started(network, { user_data_base64: bytes(16_384) }),
  },
  profileUnready: {
    refused: (network) => started(network, { iam_instance_profile: "nodes" }),
    accepted: (network) => {
      roleFor(network.cloud, "nodes", "ec2.amazonaws.com");
      started(network, { iam_instance_profile: profile(network, "nodes") });
    },
  },
  profileWithoutRole: {
    refused: (network) => started(network, { iam_instance_profile: profile(network, null) }),
    accepted: (network) => {
      roleFor(network.cloud, "nodes", "ec2.amazonaws.com");
      started(network, { iam_instance_profile: profile(network, "nodes") });
    },
  },
  stopProtection: {
    refused: (network) => restartInstance(network.cloud.aws, started(network, { disable_api_stop: true })),
    accepted: (network) => restartInstance(network.cloud.aws, started(network)),
  },
  terminationProtection: {
    refused: (network) => terminateInstances(network.cloud.aws, [started(network, { disable_api_termination: true })]),
    accepted: (network) => terminateInstances(network.cloud.aws, [started(network)]),
  },
});
