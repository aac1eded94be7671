import { expect, test } from "vitest";
import { numberAt, textAt } from "../fields.ts";
import { conditionOf, type KubernetesObject } from "../object.ts";
import type { TestCluster } from "../testing/cluster.ts";
import { podSpecOf } from "./pods/pod-types.ts";
import { isReady } from "./pods/pods.ts";
import { podSpec, workload, workloadCluster } from "./testing/workloads.ts";

function deploymentIn({ api }: TestCluster): KubernetesObject {
  const found = api.find("apps/Deployment", "web", "default");
  if (!found) throw new RangeError("there is no Deployment");
  return found;
}

test("a Deployment gets its pods, spread over the nodes, and is available when they are ready", () => {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web", podSpec(), { replicas: 2 }));
  const { seconds } = cluster.run();
  const pods = cluster.api.list("/Pod");
  expect(pods.map((pod) => textAt(pod, "spec.nodeName")).sort()).toEqual(["node-0", "node-1"]);
  expect(pods.every(isReady)).toBe(true);
  expect(deploymentIn(cluster).status).toMatchObject({
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: 2,
    unavailableReplicas: 0,
  });
  expect(conditionOf(deploymentIn(cluster), "Progressing")?.reason).toBe("NewReplicaSetAvailable");
  expect(seconds).toBeLessThan(30);
});

test("an image that was pulled once is not pulled again on its node", () => {
  const cluster = workloadCluster(1);
  cluster.api.create(workload("Deployment", "web"));
  const first = cluster.run().seconds;
  cluster.api.patch(deploymentIn(cluster), { spec: { replicas: 2 } });
  expect(cluster.run().seconds).toBeLessThan(first);
});

test("a changed template is rolled out: new pods come before the last old one goes", () => {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web", podSpec(), { replicas: 2 }));
  cluster.run();
  cluster.api.patch(deploymentIn(cluster), {
    spec: { template: { spec: podSpec({ image: "ghcr.io/example/app:2.0.0" }) } },
  });
  cluster.run(600, () => {
    expect(cluster.api.list("/Pod").filter(isReady).length).toBeGreaterThanOrEqual(2);
    return false;
  });
  const images = cluster.api.list("/Pod").flatMap((pod) => podSpecOf(pod).containers.map(({ image }) => image));
  expect(images).toEqual(["ghcr.io/example/app:2.0.0", "ghcr.io/example/app:2.0.0"]);
  expect(
    cluster.api
      .list("apps/ReplicaSet")
      .map((set) => numberAt(set, "spec.replicas", -1))
      .sort(),
  ).toEqual([0, 2]);
  expect(deploymentIn(cluster).status).toMatchObject({ updatedReplicas: 2, readyReplicas: 2, replicas: 2 });
});

test("with the strategy Recreate the old pods go first", () => {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web", podSpec(), { replicas: 2, strategy: { type: "Recreate" } }));
  cluster.run();
  cluster.api.patch(deploymentIn(cluster), {
    spec: { template: { spec: podSpec({ image: "ghcr.io/example/app:2.0.0" }) } },
  });
  let most = 0;
  cluster.run(600, () => {
    most = Math.max(most, cluster.api.list("/Pod").length);
    return false;
  });
  expect(most).toBe(2);
  expect(deploymentIn(cluster).status).toMatchObject({ updatedReplicas: 2, readyReplicas: 2 });
});

test("a roll-out without progress is given up after ten minutes, and says so", () => {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web", podSpec({ image: "docker.io/bitnami/redis:7.2" })));
  cluster.run(599);
  expect(conditionOf(deploymentIn(cluster), "Progressing")?.reason).toBe("ReplicaSetUpdated");
  cluster.run(10);
  expect(conditionOf(deploymentIn(cluster), "Progressing")).toMatchObject({
    status: "False",
    reason: "ProgressDeadlineExceeded",
  });
  expect(conditionOf(deploymentIn(cluster), "Available")?.status).toBe("False");
  expect(cluster.run(10_000)).toMatchObject({ met: true });
});

test("a roll-out that was given up goes on when its template is mended", () => {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web", podSpec({ image: "docker.io/bitnami/redis:7.2" })));
  cluster.run(700);
  cluster.api.patch(deploymentIn(cluster), {
    spec: { template: { spec: podSpec({ image: "docker.io/bitnamilegacy/redis:7.2" }) } },
  });
  cluster.run();
  expect(conditionOf(deploymentIn(cluster), "Progressing")?.reason).toBe("NewReplicaSetAvailable");
});

test("a pod that somebody deletes is replaced", () => {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web"));
  cluster.run();
  const [before] = cluster.api.list("/Pod");
  if (before) cluster.api.delete(before);
  cluster.run();
  const [after, ...others] = cluster.api.list("/Pod");
  expect(others).toEqual([]);
  expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
});

test("pods of a node that is gone come up on another", () => {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web"));
  cluster.run();
  const [placed] = cluster.api.list("/Pod");
  const lost = cluster.api.find("/Node", textAt(placed, "spec.nodeName"));
  if (lost) cluster.api.delete(lost);
  cluster.run();
  const [moved] = cluster.api.list("/Pod");
  expect(textAt(moved, "spec.nodeName")).not.toBe(lost?.metadata.name);
  expect(deploymentIn(cluster).status).toMatchObject({ readyReplicas: 1 });
});
