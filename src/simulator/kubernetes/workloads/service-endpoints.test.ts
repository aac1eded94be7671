import { expect, test } from "vitest";
import { objectsAt, textAt } from "../fields.ts";
import type { TestCluster } from "../testing/cluster.ts";
import { hasReadyPod, readyEndpoints, readyPodsOf } from "./pods/running.ts";
import { podSpec, workload, workloadCluster } from "./testing/workloads.ts";

function withService(image?: string): TestCluster {
  const cluster = workloadCluster();
  cluster.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "default" },
    spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
  });
  cluster.api.create(workload("Deployment", "web", podSpec(image === undefined ? {} : { image }), { replicas: 2 }));
  cluster.run();
  return cluster;
}

const isApp = (image: string): boolean => image.includes("/app:");

test("ready pods stand behind the Service that selects them", () => {
  const { cluster, api } = withService();
  const endpoints = readyEndpoints(cluster, { namespace: "default", name: "web" });
  expect(endpoints).toHaveLength(2);
  expect(hasReadyPod(cluster, isApp)).toBe(true);
  expect(readyPodsOf(cluster, isApp)).toEqual(endpoints);
  const [slice] = api.list("discovery.k8s.io/EndpointSlice");
  expect(objectsAt(slice, "endpoints").map((one) => one.addresses)).toEqual(
    endpoints.map((pod) => [textAt(pod, "status.podIP")]),
  );
});

test("pods that are not ready do not", () => {
  const { cluster } = withService("docker.io/bitnami/nginx:1.27");
  expect(readyEndpoints(cluster, { namespace: "default", name: "web" })).toEqual([]);
  expect(hasReadyPod(cluster, (image) => image.includes("nginx"))).toBe(false);
});

test("a Service without selector, or that is not there, has none", () => {
  const { cluster } = withService();
  expect(readyEndpoints(cluster, { namespace: "default", name: "kubernetes" })).toEqual([]);
  expect(readyEndpoints(cluster, { namespace: "default", name: "missing" })).toEqual([]);
});

test("a Service has an address of the cluster's range that no other has", () => {
  const { api } = withService();
  const addresses = api.list("/Service").map((service) => textAt(service, "spec.clusterIP"));
  expect(addresses.every((address) => address.startsWith("172.20."))).toBe(true);
  expect(new Set(addresses).size).toBe(addresses.length);
});
