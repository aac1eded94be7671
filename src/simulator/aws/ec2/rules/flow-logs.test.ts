import type { Values } from "../../../planning/values.ts";
import { roleFor } from "../../../testing/cluster.ts";
import { type TestNetwork, testNetwork } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { createFlowLog } from "../api/flow-logs.ts";
import { flowLogRules } from "./flow-logs.ts";

const service = "vpc-flow-logs.amazonaws.com";
const bucket = "arn:aws:s3:::records";

function flowLog(network: TestNetwork, changes: Values): void {
  network.make("aws_flow_log", { vpc_id: network.vpcId, traffic_type: "ALL", ...changes });
}

function logGroup({ cloud }: TestNetwork): string {
  return String(cloud.create("aws_cloudwatch_log_group", { name: "flows" }).arn);
}

const toBucket = { log_destination_type: "s3", log_destination: bucket };

testRules(flowLogRules, () => testNetwork(), {
  taken: {
    refused: (network) => {
      flowLog(network, toBucket);
      flowLog(network, toBucket);
    },
    accepted: (network) => {
      flowLog(network, toBucket);
      flowLog(network, { ...toBucket, traffic_type: "REJECT" });
    },
  },
  role: {
    refused: (network) => {
      const iam_role_arn = roleFor(network.cloud, "delivery", "ec2.amazonaws.com");
      flowLog(network, { log_destination: logGroup(network), iam_role_arn });
    },
    accepted: (network) => {
      const iam_role_arn = roleFor(network.cloud, "delivery", service);
      flowLog(network, { log_destination: logGroup(network), iam_role_arn });
    },
  },
  roleMissing: {
    refused: (network) => flowLog(network, { log_destination: logGroup(network) }),
    accepted: (network) => flowLog(network, toBucket),
  },
  destination: {
    refused: (network) => flowLog(network, { iam_role_arn: roleFor(network.cloud, "delivery", service) }),
    accepted: (network) => {
      const iam_role_arn = roleFor(network.cloud, "delivery", service);
      flowLog(network, { log_destination: logGroup(network), iam_role_arn });
    },
  },
  interval: {
    refused: ({ cloud, vpcId }) => createFlowLog(cloud.aws, { ...request(vpcId), maxAggregationInterval: 300 }),
    accepted: ({ cloud, vpcId }) => createFlowLog(cloud.aws, { ...request(vpcId), maxAggregationInterval: 60 }),
  },
});

function request(vpcId: string) {
  return {
    resource: { kind: "vpc", id: vpcId },
    trafficType: "ALL",
    destinationType: "s3",
    destination: bucket,
    deliveryRoleArn: null,
    format: "",
  } as const;
}
