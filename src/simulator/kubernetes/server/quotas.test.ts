import { expect, test } from "vitest";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, pod } from "../testing/manifests.ts";
import { refusalOf } from "./kubernetes-error.ts";

test("a quota counts what is there, and says what was asked for", () => {
  const api = limited({ pods: "2" });
  api.create(pod("one"));
  api.create(pod("two"));
  expect(refusalOf(() => api.create(pod("three")))?.message).toBe(
    'pods "three" is forbidden: exceeded quota: limits, requested: pods=1, used: pods=2, limited: pods=2',
  );
});

test("pods that have ended leave room", () => {
  const api = limited({ pods: "1" });
  api.setStatus(api.create(pod("one")), { phase: "Succeeded" });
  expect(refusalOf(() => api.create(pod("two")))).toBeUndefined();
});

test("processors and memory are summed over the containers of all pods", () => {
  const api = limited({ "requests.cpu": "1", "limits.memory": "1Gi" });
  const asking = (name: string, cpu: string, memory: string) =>
    pod(name, {
      containers: ["a", "b"].map((container) => ({
        name: container,
        image: "example.com/app:1",
        resources: { requests: { cpu }, limits: { memory } },
      })),
    });
  api.create(asking("one", "250m", "256Mi"));
  expect(refusalOf(() => api.create(asking("two", "300m", "256Mi")))?.message).toContain("limited: requests.cpu=1");
  expect(refusalOf(() => api.create(asking("three", "250m", "256Mi")))).toBeUndefined();
});

test("a quota that counts processors wants every container to say how many it asks for", () => {
  expect(refusalOf(() => limited({ "limits.cpu": "1" }).create(pod("one")))?.message).toBe(
    'pods "one" is forbidden: failed quota: limits: must specify limits.cpu for: main',
  );
});

test("objects of any kind are counted under the name of their resource, in their namespace alone", () => {
  const api = limited({ "count/configmaps": "2" });
  api.create(configMap("one"));
  expect(refusalOf(() => api.create(configMap("two")))?.rule).toBe("kubernetes/quota-exceeded");
  expect(refusalOf(() => api.create(configMap("two", { namespace: "kube-public" })))).toBeUndefined();
});

test("a quota for some priority classes, as that of Ocean's controller, counts no others", () => {
  const scopeSelector = {
    matchExpressions: [
      {
        scopeName: "PriorityClass",
        operator: "In",
        values: ["system-node-critical", "system-cluster-critical"],
      },
    ],
  };
  const api = limited({ pods: "1" }, { scopeSelector });
  const critical = (name: string) => pod(name, { priorityClassName: "system-cluster-critical" });
  api.create(pod("plain"));
  api.create(critical("one"));
  api.create(pod("another"));
  expect(refusalOf(() => api.create(critical("two")))?.rule).toBe("kubernetes/quota-exceeded");
});

/** A cluster whose namespace `default` has a quota. */
function limited(hard: JsonObject, more: JsonObject = {}): KubernetesApi {
  const { api } = testCluster();
  api.create({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "limits" }, spec: { hard, ...more } });
  return api;
}
