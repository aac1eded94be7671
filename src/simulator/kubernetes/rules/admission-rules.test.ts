import { testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import type { Controller } from "../controller.ts";
import type { Manifest } from "../object.ts";
import { type TestCluster, testCluster } from "../testing/cluster.ts";
import { configMap, pod, service } from "../testing/manifests.ts";
import { admissionRules } from "./admission-rules.ts";

const group = "admissionregistration.k8s.io";
const injected = { "cert-manager.io/inject-ca-from": "system/webhook" };

/** What stands behind the webhook: it wants no ConfigMap with the label `forbidden`. */
const guard: Controller = {
  name: "guard",
  watches: [],
  reconcile: () => {},
  admissionHooks: [
    {
      webhook: "guard.example.com",
      review: ({ object }) => (object.metadata.labels?.forbidden ? { denied: "this label is forbidden" } : undefined),
    },
  ],
};

testRules(admissionRules, () => testCluster({ namespaces: ["system"], controllers: [guard] }), {
  noEndpoints: {
    refused: ({ api }) => {
      api.create(service("webhook", {}, "system"));
      api.create(webhooks());
      api.create(configMap("a"));
    },
    accepted: (cluster) => {
      serve(cluster);
      cluster.api.create(webhooks());
      cluster.api.create(configMap("a"));
    },
  },
  serviceMissing: {
    refused: ({ api }) => {
      api.create(webhooks());
      api.create(configMap("a"));
    },
    accepted: ({ api }) => {
      api.create(webhooks({ failurePolicy: "Ignore" }));
      api.create(configMap("a"));
    },
  },
  authority: {
    refused: (cluster) => {
      serve(cluster);
      cluster.api.create(webhooks({}, injected));
      cluster.api.create(configMap("a"));
    },
    accepted: (cluster) => {
      serve(cluster);
      const { clientConfig } = hook();
      cluster.api.create(webhooks({ clientConfig: { ...(clientConfig as object), caBundle: "Q0E=" } }, injected));
      cluster.api.create(configMap("a"));
    },
  },
  denied: {
    refused: (cluster) => {
      serve(cluster);
      cluster.api.create(webhooks());
      cluster.api.create(configMap("a", { labels: { forbidden: "true" } }));
    },
    accepted: (cluster) => {
      serve(cluster);
      cluster.api.create(webhooks({ objectSelector: { matchLabels: { guarded: "true" } } }));
      cluster.api.create(configMap("a", { labels: { forbidden: "true" } }));
    },
  },
  dryRun: {
    refused: (cluster) => {
      serve(cluster);
      cluster.api.create(webhooks({ sideEffects: "Some" }));
      cluster.api.apply(configMap("a"), { dryRun: true });
    },
    accepted: (cluster) => {
      serve(cluster);
      cluster.api.create(webhooks({ sideEffects: "Some" }));
      cluster.api.apply(configMap("a"));
    },
  },
  quotaExceeded: {
    refused: ({ api }) => {
      api.create(quota({ pods: "1" }));
      pods(api, "one", "two");
    },
    accepted: ({ api }) => {
      const matchExpressions = [{ scopeName: "PriorityClass", operator: "In", values: ["system-node-critical"] }];
      api.create(quota({ pods: "1" }, { scopeSelector: { matchExpressions } }));
      pods(api, "one", "two");
    },
  },
  quotaField: {
    refused: ({ api }) => {
      api.create(quota({ "requests.cpu": "2" }));
      pods(api, "one");
    },
    accepted: ({ api }) => {
      api.create(quota({ "requests.cpu": "2" }));
      const resources = { requests: { cpu: "500m" } };
      api.create(pod("one", { containers: [{ name: "main", image: "example.com/app:1", resources }] }));
    },
  },
});

function hook(): JsonObject {
  return {
    name: "guard.example.com",
    clientConfig: { service: { name: "webhook", namespace: "system", path: "/validate", port: 443 } },
    rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }],
    sideEffects: "None",
  };
}

/** A configuration with one webhook, which guards new ConfigMaps. */
function webhooks(changes: JsonObject = {}, annotations: Readonly<Record<string, string>> = {}): Manifest {
  return {
    apiVersion: `${group}/v1`,
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "guard", annotations },
    webhooks: [{ ...hook(), ...changes }],
  };
}

/** Gives the webhook's Service a ready pod. */
function serve({ api }: TestCluster): void {
  api.create(service("webhook", {}, "system"));
  const made = api.create(pod("webhook", {}, { namespace: "system", labels: { app: "webhook" } }));
  api.setStatus(made, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] });
}

function quota(hard: JsonObject, more: JsonObject = {}): Manifest {
  return { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "limits" }, spec: { hard, ...more } };
}

function pods(api: KubernetesApi, ...names: readonly string[]): void {
  for (const name of names) api.create(pod(name));
}
