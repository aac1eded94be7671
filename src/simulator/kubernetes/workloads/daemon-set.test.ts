import { expect, test } from "vitest";
import type { JsonObject } from "../../world/json.ts";
import { textAt } from "../fields.ts";
import type { TestCluster } from "../testing/cluster.ts";
import { podSpecOf } from "./pods/pod-types.ts";
import { isReady } from "./pods/pods.ts";
import { node, podSpec, workload, workloadCluster } from "./testing/workloads.ts";

function make(cluster: TestCluster, spec: JsonObject = podSpec()): void {
  cluster.api.create(workload("DaemonSet", "agent", spec));
  cluster.run();
}

function nodesOf({ api }: TestCluster): readonly string[] {
  return api
    .list("/Pod")
    .map((pod) => textAt(pod, "spec.nodeName"))
    .toSorted();
}

test("every node has one pod, also those that come later", () => {
  const cluster = workloadCluster();
  make(cluster);
  expect(nodesOf(cluster)).toEqual(["node-0", "node-1"]);
  cluster.api.create(node("node-2"));
  cluster.run();
  expect(nodesOf(cluster)).toEqual(["node-0", "node-1", "node-2"]);
  expect(cluster.api.find("apps/DaemonSet", "agent", "default")?.status).toMatchObject({
    desiredNumberScheduled: 3,
    numberReady: 3,
    updatedNumberScheduled: 3,
  });
});

test("without nodes there is nothing to wait for", () => {
  const cluster = workloadCluster(0);
  make(cluster);
  expect(cluster.api.find("apps/DaemonSet", "agent", "default")?.status).toMatchObject({ desiredNumberScheduled: 0 });
});

test("nodes with a taint are left out unless the pods tolerate it", () => {
  const taints = [{ key: "team", value: "data", effect: "NoSchedule" }];
  const cluster = workloadCluster(1);
  cluster.api.create(node("node-1", "b", { taints }));
  make(cluster);
  expect(nodesOf(cluster)).toEqual(["node-0"]);
  const tolerant = workloadCluster(1);
  tolerant.api.create(node("node-1", "b", { taints }));
  make(tolerant, podSpec({}, { tolerations: [{ operator: "Exists" }] }));
  expect(nodesOf(tolerant)).toEqual(["node-0", "node-1"]);
});

test("a pod on the network of its node starts before the node is ready, another does not", () => {
  const cluster = workloadCluster(1);
  const first = cluster.api.find("/Node", "node-0");
  if (first) cluster.api.setStatus(first, { conditions: [{ type: "Ready", status: "False" }] });
  const tolerations = [{ operator: "Exists" }];
  cluster.api.create(workload("DaemonSet", "network", podSpec({}, { tolerations, hostNetwork: true })));
  cluster.api.create(workload("DaemonSet", "other", podSpec({}, { tolerations })));
  cluster.run();
  const ready = cluster.api.list("/Pod").filter(isReady);
  expect(ready.map(({ metadata }) => metadata.labels?.app)).toEqual(["network"]);
});

test("a changed template is rolled out one node at a time", () => {
  const cluster = workloadCluster(3);
  make(cluster);
  const set = cluster.api.find("apps/DaemonSet", "agent", "default");
  if (set) cluster.api.patch(set, { spec: { template: { spec: podSpec({ image: "ghcr.io/example/app:2.0.0" }) } } });
  let least = 3;
  cluster.run(600, () => {
    least = Math.min(least, cluster.api.list("/Pod").filter(isReady).length);
    return false;
  });
  const images = cluster.api.list("/Pod").flatMap((pod) => podSpecOf(pod).containers.map(({ image }) => image));
  expect(new Set(images)).toEqual(new Set(["ghcr.io/example/app:2.0.0"]));
  expect(images).toHaveLength(3);
  expect(least).toBe(2);
});
