import type { JsonObject } from "../../../world/json.ts";
import type { Manifest } from "../../object.ts";
import { type TestCluster, testCluster } from "../../testing/cluster.ts";
import { workloadControllersWith } from "../controllers.ts";
import type { StartCondition } from "../kubelet/start-conditions.ts";

/** A cluster with so many nodes, in zones a and b in turn, in which workloads run. */
export function workloadCluster(nodes = 2, startConditions: readonly StartCondition[] = []): TestCluster {
  const test = testCluster({ controllers: workloadControllersWith(startConditions) });
  for (let index = 0; index < nodes; index += 1) test.api.create(node(`node-${index}`, index % 2 === 0 ? "a" : "b"));
  return test;
}

/** A ready node of two cores and 8 GiB in zone `us-east-1<zone>`. */
export function node(
  name: string,
  zone = "a",
  spec: JsonObject = {},
  labels: Readonly<Record<string, string>> = {},
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/zone": `us-east-1${zone}`,
        ...labels,
      },
    },
    spec: { providerID: `aws:///us-east-1${zone}/i-0123456789abcdef0`, ...spec },
    status: {
      allocatable: { cpu: "1930m", memory: "7100Mi", pods: "29" },
      addresses: [{ type: "InternalIP", address: "10.52.16.9" }],
      conditions: [{ type: "Ready", status: "True" }],
    },
  };
}

/** A pod specification of one container. */
export function podSpec(container: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  return { containers: [{ name: "app", image: "ghcr.io/example/app:1.0.0", ...container }], ...spec };
}

/** A workload of that kind in the namespace `default`, whose pods have the label `app`. */
export function workload(kind: string, name: string, pod: JsonObject = podSpec(), spec: JsonObject = {}): Manifest {
  const labels = { app: name };
  const selector = kind === "Job" ? {} : { selector: { matchLabels: labels } };
  return {
    apiVersion: kind === "Job" ? "batch/v1" : "apps/v1",
    kind,
    metadata: { name, namespace: "default" },
    spec: { ...selector, template: { metadata: { labels }, spec: pod }, ...spec },
  };
}

/** A pod without owner. */
export function pod(
  name: string,
  spec: JsonObject = podSpec(),
  labels: Readonly<Record<string, string>> = {},
): Manifest {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", labels }, spec };
}
