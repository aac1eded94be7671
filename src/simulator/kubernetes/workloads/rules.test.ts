import { testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import type { Manifest } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { workloadRules } from "./rules.ts";
import { pod, podSpec } from "./testing/workloads.ts";

function service(name: string, spec: JsonObject = {}): Manifest {
  const ports = [{ port: 80 }];
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace: "default" }, spec: { ports, ...spec } };
}

/** Makes a pod whose specification says this too. */
function makePod(api: KubernetesApi, spec: JsonObject): void {
  api.create(pod("web", podSpec({}, spec)));
}

/** Makes a Service of type NodePort with one port. */
function open(api: KubernetesApi, name: string, nodePort: number): void {
  api.create(service(name, { type: "NodePort", ports: [{ port: 80, nodePort }] }));
}

testRules(workloadRules, () => testCluster().api, {
  serviceAccount: {
    refused: (api) => makePod(api, { serviceAccountName: "reader" }),
    accepted: (api) => {
      api.create({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "reader", namespace: "default" } });
      makePod(api, { serviceAccountName: "reader" });
    },
  },
  priorityClass: {
    refused: (api) => makePod(api, { priorityClassName: "important" }),
    accepted: (api) => makePod(api, { priorityClassName: "system-node-critical" }),
  },
  hostName: {
    refused: (api) => makePod(api, { hostname: "a".repeat(64) }),
    accepted: (api) => makePod(api, { hostname: "a".repeat(63) }),
  },
  addressOutOfRange: {
    refused: (api) => api.create(service("dns", { clusterIP: "10.0.0.10" })),
    accepted: (api) => api.create(service("dns", { clusterIP: "172.20.0.10" })),
  },
  addressTaken: {
    refused: (api) => {
      api.create(service("one", { clusterIP: "172.20.0.10" }));
      api.create(service("two", { clusterIP: "172.20.0.10" }));
    },
    accepted: (api) => {
      api.create(service("one", { clusterIP: "172.20.0.10" }));
      api.create(service("two", { clusterIP: "None" }));
    },
  },
  nodePortRange: {
    refused: (api) => open(api, "web", 29_999),
    accepted: (api) => open(api, "web", 30_000),
  },
  nodePortTaken: {
    refused: (api) => {
      open(api, "one", 30_080);
      open(api, "two", 30_080);
    },
    accepted: (api) => {
      open(api, "one", 30_080);
      open(api, "two", 30_081);
    },
  },
});
