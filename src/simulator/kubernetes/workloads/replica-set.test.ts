import { expect, test } from "vitest";
import { conditionOf } from "../object.ts";
import { deployment } from "../testing/manifests.ts";
import { workloadCluster } from "./testing/workloads.ts";

test("a set whose pods are refused rests, and leaves its namespace as soon as the last pod has gone", () => {
  const cluster = workloadCluster();
  const { api } = cluster;
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
  cluster.run();
  const { metadata, ...web } = deployment("web");
  api.create({ ...web, metadata: { ...metadata, namespace: "shop" } });
  cluster.run();
  expect(api.list("/Pod", { namespace: "shop" })).toHaveLength(1);
  const namespace = api.find("/Namespace", "shop");
  if (namespace) api.delete(namespace);
  cluster.run(1);
  const [set] = api.list("apps/ReplicaSet", { namespace: "shop" });
  expect(set && conditionOf(set, "ReplicaFailure")?.message).toContain("is being terminated");
  cluster.run(120);
  expect(api.find("/Namespace", "shop")).toBeUndefined();
});
