import { describe, expect, test } from "vitest";
import { ec2 } from "../aws/ec2/tables.ts";
import { eventsOf } from "../kubernetes/events.ts";
import { textAt } from "../kubernetes/fields.ts";
import { nodeControllers } from "../kubernetes/nodes/controllers.ts";
import { conditionOf } from "../kubernetes/object.ts";
import { type TestCluster, testCluster } from "../kubernetes/testing/cluster.ts";
import { workloadControllersWith } from "../kubernetes/workloads/controllers.ts";
import { pod, podSpec, workload } from "../kubernetes/workloads/testing/workloads.ts";
import type { Values } from "../planning/values.ts";
import { type TestSpot, testSpot } from "../testing/spot.ts";
import type { JsonObject } from "../world/json.ts";
import { spotControllers, spotStartConditions } from "./controllers.ts";
import { oceansOf } from "./records.ts";

const controllers = [...nodeControllers, ...workloadControllersWith(spotStartConditions), ...spotControllers];
const noHeadroom = { auto_headroom_percentage: 0, autoscale_is_auto_config: false };

/** An Ocean cluster of one node, and its controller in the cluster. */
function running(
  changes: Values = {},
  token = "good-token",
): { readonly spot: TestSpot; readonly inside: TestCluster } {
  const spot = testSpot();
  spot.ocean({ desired_capacity: 1, autoscaler: [noHeadroom], ...changes });
  const inside = testCluster({ world: spot.world, controllers, namespaces: ["spot-system"] });
  installController(inside, token);
  inside.run(400);
  return { spot, inside };
}

function installController({ api }: TestCluster, token: string): void {
  const metadata = { name: "ocean", namespace: "spot-system" };
  const data = { token: Buffer.from(token).toString("base64") };
  api.create({ apiVersion: "v1", kind: "Secret", metadata, data });
  api.create({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { "spotinst.cluster-identifier": "test" } });
  const from = { secretKeyRef: { name: "ocean", key: "token" } };
  const identifier = { configMapKeyRef: { name: "ocean", key: "spotinst.cluster-identifier" } };
  const container = {
    image: "us-docker.pkg.dev/spotit-today/container-labs/spotinst-kubernetes-controller:v2.3.0",
    env: [
      { name: "SPOTINST_TOKEN", valueFrom: from },
      { name: "CLUSTER_IDENTIFIER", valueFrom: identifier },
    ],
  };
  const made = workload("Deployment", "ocean", podSpec(container));
  api.create({ ...made, metadata });
}

function instances({ around }: TestSpot) {
  return ec2.instances(around.cloud.aws).rows();
}

function asking(cpu: string, spec: JsonObject = {}): JsonObject {
  return podSpec({ resources: { requests: { cpu, memory: "1Gi" } } }, spec);
}

function isRunning({ api }: TestCluster, name: string): boolean {
  const found = api.find("/Pod", name, "default");
  return found !== undefined && conditionOf(found, "Ready")?.status === "True";
}

describe("Ocean with its controller", () => {
  test("labels its nodes with their lifecycle", () => {
    const { inside } = running();
    const [node] = inside.api.list("/Node");
    expect(node?.metadata.labels).toMatchObject({ "spotinst.io/node-lifecycle": "spot" });
  });

  test("starts a node for a pod that fits nowhere, and the pod runs two to five minutes later", () => {
    const { spot, inside } = running();
    inside.api.create(pod("large", asking("3")));
    const { met, seconds } = inside.run(900, () => isRunning(inside, "large"));
    expect(met).toBe(true);
    expect(seconds).toBeGreaterThan(100);
    expect(seconds).toBeLessThan(300);
    expect(instances(spot)).toHaveLength(2);
  });

  test("starts as many nodes as its pods need together, and no more", () => {
    const { spot, inside } = running();
    for (const name of ["a", "b", "c", "d"]) inside.api.create(pod(name, asking("900m")));
    inside.run(1_200);
    expect(["a", "b", "c", "d"].every((name) => isRunning(inside, name))).toBe(true);
    const count = instances(spot).length;
    inside.run(3_600);
    expect(instances(spot)).toHaveLength(count);
    expect(count).toBeLessThanOrEqual(3);
  });

  test("starts on-demand instances for pods that ask for them", () => {
    const { spot, inside } = running();
    inside.api.create(pod("steady", asking("100m", { nodeSelector: { "spotinst.io/node-lifecycle": "od" } })));
    inside.run(900, () => isRunning(inside, "steady"));
    expect(instances(spot).map(({ lifecycle }) => lifecycle)).toEqual(["spot", "on-demand"]);
    expect(isRunning(inside, "steady")).toBe(true);
  });

  test("starts a node in the zone that a pod asks for", () => {
    const { spot, inside } = running();
    inside.api.create(pod("there", asking("1500m", { nodeSelector: { "topology.kubernetes.io/zone": "us-east-1b" } })));
    inside.run(900, () => isRunning(inside, "there"));
    expect(instances(spot).at(-1)?.availabilityZone).toBe("us-east-1b");
    expect(isRunning(inside, "there")).toBe(true);
  });

  test("starts nothing for a pod that no node of its own would take, and says so", () => {
    const { spot, inside } = running();
    const made = inside.api.create(pod("nowhere", asking("100m", { nodeSelector: { disk: "ssd" } })));
    inside.run(3_600);
    expect(instances(spot)).toHaveLength(1);
    const messages = eventsOf(inside.api, made).map((event) => textAt(event, "message"));
    expect(messages).toContain("no instance type of the Ocean cluster fits the pod");
  });

  test("takes a virtual node group whose labels a pod asks for", () => {
    const { spot, inside } = running();
    spot.create("spotinst_ocean_aws_launch_spec", {
      ocean_id: oceansOf(spot.world, "act-0123abcd").rows()[0]?.id ?? "",
      name: "ssd",
      labels: [{ key: "disk", value: "ssd" }],
      taints: [{ key: "disk", value: "ssd", effect: "NoSchedule" }],
    });
    const tolerations = [{ key: "disk", operator: "Exists" }];
    inside.api.create(pod("fast", asking("100m", { nodeSelector: { disk: "ssd" }, tolerations })));
    inside.run(900, () => isRunning(inside, "fast"));
    expect(isRunning(inside, "fast")).toBe(true);
  });

  test.each([
    [{ max_size: 1 }, "the cluster has reached its maximum size of 1"],
    [
      { autoscaler: [{ ...noHeadroom, resource_limits: [{ max_vcpu: 4 }] }] },
      "the cluster has reached its limit of 4 vCPUs",
    ],
    [
      { autoscaler: [{ ...noHeadroom, resource_limits: [{ max_memory_gib: 12 }] }] },
      "the cluster has reached its limit of 12 GiB of memory",
    ],
  ])("stops at its limits %j, and the pod says so", (changes, message) => {
    const { spot, inside } = running(changes);
    const made = inside.api.create(pod("large", asking("3")));
    inside.run(3_600);
    expect(instances(spot)).toHaveLength(1);
    expect(eventsOf(inside.api, made).map((event) => textAt(event, "message"))).toContain(message);
  });

  test("goes on when its limits are raised", () => {
    const { spot, inside } = running({ max_size: 1 });
    inside.api.create(pod("large", asking("3")));
    inside.run(3_600);
    expect(isRunning(inside, "large")).toBe(false);
    const [ocean] = oceansOf(spot.world, "act-0123abcd").rows();
    const before = spot.config({ desired_capacity: 1, autoscaler: [noHeadroom], max_size: 1 });
    spot.update({ ...before, id: ocean?.id ?? "" }, "spotinst_ocean_aws", { ...before, max_size: 5 });
    expect(inside.run(1_800, () => isRunning(inside, "large")).met).toBe(true);
  });

  test("takes a type that its limits still allow", () => {
    const { spot, inside } = running({ autoscaler: [{ ...noHeadroom, resource_limits: [{ max_vcpu: 6 }] }] });
    for (const name of ["a", "b", "c", "d"]) inside.api.create(pod(name, asking("1500m")));
    inside.run(3_600);
    expect(instances(spot).map(({ instanceType }) => instanceType)).toEqual(["m5a.large", "c5.xlarge"]);
  });

  test("tries again when there was no capacity for a while", () => {
    const { spot, inside } = running();
    const message = "There is no capacity available that matches your request.";
    const fault = { action: "ec2:RunInstances", code: "InsufficientInstanceCapacity", message, http: 500 };
    spot.world.planFaults([{ ...fault, skip: 0, times: 4, afterSuccess: false }]);
    const made = inside.api.create(pod("large", asking("3")));
    const { met } = inside.run(1_800, () => isRunning(inside, "large"));
    expect(met).toBe(true);
    expect(eventsOf(inside.api, made).map((event) => textAt(event, "message"))).toContain(
      `Can't Spin Instances: Code: InsufficientInstanceCapacity, Message: ${message}`,
    );
  });

  test("keeps as much free as its headroom asks for", () => {
    const { spot, inside } = running({ autoscaler: [{ auto_headroom_percentage: 100 }] });
    inside.api.create(pod("busy", asking("1500m")));
    inside.run(1_800);
    const count = instances(spot).length;
    expect(count).toBeGreaterThan(1);
    inside.run(3_600);
    expect(instances(spot)).toHaveLength(count);
  });

  test("does not scale when it is told not to", () => {
    const { spot, inside } = running({ autoscaler: [{ autoscale_is_enabled: false }] });
    inside.api.create(pod("large", asking("3")));
    inside.run(1_800);
    expect(instances(spot)).toHaveLength(1);
  });
});

test("a controller with a token that Spot does not take crashes, and nothing scales", () => {
  const { spot, inside } = running({}, "old-token");
  inside.api.create(pod("large", asking("3")));
  inside.run(1_800);
  expect(instances(spot)).toHaveLength(1);
  const [own] = inside.api.list("/Pod", { namespace: "spot-system" });
  expect(JSON.stringify(own?.status)).toContain("CrashLoopBackOff");
});
