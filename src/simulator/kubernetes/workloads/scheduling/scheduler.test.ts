import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../world/json.ts";
import { eventsOf } from "../../events.ts";
import { textAt } from "../../fields.ts";
import { conditionOf } from "../../object.ts";
import type { TestCluster } from "../../testing/cluster.ts";
import { node, pod, podSpec, workloadCluster } from "../testing/workloads.ts";

function asking(cpu: string, memory = "64Mi"): JsonObject {
  return { resources: { requests: { cpu, memory } } };
}

/** Where a pod is, or why it is nowhere. */
function placeOf({ api }: TestCluster, name = "web"): string {
  const found = api.find("/Pod", name, "default");
  return textAt(found, "spec.nodeName") || (found ? (conditionOf(found, "PodScheduled")?.message ?? "") : "");
}

/** Makes pods and says where they are. */
function placed(cluster: TestCluster, ...specs: readonly JsonObject[]): readonly string[] {
  for (const [index, spec] of specs.entries()) cluster.api.create(pod(`web-${index}`, spec, { app: "web" }));
  cluster.run();
  return specs.map((_, index) => placeOf(cluster, `web-${index}`));
}

test("a pod without room waits and says what is short, and goes where room comes", () => {
  const cluster = workloadCluster(1);
  const [first, second] = placed(cluster, podSpec(asking("1500m")), podSpec(asking("500m")));
  expect(first).toBe("node-0");
  expect(second).toBe(
    "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
  );
  cluster.api.create(node("node-1"));
  cluster.run();
  expect(placeOf(cluster, "web-1")).toBe("node-1");
});

test("requests that just fit are placed", () => {
  expect(placed(workloadCluster(1), podSpec(asking("1930m", "7100Mi")))).toEqual(["node-0"]);
});

test("an init container counts where it asks for more than the others together", () => {
  const spec = { ...podSpec(asking("1")), initContainers: [{ name: "init", image: "busybox:1", ...asking("2") }] };
  expect(placed(workloadCluster(1), spec)[0]).toContain("1 Insufficient cpu");
});

test("without nodes the words are others", () => {
  expect(placed(workloadCluster(0), podSpec())).toEqual(["no nodes available to schedule pods"]);
});

test("a taint keeps pods off that do not tolerate it", () => {
  const cluster = workloadCluster(0);
  cluster.api.create(node("node-0", "a", { taints: [{ key: "team", value: "data", effect: "NoSchedule" }] }));
  const tolerations = [{ key: "team", operator: "Equal", value: "data", effect: "NoSchedule" }];
  const [without, with_] = placed(cluster, podSpec(), podSpec({}, { tolerations }));
  expect(without).toContain("1 node(s) had untolerated taint {team: data}");
  expect(with_).toBe("node-0");
});

test("a node that is not ready takes nothing", () => {
  const cluster = workloadCluster(0);
  cluster.api.create(node("node-0"));
  const made = cluster.api.find("/Node", "node-0");
  if (made) cluster.api.setStatus(made, { conditions: [{ type: "Ready", status: "False" }] });
  expect(placed(cluster, podSpec())[0]).toContain("untolerated taint {node.kubernetes.io/not-ready: }");
});

test("a node selector and a required node affinity choose the node", () => {
  const inZone = { key: "topology.kubernetes.io/zone", operator: "In", values: ["us-east-1b"] };
  const nodeAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [inZone] }] },
  };
  const specs = [
    podSpec({}, { nodeSelector: { "kubernetes.io/hostname": "node-1" } }),
    podSpec({}, { affinity: { nodeAffinity } }),
    podSpec({}, { nodeSelector: { disk: "fast" } }),
  ];
  const [first, second, third] = placed(workloadCluster(2), ...specs);
  expect([first, second]).toEqual(["node-1", "node-1"]);
  expect(third).toContain("2 node(s) didn't match Pod's node affinity/selector");
});

test("pods that must be apart are, and one too many waits", () => {
  const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "web" } } };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  const spec = podSpec({}, { affinity });
  const [first, second, third] = placed(workloadCluster(2), spec, spec, spec);
  expect([first, second].toSorted()).toEqual(["node-0", "node-1"]);
  expect(third).toContain("2 node(s) didn't match pod anti-affinity rules");
});

test("pods that must be together are", () => {
  const term = { topologyKey: "topology.kubernetes.io/zone", labelSelector: { matchLabels: { app: "web" } } };
  const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  const [first, second, third] = placed(
    workloadCluster(2),
    podSpec({}, { affinity }),
    podSpec({}, { affinity }),
    podSpec({}, { affinity }),
  );
  expect(new Set([first, second, third]).size).toBe(1);
});

test("a pod whose claim is not there waits for it", () => {
  const cluster = workloadCluster(1);
  const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
  expect(placed(cluster, podSpec({}, { volumes }))[0]).toContain('persistentvolumeclaim "data" not found');
});

test("the reason is an event of the pod, once", () => {
  const cluster = workloadCluster(0);
  placed(cluster, podSpec());
  cluster.run();
  const made = cluster.api.find("/Pod", "web-0", "default");
  const events = made ? eventsOf(cluster.api, made) : [];
  expect(events).toMatchObject([{ reason: "FailedScheduling", type: "Warning", count: 1 }]);
});

test("no node is given more than it has, and a pod that waits fits nowhere", () => {
  const request = fc.record({ cpu: fc.integer({ min: 1, max: 20 }), memory: fc.integer({ min: 1, max: 80 }) });
  const property = fc.property(fc.integer({ min: 1, max: 4 }), fc.array(request, { maxLength: 15 }), (nodes, asked) => {
    const cluster = workloadCluster(nodes);
    const specs = asked.map(({ cpu, memory }) => podSpec(asking(`${cpu}00m`, `${memory}00Mi`)));
    const places = placed(cluster, ...specs);
    const left = Array.from({ length: nodes }, (_, index) => {
      const here = asked.filter((_, pod) => places[pod] === `node-${index}`);
      const sum = (name: "cpu" | "memory") => here.reduce((total, pod) => total + pod[name] * 100, 0);
      return { cpu: 1_930 - sum("cpu"), memory: 7_100 - sum("memory") };
    });
    for (const { cpu, memory } of left) expect(Math.min(cpu, memory)).toBeGreaterThanOrEqual(0);
    const waiting = asked.filter((_, pod) => !places[pod]?.startsWith("node-"));
    for (const { cpu, memory } of waiting) {
      expect(left.some((node) => node.cpu >= cpu * 100 && node.memory >= memory * 100)).toBe(false);
    }
  });
  fc.assert(property, { numRuns: 40 });
});
