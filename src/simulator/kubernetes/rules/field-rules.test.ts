import { testRules } from "../../testing/rule-test.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, definition, deployment, secret, service, statefulSet } from "../testing/manifests.ts";
import { fieldRules } from "./field-rules.ts";

const widgets = definition({ group: "example.com", kind: "Widget", plural: "widgets", versions: ["v1", "v2"] });
const main = { name: "main", image: "example.com/app:1" };
const mounted = { ...main, volumeMounts: [{ name: "data", mountPath: "/data" }] };
const ports = [
  { name: "http", port: 80 },
  { name: "https", port: 443 },
];

testRules(fieldRules, () => testCluster().api, {
  dataSize: {
    refused: (api) => api.create(secret("a", { key: "x".repeat(1_048_577) })),
    accepted: (api) => api.create(secret("a", { key: "x".repeat(1_048_576) })),
  },
  dataKey: {
    refused: (api) => api.create(configMap("a", {}, { data: { "config/app.yaml": "" } })),
    accepted: (api) => api.create(configMap("a", {}, { data: { "config_app.yaml": "" } })),
  },
  secretData: {
    refused: (api) => api.create({ ...secret("a", { "tls.crt": "certificate" }), type: "kubernetes.io/tls" }),
    accepted: (api) =>
      api.create({ ...secret("a", { "tls.crt": "certificate", "tls.key": "key" }), type: "kubernetes.io/tls" }),
  },
  selectorMissing: {
    refused: (api) => api.create(deployment("web", { selector: null })),
    accepted: (api) => api.create(deployment("web")),
  },
  selectorMismatch: {
    refused: (api) => api.create(deployment("web", { selector: { matchLabels: { app: "other" } } })),
    accepted: (api) => {
      const matchExpressions = [{ key: "app", operator: "In", values: ["web", "other"] }];
      api.create(deployment("web", { selector: { matchExpressions } }));
    },
  },
  containersMissing: {
    refused: (api) => api.create(deployment("web", {}, { containers: [] })),
    accepted: (api) => api.create(deployment("web", {}, { containers: [main] })),
  },
  containerTwice: {
    refused: (api) => api.create(deployment("web", {}, { initContainers: [main] })),
    accepted: (api) => api.create(deployment("web", {}, { initContainers: [{ ...main, name: "init" }] })),
  },
  volumeMissing: {
    refused: (api) => api.create(deployment("web", {}, { containers: [mounted] })),
    accepted: (api) => {
      const volumeClaimTemplates = [{ metadata: { name: "data" }, spec: {} }];
      api.create(statefulSet("web", { volumeClaimTemplates }, { containers: [mounted] }));
    },
  },
  requestOverLimit: {
    refused: (api) => {
      const resources = { requests: { cpu: "1" }, limits: { cpu: "500m" } };
      api.create(deployment("web", {}, { containers: [{ ...main, resources }] }));
    },
    accepted: (api) => {
      const resources = { requests: { cpu: "0.5", memory: "1Gi" }, limits: { cpu: "500m" } };
      api.create(deployment("web", {}, { containers: [{ ...main, resources }] }));
    },
  },
  servicePorts: {
    refused: (api) => api.create(service("web", { ports: [] })),
    accepted: (api) => api.create(service("web", { ports: [], clusterIP: "None" })),
  },
  servicePortName: {
    refused: (api) => api.create(service("web", { ports: [...ports, { port: 8080 }] })),
    accepted: (api) => api.create(service("web", { ports: [{ port: 8080 }] })),
  },
  targetPort: {
    refused: (api) => api.create(service("web", { ports: [{ port: 80, targetPort: "tcp-service-monitor" }] })),
    accepted: (api) =>
      api.create(service("web", { ports: [{ name: "tcp-service-monitor", port: 80, targetPort: 80 }] })),
  },
  servicePortTwice: {
    refused: (api) => api.create(service("web", { ports: [...ports, { name: "http", port: 8080 }] })),
    accepted: (api) => api.create(service("web", { ports })),
  },
  definitionName: {
    refused: (api) => api.create({ ...widgets, metadata: { name: "widget.example.com" } }),
    accepted: (api) => api.create(widgets),
  },
  definitionStorage: {
    refused: (api) => {
      const versions = ["v1", "v2"].map((name) => ({ name, served: true, storage: true }));
      api.create({ ...widgets, spec: { ...(widgets.spec as object), versions } });
    },
    accepted: (api) => api.create(widgets),
  },
});
