import { expect, test } from "vitest";
import type { JsonObject } from "../../world/json.ts";
import { conditionOf } from "../object.ts";
import type { TestCluster } from "../testing/cluster.ts";
import { podSpec, workload, workloadCluster } from "./testing/workloads.ts";

function withWeb(replicas: number): TestCluster {
  const cluster = workloadCluster();
  cluster.api.create(workload("Deployment", "web", podSpec(), { replicas }));
  return cluster;
}

test.each([
  [{ minAvailable: 1 }, 2],
  [{ maxUnavailable: 1 }, 1],
  [{ minAvailable: "50%" }, 1],
  [{ minAvailable: 3 }, 0],
])("of three pods a budget of %j lets %i go", (spec: JsonObject, allowed) => {
  const cluster = withWeb(3);
  cluster.api.create({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace: "default" },
    spec: { selector: { matchLabels: { app: "web" } }, ...spec },
  });
  cluster.run();
  const budget = cluster.api.find("policy/PodDisruptionBudget", "web", "default");
  expect(budget?.status).toMatchObject({ expectedPods: 3, currentHealthy: 3, disruptionsAllowed: allowed });
});

test("an autoscaler brings its workload within its bounds, and says that it has no metrics", () => {
  const cluster = withWeb(1);
  cluster.api.create({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web", namespace: "default" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 4,
    },
  });
  cluster.run();
  const autoscaler = cluster.api.find("autoscaling/HorizontalPodAutoscaler", "web", "default");
  expect(autoscaler && conditionOf(autoscaler, "ScalingActive")?.reason).toBe("FailedGetResourceMetric");
  expect(cluster.api.find("apps/Deployment", "web", "default")?.status).toMatchObject({ readyReplicas: 2 });
});
