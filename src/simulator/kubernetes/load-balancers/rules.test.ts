import { ec2 } from "../../aws/ec2/tables.ts";
import { eks } from "../../aws/eks/records.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type OpenCluster, openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesObject } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { loadBalancerRules } from "./rules.ts";
import { ensureGroups, openNodes } from "./security-groups.ts";
import { type ServiceSettings, settingsOf } from "./service-settings.ts";
import { subnetsFor } from "./subnets.ts";

const port = { port: 443, nodePort: 30_443, protocol: "TCP" };
const nlb = { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" };

testRules(loadBalancerRules, () => openCluster(), {
  protocol: {
    refused: (open) => settings(open, { ports: [{ ...port, protocol: "UDP" }] }),
    accepted: (open) => settings(open, { ports: [{ ...port, protocol: "UDP" }] }, nlb),
  },
  affinity: {
    refused: (open) => settings(open, { sessionAffinity: "ClientIP" }),
    accepted: (open) => settings(open, { sessionAffinity: "None" }),
  },
  address: {
    refused: (open) => settings(open, { loadBalancerIP: "10.0.0.9" }),
    accepted: (open) => settings(open, { loadBalancerIP: "" }),
  },
  sourceRange: {
    refused: (open) => settings(open, { loadBalancerSourceRanges: ["10.0.0.9"] }),
    accepted: (open) => settings(open, { loadBalancerSourceRanges: ["10.0.0.9/32"] }),
  },
  noSubnets: {
    refused: (open) => {
      tagSubnet(open, "kubernetes.io/cluster/another");
      subnets(open);
    },
    accepted: (open) => {
      tagSubnet(open, "kubernetes.io/cluster/test");
      subnets(open);
    },
  },
  taggedGroups: {
    refused: (open) => nodes(open, [open.network.clusterGroup, group(open, { "kubernetes.io/cluster/test": "owned" })]),
    accepted: (open) => nodes(open, [open.network.clusterGroup, group(open)]),
  },
  untaggedGroups: {
    refused: (open) => nodes(open, [group(open), group(open, {}, "second")]),
    accepted: (open) => nodes(open, [group(open)]),
  },
});

function service(open: OpenCluster, spec: JsonObject, annotations: Readonly<Record<string, string>>): KubernetesObject {
  return testCluster({ world: open.cloud.world }).api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "default", annotations },
    spec: { type: "LoadBalancer", ports: [port], ...spec },
  });
}

function settings(
  open: OpenCluster,
  spec: JsonObject = {},
  annotations: Readonly<Record<string, string>> = {},
): ServiceSettings {
  return settingsOf(service(open, spec, annotations), "test");
}

function subnets(open: OpenCluster): void {
  const cluster = eks.clusters(open.cloud.aws).get("test");
  if (cluster) subnetsFor(open.cloud.aws, cluster, settings(open));
}

function tagSubnet({ cloud, network }: OpenCluster, key: string): void {
  const subnet = ec2.subnets(cloud.aws).get(network.publicSubnet);
  if (subnet) ec2.subnets(cloud.aws).put(subnet.id, { ...subnet, tags: { [key]: "shared" } });
}

function nodes(open: OpenCluster, vpc_security_group_ids: readonly string[]): void {
  const { aws } = open.cloud;
  startInstance(open, { vpc_security_group_ids });
  const cluster = eks.clusters(aws).get("test");
  const wanted = settings(open);
  const groups = cluster ? ensureGroups(aws, cluster, "default/web", wanted) : [];
  openNodes(aws, "test", ec2.instances(aws).rows(), wanted, groups);
}

function group({ cloud, network }: OpenCluster, tags = {}, name = "first"): string {
  return String(cloud.create("aws_security_group", { name, vpc_id: network.vpc, tags }).id);
}
