import { expect, test } from "vitest";
import type { JsonObject } from "../../../world/json.ts";
import type { TestCluster } from "../../testing/cluster.ts";
import { pod, podSpec, workloadCluster } from "../testing/workloads.ts";

/** A pod that runs, on a node that then gets a taint. */
function tainted(key: string, spec: JsonObject = {}): TestCluster {
  const cluster = workloadCluster(1);
  cluster.api.create(pod("web", podSpec({}, spec)));
  cluster.run();
  const node = cluster.api.find("/Node", "node-0");
  if (node) cluster.api.patch(node, { spec: { taints: [{ key, effect: "NoExecute" }] } });
  return cluster;
}

function podCount({ api }: TestCluster): number {
  return api.list("/Pod").length;
}

test("pods stay five minutes on a node that is not ready", () => {
  const cluster = tainted("node.kubernetes.io/not-ready");
  cluster.run(299);
  expect(podCount(cluster)).toBe(1);
  cluster.run(10);
  expect(podCount(cluster)).toBe(0);
});

test("pods leave a node with another taint at once, unless they tolerate it", () => {
  const cluster = tainted("maintenance");
  cluster.run(10);
  expect(podCount(cluster)).toBe(0);
  const tolerant = tainted("maintenance", { tolerations: [{ operator: "Exists" }] });
  tolerant.run();
  expect(podCount(tolerant)).toBe(1);
});

test("a toleration may be for a while", () => {
  const tolerations = [{ key: "maintenance", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 }];
  const cluster = tainted("maintenance", { tolerations });
  cluster.run(59);
  expect(podCount(cluster)).toBe(1);
  cluster.run(10);
  expect(podCount(cluster)).toBe(0);
});
