import { expect, test } from "vitest";
import type { JsonObject } from "../../world/json.ts";
import { eventsOf } from "../events.ts";
import { textAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";
import type { TestCluster } from "../testing/cluster.ts";
import { podSpecOf } from "./pods/pod-types.ts";
import { isReady } from "./pods/pods.ts";
import { podSpec, workload, workloadCluster } from "./testing/workloads.ts";

function make(cluster: TestCluster, spec: JsonObject = {}, pod: JsonObject = podSpec(), name = "db"): void {
  cluster.api.create(workload("StatefulSet", name, pod, { serviceName: name, ...spec }));
}

function names({ api }: TestCluster): readonly string[] {
  return api.list("/Pod").map(({ metadata }) => metadata.name);
}

function setIn({ api }: TestCluster, name = "db"): KubernetesObject {
  const found = api.find("apps/StatefulSet", name, "default");
  if (!found) throw new RangeError("there is no such StatefulSet");
  return found;
}

/** How the pods that are there followed each other. */
function history(cluster: TestCluster): readonly string[] {
  const seen: string[] = [];
  cluster.run(600, () => {
    const now = cluster.api
      .list("/Pod")
      .map((pod) => `${pod.metadata.name}${isReady(pod) ? "" : "?"}`)
      .join(" ");
    if (seen.at(-1) !== now) seen.push(now);
    return false;
  });
  return seen;
}

test("pods come one after the other, each when the one before is ready", () => {
  const cluster = workloadCluster();
  make(cluster, { replicas: 2 });
  expect(history(cluster)).toEqual(["db-0?", "db-0 db-1?", "db-0 db-1"]);
  expect(setIn(cluster).status).toMatchObject({ replicas: 2, readyReplicas: 2, updatedReplicas: 2 });
});

test("with the policy Parallel they come together", () => {
  const cluster = workloadCluster();
  make(cluster, { replicas: 2, podManagementPolicy: "Parallel" });
  expect(history(cluster)).toEqual(["db-0? db-1?", "db-0 db-1"]);
});

test("a pod that never becomes ready keeps the next from coming", () => {
  const cluster = workloadCluster();
  make(cluster, { replicas: 2 }, podSpec({ image: "bitnami/postgresql:16" }));
  cluster.run();
  expect(names(cluster)).toEqual(["db-0"]);
});

test("a mended template renews the pod that never became ready", () => {
  const cluster = workloadCluster();
  make(cluster, { replicas: 2 }, podSpec({ image: "bitnami/postgresql:16" }));
  cluster.run();
  cluster.api.patch(setIn(cluster), {
    spec: { template: { spec: podSpec({ image: "bitnamilegacy/postgresql:16" }) } },
  });
  cluster.run();
  expect(setIn(cluster).status).toMatchObject({ readyReplicas: 2 });
});

test("fewer replicas take the last pod first", () => {
  const cluster = workloadCluster();
  make(cluster, { replicas: 2 });
  cluster.run();
  cluster.api.patch(setIn(cluster), { spec: { replicas: 1 } });
  cluster.run();
  expect(names(cluster)).toEqual(["db-0"]);
});

test("a changed template renews the pods from the last to the first, one at a time", () => {
  const cluster = workloadCluster();
  make(cluster, { replicas: 2 });
  cluster.run();
  cluster.api.patch(setIn(cluster), { spec: { template: { spec: podSpec({ image: "ghcr.io/example/app:2.0.0" }) } } });
  expect(history(cluster)).toEqual(["db-0 db-1?", "db-0? db-1", "db-0 db-1"]);
  const images = cluster.api.list("/Pod").flatMap((pod) => podSpecOf(pod).containers.map(({ image }) => image));
  expect(images).toEqual(["ghcr.io/example/app:2.0.0", "ghcr.io/example/app:2.0.0"]);
});

test("each pod has a claim of its own, which stays when the set goes", () => {
  const cluster = workloadCluster();
  const template = {
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
  make(cluster, { volumeClaimTemplates: [template] });
  cluster.run();
  const claims = cluster.api.list("/PersistentVolumeClaim");
  expect(claims.map(({ metadata }) => metadata.name)).toEqual(["data-db-0"]);
  expect(claims[0]?.metadata.labels).toEqual({ app: "db" });
  expect(claims[0]?.metadata.ownerReferences).toBeUndefined();
  expect(podSpecOf(cluster.api.list("/Pod")[0] as KubernetesObject).volumes).toMatchObject([{ claim: "data-db-0" }]);
});

test("a name that makes no host name gives no pod, and the set says so", () => {
  const name = `db-${"x".repeat(59)}`;
  const cluster = workloadCluster();
  make(cluster, {}, podSpec(), name);
  cluster.run();
  expect(names(cluster)).toEqual([]);
  const [event] = eventsOf(cluster.api, setIn(cluster, name));
  expect(textAt(event, "reason")).toBe("FailedCreate");
  expect(textAt(event, "message")).toContain("must be no more than 63 characters");
});
