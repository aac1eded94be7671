import { expect, test } from "vitest";
import { unknown, type Values } from "../planning/values.ts";
import { customDefinition } from "../testing/helm.ts";
import { TestProvider } from "../testing/provider.ts";
import { type ProviderCluster, providerCluster } from "../testing/provider-cluster.ts";
import { kubectlClient } from "./kubectl-client.ts";
import { kubectlProvider } from "./provider.ts";

const type = "kubectl_manifest";

function providerOn(cluster: ProviderCluster, changes: Values = {}) {
  const client = kubectlClient(cluster.surroundings, cluster.block(changes), cluster.environment);
  return new TestProvider(cluster.world, kubectlProvider(cluster.surroundings), client);
}

const configMap = (data: string, more = ""): Values => ({
  yaml_body: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: team\n${more}data:\n  key: ${data}\n`,
});

const deployment = (image: string): Values => ({
  yaml_body: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: team }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "${image}" }] }
`,
});

test("an object is made, changes nothing more, is read back and removed", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create(type, configMap("one"));
  expect(state).toMatchObject({
    id: "/api/v1/namespaces/team/configmaps/settings",
    kind: "ConfigMap",
    name: "settings",
    namespace: "team",
  });
  const read = provider.read(type, state);
  expect(provider.plan(type, read, configMap("one")).action).toBe("none");
  provider.delete(type, state);
  expect(provider.read(type, state)).toBeNull();
});

test("an object that is there already is taken over", () => {
  const cluster = providerCluster();
  cluster.inside.api.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "team" },
    data: { key: "old", other: "kept" },
  });
  providerOn(cluster).create(type, configMap("new"));
  expect(cluster.inside.api.find("/ConfigMap", "settings", "team")?.data).toEqual({ key: "new", other: "kept" });
});

test("the plan of a new object asks no cluster", () => {
  const provider = providerOn(providerCluster(), { host: "https://nowhere.example.com" });
  expect(provider.plan(type, null, configMap("one")).planned).toMatchObject({
    kind: "ConfigMap",
    yaml_incluster: unknown,
  });
});

test("a field of the text that somebody changes is a difference, another field is none", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create(type, configMap("one"));
  const change = (data: Readonly<Record<string, string>>) => {
    const object = cluster.inside.api.find("/ConfigMap", "settings", "team");
    if (object) cluster.inside.api.patch(object, { data });
    return provider.plan(type, provider.read(type, state), configMap("one")).action;
  };
  expect(change({ other: "value" })).toBe("none");
  expect(change({ key: "changed" })).toBe("update");
});

test("a field that is to be ignored is no difference", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config = { ...configMap("one"), ignore_fields: ["data.key"] };
  const state = provider.create(type, config);
  const object = cluster.inside.api.find("/ConfigMap", "settings", "team");
  if (object) cluster.inside.api.patch(object, { data: { key: "changed" } });
  expect(provider.plan(type, provider.read(type, state), config).action).toBe("none");
});

test("an object that somebody made anew is applied again", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create(type, configMap("one"));
  const { api } = cluster.inside;
  const object = api.find("/ConfigMap", "settings", "team");
  if (object) api.delete(object);
  api.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "team" },
    data: { key: "one" },
  });
  const { action, planned } = provider.plan(type, provider.read(type, state), configMap("one"));
  expect(action).toBe("update");
  expect(planned.uid).toBe(unknown);
});

test("a field that leaves the text leaves the object", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create(type, configMap("one", "  labels: { a: b }\n"));
  provider.update(state, type, configMap("one"));
  expect(cluster.inside.api.find("/ConfigMap", "settings", "team")?.metadata.labels?.a).toBeUndefined();
});

test("another name replaces, another text does so when force_new says so", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create(type, configMap("one"));
  const renamed = { yaml_body: String(configMap("one").yaml_body).replace("settings", "other") };
  expect(provider.plan(type, state, renamed).action).toBe("replace");
  expect(provider.plan(type, state, configMap("two")).action).toBe("update");
  const forced = provider.create(type, { ...configMap("one", "  labels: {}\n"), force_new: true });
  expect(provider.plan(type, forced, { ...configMap("two"), force_new: true }).action).toBe("replace");
});

test("the data of a secret is not shown in the plan", () => {
  const provider = providerOn(providerCluster());
  const secret = {
    yaml_body:
      "apiVersion: v1\nkind: Secret\nmetadata: { name: login, namespace: team }\nstringData: { password: swordfish }\n",
  };
  const state = provider.create(type, secret);
  expect(state.yaml_body_parsed).toContain("(sensitive value)");
  expect(state.yaml_body_parsed).not.toContain("swordfish");
  expect(String(state.yaml_incluster)).not.toContain("swordfish");
});

test("a workload is waited for, a custom resource only when wait_for says so", () => {
  const cluster = providerCluster();
  cluster.inside.api.create(customDefinition("Widget"));
  const provider = providerOn(cluster);
  const seconds = () => provider.provider.operations.at(-1)?.seconds;
  provider.create(type, deployment("web:1"));
  expect(seconds()).toBe(10.5);
  provider.create(type, {
    yaml_body: "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: one, namespace: team }\nspec: {}\n",
  });
  expect(seconds()).toBe(0.5);
});

test("an object with finalizers is gone for the provider at once, unless it waits", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create(type, configMap("one", "  finalizers: [example.com/hold]\n"));
  provider.delete(type, state);
  expect(cluster.inside.api.find("/ConfigMap", "settings", "team")?.metadata.deletionTimestamp).toBeDefined();
});

test("an object that is only applied stays in the cluster", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  provider.delete(type, provider.create(type, { ...configMap("one"), apply_only: true }));
  expect(cluster.inside.api.find("/ConfigMap", "settings", "team")).toBeDefined();
});

test("an object whose definition is gone leaves the state without a word", () => {
  const cluster = providerCluster();
  cluster.inside.api.create(customDefinition("Widget"));
  const provider = providerOn(cluster);
  const state = provider.create(type, {
    yaml_body: "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: one, namespace: team }\n",
  });
  const definition = cluster.inside.api.find("apiextensions.k8s.io/CustomResourceDefinition", "widgets.example.com");
  if (definition) cluster.inside.api.delete(definition);
  cluster.inside.run();
  expect(provider.read(type, state)).toBeNull();
});

test("a kind that appears while an apply is tried again is found", () => {
  const late = {
    name: "late-definition",
    watches: ["/Namespace"],
    reconcile: ({ api, elapsed }: Parameters<import("../kubernetes/controller.ts").Controller["reconcile"]>[0]) => {
      const isThere = api.find("apiextensions.k8s.io/CustomResourceDefinition", "widgets.example.com");
      if (!isThere && elapsed("later", 2)) api.create(customDefinition("Widget"));
    },
  };
  const widget = { yaml_body: "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: one, namespace: team }\n" };
  const cluster = providerCluster([late]);
  expect(providerOn(cluster, { apply_retry_count: 3 }).create(type, widget)).toMatchObject({ name: "one" });
});

test("an object is imported by its version, kind, name and namespace", () => {
  const provider = providerOn(providerCluster());
  provider.create(type, configMap("one"));
  expect(provider.import(type, "v1//ConfigMap//settings//team")).toMatchObject({
    kind: "ConfigMap",
    yaml_body: expect.stringContaining("key: one"),
  });
});

test("documents of a text are told apart and named by their paths", () => {
  const provider = providerOn(providerCluster());
  const text = `${String(configMap("one").yaml_body)}---\n# nothing\n---\napiVersion: apps/v1\nkind: Ingress\nmetadata: { name: web }\n`;
  const { documents, manifests } = provider.data("kubectl_file_documents", { content: text });
  expect(documents).toHaveLength(2);
  expect(Object.keys(manifests as object)).toEqual([
    "/api/v1/namespaces/team/configmaps/settings",
    "/apis/apps/v1/ingresses/web",
  ]);
});

test("a value of a live object is looked up, also without any state", () => {
  const provider = providerOn(providerCluster());
  provider.create(type, configMap("one"));
  const asked = {
    api_version: "v1",
    kind: "ConfigMap",
    name: "settings",
    namespace: "team",
    fields: { value: "data.key" },
  };
  expect(provider.data(type, asked).results).toEqual({ value: "one" });
  expect(provider.open(type, asked).results).toEqual({ value: "one" });
});
