import { testRules } from "../../testing/rule-test.ts";
import type { KubernetesApi } from "../api.ts";
import type { KubernetesObject, Manifest } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, definition, deployment } from "../testing/manifests.ts";
import { requestRules } from "./request-rules.ts";

const widgets = definition({ group: "example.com", kind: "Widget", plural: "widgets" });
const widget: Manifest = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" } };
const newNamespace: Manifest = { apiVersion: "v1", kind: "Namespace", metadata: { name: "other" } };
const finalizers = ["example.com/keep"];

testRules(requestRules, () => testCluster({ namespaces: ["app"] }).api, {
  kindUnknown: {
    refused: (api) => api.create(widget),
    accepted: (api) => {
      api.create(widgets);
      api.create(widget);
    },
  },
  versionNotServed: {
    refused: (api) => {
      api.create(widgets);
      api.create({ ...widget, apiVersion: "example.com/v2" });
    },
    accepted: (api) => api.create({ ...configMap("a"), apiVersion: "v1" }),
  },
  specUnreadable: {
    refused: (api) => api.create({ ...newNamespace, spec: "x" }),
    accepted: (api) => api.create({ ...newNamespace, spec: {} }),
  },
  numberUnreadable: {
    refused: (api) => api.create(deployment("web", { replicas: 1.5 })),
    accepted: (api) => api.create(deployment("web", { replicas: 0 })),
  },
  specForm: {
    refused: (api) => {
      api.create(widgets);
      api.create({ ...widget, spec: ["x"] });
    },
    accepted: (api) => {
      api.create(widgets);
      api.create({ ...widget, spec: null });
    },
  },
  notFound: {
    refused: (api) => api.update(configMap("a")),
    accepted: (api) => {
      api.create(configMap("a"));
      api.update(configMap("a"));
    },
  },
  alreadyExists: {
    refused: (api) => {
      api.create(configMap("a", { namespace: "app" }));
      api.create(configMap("a", { namespace: "app" }));
    },
    accepted: (api) => {
      api.create(configMap("a", { namespace: "app" }));
      api.create(configMap("a", { namespace: "default" }));
    },
  },
  stale: {
    refused: (api) => {
      const old = api.create(configMap("a"));
      api.update({ ...old, data: { key: "mine" } });
      api.update({ ...old, data: { key: "theirs" } });
    },
    accepted: (api) => {
      const old = api.create(configMap("a"));
      const mine = api.update({ ...old, data: { key: "mine" } });
      api.update({ ...mine, data: { key: "theirs" } });
    },
  },
  namespaceMissing: {
    refused: (api) => api.create(configMap("a", { namespace: "nowhere" })),
    accepted: (api) => api.create(configMap("a", { namespace: "app" })),
  },
  namespaceTerminating: {
    refused: (api) => {
      api.delete(namespace(api, "app"));
      api.create(configMap("a", { namespace: "app" }));
    },
    accepted: (api) => {
      const present = api.create(configMap("a", { namespace: "app" }));
      api.delete(namespace(api, "app"));
      api.update({ ...present, data: { still: "writable" } });
    },
  },
  namespaceProtected: {
    refused: (api) => api.delete(namespace(api, "kube-system")),
    accepted: (api) => api.delete(namespace(api, "kube-node-lease")),
  },
  namespaceGoing: {
    refused: (api) => {
      api.delete(namespace(api, "app"));
      api.delete(namespace(api, "app"));
    },
    accepted: (api) => {
      const held = api.create(configMap("a", { finalizers }));
      api.delete(held);
      api.delete(held);
    },
  },
  body: {
    refused: (api) => api.create(configMap("a", {}, { data: { key: "x".repeat(3_145_728) } })),
    accepted: (api) => api.create(configMap("a", {}, { data: { key: "x".repeat(1_000_000) } })),
  },
  stored: {
    refused: (api) => api.create({ ...widgets, description: "x".repeat(1_600_000) }),
    accepted: (api) => api.create({ ...widgets, description: "x".repeat(1_500_000) }),
  },
  definitionTerminating: {
    refused: (api) => {
      api.delete(api.create(widgets));
      api.create(widget);
    },
    accepted: (api) => {
      api.delete(api.create(widgets));
      api.create(configMap("a"));
    },
  },
});

function namespace(api: KubernetesApi, name: string): KubernetesObject {
  const found = api.find("/Namespace", name);
  if (!found) throw new RangeError(`the cluster has no namespace ${name}`);
  return found;
}
