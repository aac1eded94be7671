import { describe, expect, test } from "vitest";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { type OpenCluster, openCluster, startInstance } from "../../testing/self-managed-nodes.ts";
import { Clusters } from "../clusters.ts";
import { nodeControllers } from "../nodes/controllers.ts";
import { noRepositories } from "../repositories.ts";
import { workloadControllersWith } from "../workloads/controllers.ts";
import { clusterInsides } from "./cluster-insides.ts";
import { addOnControllers } from "./controllers.ts";

const controllers = [...nodeControllers, ...addOnControllers, ...workloadControllersWith([])];
const coreDns = { cluster_name: "test", addon_name: "coredns" };

/** The same cloud with the inside of its clusters. */
function withInside({ cloud }: OpenCluster): { readonly cloud: TestCloud; readonly clusters: Clusters } {
  const clusters = new Clusters(cloud.world, controllers, noRepositories);
  return { cloud: testCloud({ world: cloud.world, insides: clusterInsides(clusters) }), clusters };
}

function insideOf(clusters: Clusters) {
  return clusters.of({ account: "123456789012", region: "us-east-1", name: "test" });
}

describe("an add-on with a Deployment", () => {
  test("is active as soon as its pods are ready, after the nodes have come in", () => {
    const open = openCluster();
    startInstance(open);
    const { cloud, clusters } = withInside(open);
    const started = insideOf(clusters).now.getTime();
    cloud.create("aws_eks_addon", coreDns);
    const seconds = (insideOf(clusters).now.getTime() - started) / 1_000;
    expect(seconds).toBeGreaterThan(90);
    expect(seconds).toBeLessThan(300);
  });

  test("is degraded after twenty minutes when no instance comes in", () => {
    const open = openCluster({ admitted: false });
    const { id } = startInstance(open);
    const { cloud, clusters } = withInside(open);
    const started = insideOf(clusters).now.getTime();
    expect(() => cloud.create("aws_eks_addon", coreDns)).toThrow(
      /last state: 'DEGRADED', timeout: 20m0s\): InsufficientNumberOfReplicas/,
    );
    expect((insideOf(clusters).now.getTime() - started) / 1_000).toBe(1_200);
    expect(cloud.aws.insides?.consoles(cloud.aws, "test")).toEqual([
      `Console of ${String(id)}: Unable to register node with API server: Unauthorized`,
    ]);
  });
});

test("a cluster is filled when it is made, and leaves nothing of its inside behind", () => {
  const { cloud, clusters } = withInside(openCluster());
  cloud.create("aws_eks_addon", { cluster_name: "test", addon_name: "kube-proxy" });
  expect(insideOf(clusters).kinds()).toContain("/Namespace");
  const state = cloud.import("aws_eks_cluster", "test");
  cloud.delete("aws_eks_cluster", state);
  expect(cloud.world.tableNames("kubernetes/")).toEqual([]);
});
