import { expect, test } from "vitest";
import { conditionOf, type Manifest } from "../object.ts";
import { type TestCluster, testCluster } from "../testing/cluster.ts";
import { configMap, definition } from "../testing/manifests.ts";

const widgets = definition({ group: "example.com", kind: "Widget", plural: "widgets" });

test("a new namespace has its label, its service account and the authority of the cluster", () => {
  const { api } = testCluster({ namespaces: ["app"] });
  expect(api.find("/Namespace", "app")?.metadata.labels).toEqual({ "kubernetes.io/metadata.name": "app" });
  expect(api.find("/ServiceAccount", "default", "app")).toBeDefined();
  expect(api.find("/ConfigMap", "kube-root-ca.crt", "app")?.data).toMatchObject({
    "ca.crt": expect.stringContaining("BEGIN CERTIFICATE"),
  });
});

test("a deleted namespace takes everything in it with it, and nothing beside it", () => {
  const world = withNamespace();
  world.api.create(configMap("a", { namespace: "app" }));
  world.api.create(configMap("b", { namespace: "default" }));
  deleteNamespace(world);
  expect(world.api.find("/Namespace", "app")?.status).toMatchObject({ phase: "Terminating" });
  world.run(0);
  expect(world.api.find("/Namespace", "app")).toBeUndefined();
  expect(world.api.list("/ConfigMap", { namespace: "app" })).toEqual([]);
  expect(world.api.find("/ConfigMap", "b", "default")).toBeDefined();
});

test("an object whose finalizer nobody serves holds its namespace, which says so", () => {
  const world = withNamespace();
  world.api.create(widgets);
  world.api.create(widget(["example.com/cleanup"]));
  deleteNamespace(world);
  expect(world.run(600)).toMatchObject({ met: true });
  const namespace = world.api.find("/Namespace", "app");
  expect(namespace && conditionOf(namespace, "NamespaceContentRemaining")).toMatchObject({
    status: "True",
    reason: "SomeResourcesRemain",
    message: "Some resources are remaining: widgets.example.com has 1 resource instances",
  });
  expect(namespace && conditionOf(namespace, "NamespaceFinalizersRemaining")?.message).toBe(
    "Some content in the namespace has finalizers remaining: example.com/cleanup in 1 resource instances",
  );
});

test("the namespace goes once the finalizer is taken away", () => {
  const world = withNamespace();
  world.api.create(widgets);
  const held = world.api.create(widget(["example.com/cleanup"]));
  deleteNamespace(world);
  world.run(600);
  world.api.setFinalizers(held, []);
  world.run(0);
  expect(world.api.find("/Namespace", "app")).toBeUndefined();
});

test("pods go before everything else, so that a controller dies before it can serve its finalizers", () => {
  const world = withNamespace();
  world.api.create(configMap("a", { namespace: "app" }));
  world.api.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "controller", namespace: "app", finalizers: ["example.com/running"] },
    spec: { containers: [{ name: "main", image: "example.com/controller:1" }] },
  });
  deleteNamespace(world);
  world.run(0);
  expect(world.api.find("/Pod", "controller", "app")?.metadata.deletionTimestamp).toBeDefined();
  expect(world.api.find("/ConfigMap", "a", "app")?.metadata.deletionTimestamp).toBeUndefined();
});

test("an aggregated API that does not answer holds every namespace that is deleted", () => {
  const world = withNamespace();
  world.api.create({
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: "v1beta1.metrics.k8s.io" },
    spec: {
      group: "metrics.k8s.io",
      version: "v1beta1",
      service: { name: "metrics-server", namespace: "kube-system" },
    },
  });
  deleteNamespace(world);
  world.run(0);
  const namespace = world.api.find("/Namespace", "app");
  expect(namespace && conditionOf(namespace, "NamespaceDeletionDiscoveryFailure")).toMatchObject({
    status: "True",
    reason: "DiscoveryFailed",
    message: expect.stringContaining("metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1"),
  });
});

function withNamespace(): TestCluster {
  return testCluster({ namespaces: ["app"] });
}

function deleteNamespace({ api }: TestCluster): void {
  api.delete({ apiVersion: "v1", kind: "Namespace", metadata: { name: "app" } });
}

function widget(finalizers: readonly string[]): Manifest {
  return { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a", namespace: "app", finalizers } };
}
