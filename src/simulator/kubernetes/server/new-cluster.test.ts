import { expect, test } from "vitest";
import { testCluster } from "../testing/cluster.ts";
import { configMap } from "../testing/manifests.ts";
import { fillNewCluster } from "./new-cluster.ts";

test("a new cluster has its namespaces, a class of volumes that is not the default, and its own Service", () => {
  const { api } = testCluster();
  expect(api.list("/Namespace").map(({ metadata }) => metadata.name)).toEqual([
    "default",
    "kube-node-lease",
    "kube-public",
    "kube-system",
  ]);
  expect(api.list("storage.k8s.io/StorageClass")).toMatchObject([
    { metadata: { name: "gp2" }, provisioner: "kubernetes.io/aws-ebs" },
  ]);
  expect(api.find("storage.k8s.io/StorageClass", "gp2")?.metadata.annotations).toBeUndefined();
  expect(api.find("/Service", "kubernetes", "default")?.spec).toMatchObject({ clusterIP: "172.20.0.1" });
});

test("filling a cluster again changes nothing", () => {
  const { cluster } = testCluster();
  const version = cluster.version("*");
  fillNewCluster(cluster);
  expect(cluster.version("*")).toBe(version);
});

test("two worlds with the same seed are the same inside", () => {
  expect(testCluster().api.list("/Namespace")).toEqual(testCluster().api.list("/Namespace"));
});

test("a forgotten cluster has nothing in it, and one of the same name begins anew", () => {
  const { api, cluster } = testCluster();
  const before = api.create(configMap("a"));
  cluster.forget();
  expect(cluster.kinds()).toEqual([]);
  expect(cluster.world.tableNames("kubernetes/")).toEqual([]);
  fillNewCluster(cluster);
  expect(api.find("/ConfigMap", "a", "default")).toBeUndefined();
  expect(api.create(configMap("a")).metadata.uid).not.toBe(before.metadata.uid);
});
