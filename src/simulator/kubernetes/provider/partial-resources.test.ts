import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { providerCluster } from "../../testing/provider-cluster.ts";
import { providerOn } from "./testing/provider.ts";

const namespaceLabels = (labels: Values): Values => ({
  api_version: "v1",
  kind: "Namespace",
  metadata: [{ name: "team" }],
  labels,
});

test("labels are added to an object of somebody else, followed, and taken off again", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const live = () => cluster.inside.api.find("/Namespace", "team")?.metadata.labels;
  const state = provider.create("kubernetes_labels", namespaceLabels({ a: "1", b: "2" }));
  expect(state.id).toBe("apiVersion=v1,kind=Namespace,name=team");
  const changed = provider.update(state, "kubernetes_labels", namespaceLabels({ a: "3" }));
  expect(live()).toMatchObject({ a: "3", "kubernetes.io/metadata.name": "team" });
  expect(live()?.b).toBeUndefined();
  provider.delete("kubernetes_labels", changed);
  expect(live()?.a).toBeUndefined();
});

test("annotations of an object that is not there cannot be set", () => {
  const config = { api_version: "v1", kind: "Namespace", metadata: [{ name: "missing" }], annotations: { a: "1" } };
  expect(() => providerOn(providerCluster()).create("kubernetes_annotations", config)).toThrow(
    'namespaces "missing" not found',
  );
});

test("keys are added to the data of a ConfigMap, and the others stay", () => {
  const cluster = providerCluster();
  cluster.inside.api.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "team" },
    data: { a: "1" },
  });
  const provider = providerOn(cluster);
  const live = () => cluster.inside.api.find("/ConfigMap", "settings", "team")?.data;
  const state = provider.create("kubernetes_config_map_v1_data", {
    metadata: [{ name: "settings", namespace: "team" }],
    data: { b: "2" },
  });
  expect(live()).toEqual({ a: "1", b: "2" });
  provider.delete("kubernetes_config_map_v1_data", state);
  expect(live()).toEqual({ a: "1" });
});
