import { expect, test } from "vitest";
import type { JsonObject } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import type { Controller } from "../controller.ts";
import type { Manifest } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, pod, service } from "../testing/manifests.ts";
import { refusalOf } from "./kubernetes-error.ts";

const labels: Controller = {
  name: "labels",
  watches: [],
  reconcile: () => {},
  admissionHooks: [
    {
      webhook: "label.example.com",
      review: ({ object, operation }) => ({
        object: {
          ...object,
          metadata: { ...object.metadata, labels: { ...object.metadata.labels, seen: operation.toLowerCase() } },
        },
      }),
    },
  ],
};

test("a mutating webhook changes what is stored, and applying the same again changes nothing", () => {
  const api = guarded({ kind: "MutatingWebhookConfiguration" });
  ready(api);
  const made = api.apply(configMap("a"));
  expect(made.metadata.labels).toEqual({ seen: "create" });
  expect(api.apply(configMap("a"))).toBe(made);
});

test("a webhook that cannot be asked stops the write, in the words of the server", () => {
  expect(refusalOf(() => guarded({}).create(configMap("a")))?.message).toBe(
    'Internal error occurred: failed calling webhook "label.example.com": failed to call webhook: Post "https://webhook.system.svc:8443/label?timeout=5s": no endpoints available for service "webhook"',
  );
});

test("a pod that is not ready is no endpoint", () => {
  const api = guarded({});
  const made = ready(api);
  api.setStatus(made, { conditions: [{ type: "Ready", status: "False" }] });
  expect(refusalOf(() => api.create(configMap("a")))?.rule).toBe("kubernetes/webhook-no-endpoints");
});

test("a webhook whose failures are ignored lets everything through while it is down", () => {
  expect(refusalOf(() => guarded({ failurePolicy: "Ignore" }).create(configMap("a")))).toBeUndefined();
});

test("a webhook sees only what its rules, its selectors and its operations match", () => {
  const down = (settings: JsonObject) => refusalOf(() => guarded(settings).create(configMap("a")))?.reason;
  const match = (change: JsonObject) => ({ rules: [{ ...rule, ...change }] });
  expect(down({})).toBe("InternalError");
  expect(down(match({ resources: ["*"], apiGroups: ["*"], scope: "Namespaced" }))).toBe("InternalError");
  expect(down(match({ resources: ["secrets"] }))).toBeUndefined();
  expect(down(match({ resources: ["configmaps/status"] }))).toBeUndefined();
  expect(down(match({ apiGroups: ["apps"] }))).toBeUndefined();
  expect(down(match({ operations: ["DELETE"] }))).toBeUndefined();
  expect(down(match({ scope: "Cluster" }))).toBeUndefined();
  expect(down({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "system" } } })).toBeUndefined();
  expect(down({ objectSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } })).toBeUndefined();
});

test("a webhook on deletions holds what it cannot be asked about", () => {
  const api = guarded({ rules: [{ ...rule, operations: ["DELETE"] }] });
  const made = api.create(configMap("a"));
  expect(refusalOf(() => api.delete(made))?.rule).toBe("kubernetes/webhook-no-endpoints");
});

test("configurations of webhooks can always be written: nobody locks himself out", () => {
  const api = guarded({ rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }] });
  expect(refusalOf(() => api.create(configMap("a")))).toBeDefined();
  api.delete(configuration({}));
  expect(refusalOf(() => api.create(configMap("a")))).toBeUndefined();
});

test("status is written without asking", () => {
  const api = guarded({ rules: [{ ...rule, operations: ["UPDATE"] }] });
  const made = api.create(configMap("a"));
  expect(refusalOf(() => api.setStatus(made, { phase: "Ready" }))).toBeUndefined();
  expect(refusalOf(() => api.patch(made, { data: { key: "1" } }))).toBeDefined();
});

const rule: JsonObject = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] };

/** A cluster whose ConfigMaps are guarded by a webhook without a pod. */
function guarded(settings: JsonObject): KubernetesApi {
  const { api } = testCluster({ namespaces: ["system"], controllers: [labels] });
  api.create(service("webhook", {}, "system"));
  api.create(configuration(settings));
  return api;
}

function configuration({ kind = "ValidatingWebhookConfiguration", ...settings }: JsonObject): Manifest {
  const address = { name: "webhook", namespace: "system", path: "label", port: 8443 };
  const webhook = { name: "label.example.com", clientConfig: { service: address }, rules: [rule], timeoutSeconds: 5 };
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: String(kind),
    metadata: { name: "labels" },
    webhooks: [{ ...webhook, sideEffects: "None", ...settings }],
  };
}

/** Gives the webhook a ready pod. */
function ready(api: KubernetesApi) {
  const made = api.create(pod("webhook", {}, { namespace: "system", labels: { app: "webhook" } }));
  return api.setStatus(made, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] });
}
