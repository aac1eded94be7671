import { testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import { testCluster } from "../testing/cluster.ts";
import { deployment } from "../testing/manifests.ts";
import { containerRules } from "./container-rules.ts";

/** Makes a Deployment whose only container says this too. */
function run(api: KubernetesApi, fields: JsonObject): void {
  api.create(deployment("web", {}, { containers: [{ name: "main", image: "example.com/app:1", ...fields }] }));
}

/** Makes a Job whose pods are started again like this. */
function runOnce(api: KubernetesApi, spec: JsonObject): void {
  const containers = [{ name: "main", image: "example.com/app:1" }];
  const template = { spec: { containers, ...spec } };
  api.create({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "once", namespace: "default" },
    spec: { template },
  });
}

const port = (name: string, containerPort: number) => ({ name, containerPort });
const get = { httpGet: { path: "/", port: 80 } };
const fromPod = { fieldRef: { fieldPath: "metadata.name" } };

testRules(containerRules, () => testCluster().api, {
  containerName: {
    refused: (api) => run(api, { name: "Main" }),
    accepted: (api) => run(api, { name: "main-1" }),
  },
  imageMissing: {
    refused: (api) => run(api, { image: "" }),
    accepted: (api) => run(api, { image: "app" }),
  },
  portName: {
    refused: (api) => run(api, { ports: [port("a-name-of-16-chr", 80)] }),
    accepted: (api) => run(api, { ports: [port("a-name-of-15-ch", 80)] }),
  },
  portNameTwice: {
    refused: (api) => run(api, { ports: [port("http", 80), port("http", 81)] }),
    accepted: (api) => run(api, { ports: [port("http", 80), port("https", 443)] }),
  },
  portNumber: {
    refused: (api) => run(api, { ports: [port("http", 65_536)] }),
    accepted: (api) => run(api, { ports: [port("http", 65_535)] }),
  },
  probeHandler: {
    refused: (api) => run(api, { livenessProbe: { periodSeconds: 5 } }),
    accepted: (api) => run(api, { livenessProbe: { periodSeconds: 5, exec: { command: ["true"] } } }),
  },
  probeHandlers: {
    refused: (api) => run(api, { readinessProbe: { ...get, tcpSocket: { port: 80 } } }),
    accepted: (api) => run(api, { readinessProbe: get }),
  },
  variableName: {
    refused: (api) => run(api, { env: [{ name: "", value: "a" }] }),
    accepted: (api) => run(api, { env: [{ name: "A", value: "" }] }),
  },
  variableSources: {
    refused: (api) => run(api, { env: [{ name: "A", value: "a", valueFrom: fromPod }] }),
    accepted: (api) => run(api, { env: [{ name: "A", value: "", valueFrom: fromPod }] }),
  },
  restartPolicy: {
    refused: (api) => runOnce(api, {}),
    accepted: (api) => runOnce(api, { restartPolicy: "Never" }),
  },
});
