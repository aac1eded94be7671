import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { providerCluster } from "../../testing/provider-cluster.ts";
import { configurations } from "./testing/configurations.ts";
import { named, providerOn } from "./testing/provider.ts";

test.each(configurations)("%s is made, changes nothing more, is read back, imported and removed", (type, config) => {
  const provider = providerOn(providerCluster());
  const state = provider.create(type, config);
  const read = provider.read(type, state);
  expect(provider.plan(type, read, config).action).toBe("none");
  const imported = provider.import(type, String(state.id));
  expect(imported.metadata).toEqual(read?.metadata);
  provider.delete(type, state);
  expect(provider.read(type, state)).toBeNull();
});

test("the name without a version is the same type", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create("kubernetes_namespace", { metadata: [{ name: "apps" }] });
  expect(provider.read("kubernetes_namespace_v1", state)).not.toBeNull();
});

test("a deployment reaches the cluster in the words of the API", () => {
  const cluster = providerCluster();
  const [, config = {}] = configurations.find(([type]) => type === "kubernetes_deployment_v1") ?? [];
  providerOn(cluster).create("kubernetes_deployment_v1", config);
  expect(cluster.inside.api.find("apps/Deployment", "web", "team")?.spec).toMatchObject({
    replicas: 2,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        serviceAccountName: "default",
        containers: [
          {
            ports: [{ containerPort: 8080 }],
            env: [
              { name: "MODE", value: "production" },
              { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "login", key: "password" } } },
            ],
            readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
            securityContext: { runAsUser: 1000, readOnlyRootFilesystem: true },
          },
        ],
        volumes: [
          { name: "settings", configMap: { name: "settings", defaultMode: 0o400 } },
          { name: "scratch", emptyDir: {} },
        ],
        tolerations: [{ key: "dedicated", tolerationSeconds: 60 }],
      },
    },
  });
});

test("what exists already is not taken over", () => {
  const provider = providerOn(providerCluster());
  expect(() => provider.create("kubernetes_namespace_v1", { metadata: [{ name: "team" }] })).toThrow(
    'namespaces "team" already exists',
  );
});

test("a label that somebody adds is a difference, one of Kubernetes itself is not", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config: Values = { ...named("settings"), data: { a: "1" } };
  const state = provider.create("kubernetes_config_map_v1", config);
  const { api } = cluster.inside;
  const change = (labels: Readonly<Record<string, string>>) => {
    const object = api.find("/ConfigMap", "settings", "team");
    if (object) api.patch(object, { metadata: { labels } });
    return provider.plan("kubernetes_config_map_v1", provider.read("kubernetes_config_map_v1", state), config).action;
  };
  expect(change({ "internal.kubernetes.io/seen": "yes" })).toBe("none");
  expect(change({ owner: "somebody" })).toBe("update");
});

test("labels that the provider block ignores are no difference", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster, { ignore_labels: ["^owner$"] });
  const state = provider.create("kubernetes_config_map_v1", named("settings"));
  const object = cluster.inside.api.find("/ConfigMap", "settings", "team");
  if (object) cluster.inside.api.patch(object, { metadata: { labels: { owner: "somebody" } } });
  expect(
    provider.plan("kubernetes_config_map_v1", provider.read("kubernetes_config_map_v1", state), named("settings"))
      .action,
  ).toBe("none");
});

test("data that somebody changes by hand is a difference, and put right by the next apply", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config: Values = { ...named("login"), data: { password: "swordfish" } };
  const state = provider.create("kubernetes_secret_v1", config);
  const object = cluster.inside.api.find("/Secret", "login", "team");
  if (object) cluster.inside.api.patch(object, { data: { password: Buffer.from("other").toString("base64") } });
  const read = provider.read("kubernetes_secret_v1", state);
  expect(read?.data).toEqual({ password: "other" });
  provider.update(read ?? {}, "kubernetes_secret_v1", config);
  expect(provider.read("kubernetes_secret_v1", state)?.data).toEqual({ password: "swordfish" });
});

test("write-only data reaches the cluster and no state, and is sent again only with a new revision", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config = (password: string, revision: number): Values => ({
    ...named("login"),
    data_wo: { password },
    data_wo_revision: revision,
  });
  const live = () => {
    const data = cluster.inside.api.find("/Secret", "login", "team")?.data as
      | Readonly<Record<string, string>>
      | undefined;
    return Buffer.from(data?.password ?? "", "base64").toString();
  };
  let state = provider.create("kubernetes_secret_v1", config("swordfish", 1));
  expect(live()).toBe("swordfish");
  expect(JSON.stringify(state)).not.toContain("swordfish");
  expect(
    provider.plan("kubernetes_secret_v1", provider.read("kubernetes_secret_v1", state), config("other", 1)).action,
  ).toBe("none");
  state = provider.update(state, "kubernetes_secret_v1", {
    ...config("other", 1),
    metadata: [{ name: "login", namespace: "team", labels: { a: "b" } }],
  });
  expect(live()).toBe("swordfish");
  state = provider.update(state, "kubernetes_secret_v1", {
    ...config("other", 2),
    metadata: [{ name: "login", namespace: "team", labels: { a: "b" } }],
  });
  expect(live()).toBe("other");
  expect(JSON.stringify(state)).not.toContain("other");
});

test("an immutable secret is replaced to change what it holds", () => {
  const provider = providerOn(providerCluster());
  const config = (value: string): Values => ({ ...named("login"), immutable: true, data: { password: value } });
  const state = provider.create("kubernetes_secret_v1", config("a"));
  expect(provider.plan("kubernetes_secret_v1", state, config("b")).action).toBe("replace");
});

test("a changed reclaim policy is planned for ever, and never sent", () => {
  const provider = providerOn(providerCluster());
  const config = (policy: string): Values => ({
    metadata: [{ name: "gp3" }],
    storage_provisioner: "ebs.csi.aws.com",
    reclaim_policy: policy,
  });
  const state = provider.create("kubernetes_storage_class_v1", config("Delete"));
  const updated = provider.update(state, "kubernetes_storage_class_v1", config("Retain"));
  expect(updated.reclaim_policy).toBe("Delete");
  expect(provider.plan("kubernetes_storage_class_v1", updated, config("Retain")).action).toBe("update");
});

test("a name may be left to be completed", () => {
  const provider = providerOn(providerCluster());
  const { metadata } = provider.create("kubernetes_config_map_v1", {
    metadata: [{ generate_name: "run-", namespace: "team" }],
  });
  expect(metadata).toEqual([
    expect.objectContaining({ name: expect.stringMatching(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/) }),
  ]);
});
