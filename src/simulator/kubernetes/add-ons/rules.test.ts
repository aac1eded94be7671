import { eks } from "../../aws/eks/records.ts";
import type { Values } from "../../planning/values.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type OpenCluster, openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import { nodeControllers } from "../nodes/controllers.ts";
import { testCluster } from "../testing/cluster.ts";
import { checkTelemetry } from "./guardduty-coverage.ts";
import { guardDutyRules } from "./rules.ts";

/** Denies what comes from other accounts, by a condition key. */
function onlyAccount(key: string): string {
  const statement = { Principal: "*", Action: "*", Resource: "*" };
  const others = { StringNotEquals: { [key]: "123456789012" } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", ...statement },
      { Effect: "Deny", ...statement, Condition: others },
    ],
  });
}

testRules(guardDutyRules, () => openCluster(), {
  endpointMissing: {
    refused: (open) => telemetry(open),
    accepted: (open) => {
      endpoint(open);
      telemetry(open);
    },
  },
  privateDns: {
    refused: (open) => {
      endpoint(open, { private_dns_enabled: false });
      telemetry(open);
    },
    accepted: (open) => {
      endpoint(open, { private_dns_enabled: true });
      telemetry(open);
    },
  },
  unreachable: {
    refused: (open) => {
      endpoint(open, { security_group_ids: [group(open, 80)] });
      telemetry(open);
    },
    accepted: (open) => {
      endpoint(open, { security_group_ids: [group(open, 443)] });
      telemetry(open);
    },
  },
  denied: {
    refused: (open) => {
      endpoint(open, { policy: onlyAccount("aws:Principal") });
      telemetry(open);
    },
    accepted: (open) => {
      endpoint(open, { policy: onlyAccount("aws:PrincipalAccount") });
      telemetry(open);
    },
  },
});

function telemetry(open: OpenCluster): void {
  startInstance(open);
  testCluster({ world: open.cloud.world, controllers: nodeControllers }).run(300);
  for (const node of eks.nodes(open.cloud.aws).rows()) checkTelemetry(open.cloud.aws, node);
}

function endpoint({ cloud, network }: OpenCluster, changes: Values = {}): void {
  cloud.create("aws_vpc_endpoint", {
    vpc_id: network.vpc,
    service_name: "com.amazonaws.us-east-1.guardduty-data",
    vpc_endpoint_type: "Interface",
    subnet_ids: network.privateSubnets,
    security_group_ids: [network.clusterGroup],
    private_dns_enabled: true,
    ...changes,
  });
}

/** A group that lets the nodes in on one port. */
function group({ cloud, network }: OpenCluster, port: number): string {
  const ingress = [{ from_port: port, to_port: port, protocol: "tcp", security_groups: [network.clusterGroup] }];
  return String(cloud.create("aws_security_group", { name: "endpoint", vpc_id: network.vpc, ingress }).id);
}
