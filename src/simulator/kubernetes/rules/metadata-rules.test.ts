import { testRules } from "../../testing/rule-test.ts";
import { ownedBy } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, service } from "../testing/manifests.ts";
import { metadataRules } from "./metadata-rules.ts";

const longName = "a".repeat(64);
const owner = { apiVersion: "v1", kind: "ConfigMap", name: "owner", uid: "0" };

testRules(metadataRules, () => testCluster().api, {
  nameMissing: {
    refused: (api) => api.create(configMap("")),
    accepted: (api) => api.create(configMap("0")),
  },
  name: {
    refused: (api) => api.create(configMap("Settings")),
    accepted: (api) => api.create(configMap("settings.example.com")),
  },
  nameLabel: {
    refused: (api) => api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "my.app" } }),
    accepted: (api) => api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "my-app" } }),
  },
  nameLength: {
    refused: (api) => api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: longName } }),
    accepted: (api) => api.create(configMap(longName)),
  },
  serviceName: {
    refused: (api) => api.create(service("1st")),
    accepted: (api) => api.create(service("first")),
  },
  labelKey: {
    refused: (api) => api.create(configMap("a", { labels: { "app.kubernetes.io/-name": "a" } })),
    accepted: (api) => api.create(configMap("a", { labels: { "app.kubernetes.io/name": "a" } })),
  },
  labelValue: {
    refused: (api) => api.create(configMap("a", { labels: { app: longName } })),
    accepted: (api) => api.create(configMap("a", { labels: { app: "" } })),
  },
  annotationKey: {
    refused: (api) => api.create(configMap("a", { annotations: { "a/b/c": "" } })),
    accepted: (api) => api.create(configMap("a", { annotations: { "Example.com/c": "any text / at all" } })),
  },
  annotationSize: {
    refused: (api) => api.applyByClient(configMap("a"), { bytes: 262_145 }),
    accepted: (api) => api.apply(configMap("a", { annotations: { text: "x".repeat(262_140) } })),
  },
  finalizerName: {
    refused: (api) => api.create(configMap("a", { finalizers: ["cleanup"] })),
    accepted: (api) => api.create(configMap("a", { finalizers: ["example.com/cleanup", "foregroundDeletion"] })),
  },
  finalizerAdded: {
    refused: (api) => {
      const held = api.create(configMap("a", { finalizers: ["example.com/one"] }));
      api.delete(held);
      api.setFinalizers(held, ["example.com/one", "example.com/two"]);
    },
    accepted: (api) => {
      const held = api.create(configMap("a", { finalizers: ["example.com/one", "example.com/two"] }));
      api.delete(held);
      api.setFinalizers(held, ["example.com/one"]);
    },
  },
  ownerIncomplete: {
    refused: (api) => api.create(configMap("a", { ownerReferences: [{ ...owner, uid: "" }] })),
    accepted: (api) => api.create(configMap("a", { ownerReferences: [owner] })),
  },
  ownerControllers: {
    refused: (api) => {
      const controller = ownedBy(api.create(configMap("owner")));
      api.create(configMap("a", { ownerReferences: [controller, { ...controller, uid: "1" }] }));
    },
    accepted: (api) => {
      const controller = ownedBy(api.create(configMap("owner")));
      api.create(configMap("a", { ownerReferences: [controller, owner] }));
    },
  },
  ownerEvent: {
    refused: (api) => api.create(configMap("a", { ownerReferences: [{ ...owner, kind: "Event" }] })),
    accepted: (api) => api.create(configMap("a", { ownerReferences: [{ ...owner, kind: "Secret" }] })),
  },
  immutable: {
    refused: (api) => {
      const { metadata, ...rest } = api.create(configMap("a"));
      const creationTimestamp = "2020-01-01T00:00:00.000Z";
      api.update({ ...rest, metadata: { ...metadata, ...{ creationTimestamp } } });
    },
    accepted: (api) => {
      const { metadata, ...rest } = api.create(configMap("a"));
      api.update({ ...rest, metadata: { ...metadata, labels: { app: "a" } } });
    },
  },
  otherObject: {
    refused: (api) => {
      const old = api.create(configMap("a"));
      api.delete(old);
      api.create(configMap("a"));
      api.update(old);
    },
    accepted: (api) => {
      const old = api.create(configMap("a"));
      api.delete(old);
      api.create(configMap("a"));
      api.update(configMap("a"));
    },
  },
});
