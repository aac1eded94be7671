import { describe, expect, test } from "vitest";
import { terminateInstances } from "../../aws/ec2/api/instances.ts";
import { changeCluster, joinNode } from "../../testing/cluster.ts";
import { admit, nodeUserData, openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import { objectsAt, textAt } from "../fields.ts";
import { conditionOf } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { nodeControllers } from "./controllers.ts";
import { joinProblems } from "./node-controller.ts";

describe("an instance that somebody starts for a cluster", () => {
  test("becomes a Node that is ready 90 to 180 seconds later", () => {
    const open = openCluster();
    startInstance(open);
    const inside = testCluster({ world: open.cloud.world, controllers: nodeControllers });
    const isReady = () => conditionOf(inside.api.list("/Node")[0] ?? missing, "Ready")?.status === "True";
    const { met, seconds } = inside.run(600, isReady);
    expect(met).toBe(true);
    expect(seconds).toBeGreaterThanOrEqual(90);
    expect(seconds).toBeLessThanOrEqual(180);
    const [node] = inside.api.list("/Node");
    expect(node?.metadata.labels).toMatchObject({
      "topology.kubernetes.io/zone": "us-east-1a",
      "topology.kubernetes.io/region": "us-east-1",
      "node.kubernetes.io/instance-type": "m5.large",
      "kubernetes.io/arch": "amd64",
    });
    expect(node?.status).toMatchObject({ allocatable: { cpu: "1930m", pods: "29" } });
    expect(objectsAt(node, "spec.taints")).toEqual([]);
    expect(textAt(node, "spec.providerID")).toMatch(/^aws:\/\/\/us-east-1a\/i-/);
  });

  test("brings the labels, taints and pod limit of its user data", () => {
    const open = openCluster();
    const kubelet = {
      config: { maxPods: 110, registerWithTaints: [{ key: "team", value: "data", effect: "NoSchedule" }] },
      flags: ["--node-labels=pool=large,owner=dpe"],
    };
    startInstance(open, { user_data: nodeUserData(open.cloud, {}, kubelet) });
    const inside = testCluster({ world: open.cloud.world, controllers: nodeControllers });
    inside.run(300);
    const [node] = inside.api.list("/Node");
    expect(node?.metadata.labels).toMatchObject({ pool: "large", owner: "dpe" });
    expect(objectsAt(node, "spec.taints")).toEqual([{ key: "team", value: "data", effect: "NoSchedule" }]);
    expect(node?.status).toMatchObject({ allocatable: { pods: "110" } });
  });

  test("stays outside while its role has no access entry, and comes in once it has one", () => {
    const open = openCluster({ admitted: false });
    const { id } = startInstance(open);
    const inside = testCluster({ world: open.cloud.world, controllers: nodeControllers });
    inside.run(600);
    expect(inside.api.list("/Node")).toEqual([]);
    expect(joinProblems(inside.cluster)).toEqual([
      {
        instanceId: id,
        rule: "nodes/role-not-admitted",
        message: "Unable to register node with API server: Unauthorized",
      },
    ]);
    admit(open.cloud, open.network);
    inside.run(600);
    expect(inside.api.list("/Node")).toHaveLength(1);
    expect(joinProblems(inside.cluster)).toEqual([]);
  });

  test("joins without a network plugin and says why it is not ready", () => {
    const open = openCluster();
    changeCluster(open.cloud, { selfManagedAddOns: [] });
    startInstance(open);
    const inside = testCluster({ world: open.cloud.world, controllers: nodeControllers });
    inside.run(900);
    const [node] = inside.api.list("/Node");
    expect(conditionOf(node ?? missing, "Ready")).toMatchObject({
      status: "False",
      message: expect.stringContaining("cni plugin not initialized"),
    });
    expect(objectsAt(node, "spec.taints").map(({ key }) => key)).toContain("node.kubernetes.io/not-ready");
  });

  test("takes its Node with it when it is terminated", () => {
    const open = openCluster();
    const { id } = startInstance(open);
    const inside = testCluster({ world: open.cloud.world, controllers: nodeControllers });
    inside.run(300);
    terminateInstances(open.cloud.aws, [String(id)]);
    inside.run(300);
    expect(inside.api.list("/Node")).toEqual([]);
  });
});

test("a machine that joined in another way has its Node at once, with what others wrote on it", () => {
  const open = openCluster();
  joinNode(open.cloud);
  const inside = testCluster({ world: open.cloud.world, controllers: nodeControllers });
  inside.run(1);
  const [node] = inside.api.list("/Node");
  expect(conditionOf(node ?? missing, "Ready")?.status).toBe("True");
  if (node) inside.api.patch(node, { spec: { unschedulable: true, taints: [{ key: "drain", effect: "NoSchedule" }] } });
  inside.run(60);
  const [later] = inside.api.list("/Node");
  expect(later?.spec).toMatchObject({ unschedulable: true, taints: [{ key: "drain", effect: "NoSchedule" }] });
});

const missing = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "", uid: "", resourceVersion: "", generation: 0, creationTimestamp: "" },
};
