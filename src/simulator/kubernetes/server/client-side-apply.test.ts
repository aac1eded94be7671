import { expect, test } from "vitest";
import { systemUser } from "../access/user.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, definition, deployment } from "../testing/manifests.ts";
import { lastApplied } from "./client-side-apply.ts";
import { refusalOf } from "./kubernetes-error.ts";

const widgets = definition({ group: "example.com", kind: "Widget", plural: "widgets" });

test("a client that applies by itself leaves a copy of the manifest in an annotation", () => {
  const { api } = testCluster();
  const made = api.applyByClient(configMap("a", {}, { data: { key: "1" } }));
  expect(JSON.parse(made.metadata.annotations?.[lastApplied] ?? "")).toMatchObject({
    kind: "ConfigMap",
    data: { key: "1" },
  });
});

test("what it applied before and no longer names goes, what others set stays", () => {
  const test = testCluster();
  const made = test.api.applyByClient(deployment("web", { replicas: 2, paused: true }));
  test.as(systemUser, "autoscaler").patch(made, { spec: { minReadySeconds: 5 } });
  const after = test.api.applyByClient(deployment("web", { replicas: 3 }));
  expect(after.spec).toMatchObject({ replicas: 3, minReadySeconds: 5 });
  expect(after.spec).not.toHaveProperty("paused");
});

test("a definition of more than 256 KiB does not fit into the annotation", () => {
  const { api } = testCluster();
  expect(refusalOf(() => api.applyByClient(widgets, { bytes: 500_000 }))?.message).toBe(
    'CustomResourceDefinition.apiextensions.k8s.io "widgets.example.com" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes',
  );
});

test("applied by the server, it is as large as it likes", () => {
  const { api } = testCluster();
  expect(api.apply({ ...widgets, description: "x".repeat(500_000) }).kind).toBe("CustomResourceDefinition");
});

test("the copy of a secret's manifest is not to be read in the stored world", () => {
  const { api, cluster } = testCluster();
  const manifest = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "a" },
    stringData: { password: "open sesame" },
  };
  expect(api.applyByClient(manifest).metadata.annotations?.[lastApplied]).toContain("open sesame");
  expect(JSON.stringify(cluster.world.snapshot())).not.toContain("open sesame");
});
