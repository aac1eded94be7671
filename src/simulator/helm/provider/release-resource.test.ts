import { expect, test } from "vitest";
import { unknown, type Values } from "../../planning/values.ts";
import { chartOf, configMap, deployment } from "../../testing/helm.ts";
import { TestProvider } from "../../testing/provider.ts";
import { type ProviderCluster, providerCluster } from "../../testing/provider-cluster.ts";
import type { Chart } from "../chart.ts";
import { chartIn } from "../find-chart.ts";
import { lastRelease, recordRelease } from "../release-storage.ts";
import { helmProvider } from "./provider.ts";
import { releaseClient } from "./release-client.ts";

const charts: readonly Chart[] = [
  chartOf((values) => [configMap("settings", { mode: String(values.mode ?? "") }), deployment("app")]),
  chartOf([configMap("settings")], { version: "2.0.0" }),
  chartOf([deployment("stuck", { broken: "yes" })], { name: "broken" }),
  chartOf([{ ...configMap("kept"), metadata: { name: "kept", annotations: { "helm.sh/resource-policy": "keep" } } }], {
    name: "keeper",
  }),
];

const find = (repository: string, name: string, version?: string): Chart =>
  chartIn(charts, { repository, name, version });

function providerOn(cluster: ProviderCluster, changes: Values = {}) {
  const { exec, ...block } = cluster.block(changes);
  const kubernetes = { ...block, exec: Array.isArray(exec) ? (exec[0] ?? null) : null };
  const client = releaseClient(cluster.surroundings, find, { kubernetes }, cluster.environment);
  return new TestProvider(cluster.world, helmProvider(cluster.surroundings, find), client);
}

const config = (changes: Values = {}): Values => ({
  name: "web",
  namespace: "team",
  repository: "https://charts.example.com",
  chart: "app",
  version: "1.0.0",
  ...changes,
});

test("a release is made, changes nothing more, is read back and removed", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create("helm_release", config({ values: ["mode: fast"] }));
  expect(state).toMatchObject({
    id: "web",
    status: "deployed",
    version: "1.0.0",
    metadata: { revision: 1, chart: "app" },
  });
  const read = provider.read("helm_release", state);
  expect(provider.plan("helm_release", read, config({ values: ["mode: fast"] })).action).toBe("none");
  provider.delete("helm_release", state);
  expect(provider.read("helm_release", state)).toBeNull();
  provider.delete("helm_release", state);
});

test("a release takes as long as its objects need to become ready", () => {
  const provider = providerOn(providerCluster());
  provider.create("helm_release", config());
  expect(provider.provider.operations.map(({ seconds }) => seconds)).toEqual([12]);
});

test("values are merged: files, then what is set by path, then secrets", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  provider.create(
    "helm_release",
    config({
      values: ["mode: slow\nlist: [a]", "mode: fast"],
      set: [
        { name: "replicas", value: "2" },
        { name: "tag", value: "012", type: "string" },
      ],
      set_list: [{ name: "list", value: ["x", "y"] }],
      set_sensitive: [{ name: "db.password", value: "swordfish" }],
    }),
  );
  expect(lastRelease(cluster.inside.api, "team", "web")?.values).toEqual({
    mode: "fast",
    list: ["x", "y"],
    replicas: 2,
    tag: "012",
    db: { password: "swordfish" },
  });
});

test("sensitive values are not shown, write-only ones are nowhere in the state", () => {
  const provider = providerOn(providerCluster());
  const sensitive = provider.create(
    "helm_release",
    config({ set_sensitive: [{ name: "password", value: "swordfish" }] }),
  );
  expect(JSON.stringify(sensitive.metadata)).not.toContain("swordfish");
  const secret = providerOn(providerCluster()).create(
    "helm_release",
    config({ set_wo: [{ name: "mode", value: "swordfish" }], set_wo_revision: 1 }),
  );
  expect(JSON.stringify(secret)).not.toContain("swordfish");
});

test("write-only values reach the chart, and a new revision upgrades", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const written = (mode: string, revision: number) =>
    config({ set_wo: [{ name: "mode", value: mode }], set_wo_revision: revision });
  const state = provider.create("helm_release", written("one", 1));
  expect(provider.plan("helm_release", state, written("two", 1)).action).toBe("none");
  provider.update(state, "helm_release", written("two", 2));
  expect(cluster.inside.api.find("/ConfigMap", "settings", "team")?.data).toEqual({ mode: "two" });
});

test("another version upgrades in place, another name replaces", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create("helm_release", config());
  const upgraded = provider.plan("helm_release", state, config({ version: "2.0.0" }));
  expect(upgraded.action).toBe("update");
  expect(upgraded.planned.metadata).toBe(unknown);
  expect(provider.plan("helm_release", state, config({ name: "other" })).action).toBe("replace");
  expect(provider.update(state, "helm_release", config({ version: "2.0.0" }))).toMatchObject({
    version: "2.0.0",
    metadata: { revision: 2 },
  });
});

test("a release that fails is not written into the state, and its name is taken at the next apply", () => {
  const provider = providerOn(providerCluster());
  const broken = config({ chart: "broken", timeout: 30 });
  expect(() => provider.create("helm_release", broken)).toThrow("Helm release error: context deadline exceeded");
  expect(() => provider.create("helm_release", broken)).toThrow(
    "installation failed: cannot re-use a name that is still in use",
  );
});

test("upgrade_install goes on with what is there", () => {
  const provider = providerOn(providerCluster());
  expect(() => provider.create("helm_release", config({ chart: "broken", timeout: 30 }))).toThrow("Helm release error");
  expect(provider.create("helm_release", config({ upgrade_install: true }))).toMatchObject({
    metadata: { revision: 2 },
  });
});

test("a release that somebody else broke is planned to be deployed again", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create("helm_release", config());
  const release = lastRelease(cluster.inside.api, "team", "web");
  if (release) recordRelease(cluster.inside.api, { ...release, status: "failed" });
  expect(provider.plan("helm_release", provider.read("helm_release", state), config()).action).toBe("update");
});

test("an upgrade that fails leaves the old state", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create("helm_release", config());
  expect(() => provider.update(state, "helm_release", config({ chart: "broken", timeout: 30 }))).toThrow(
    "Error upgrading chart: Upgrade failed: context deadline exceeded",
  );
});

test("a release is dropped from the state while its cluster cannot be reached", () => {
  const cluster = providerCluster();
  const state = providerOn(cluster).create("helm_release", config());
  expect(
    providerOn(cluster, { host: "https://gone.gr7.us-east-1.eks.amazonaws.com" }).read("helm_release", state),
  ).toBeNull();
});

test("a release is imported by namespace and name", () => {
  const provider = providerOn(providerCluster());
  provider.create("helm_release", config());
  expect(provider.import("helm_release", "team/web")).toMatchObject({
    id: "web",
    chart: "app",
    version: "1.0.0",
    wait: true,
  });
});

test("what is kept is said in a warning", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create("helm_release", config({ chart: "keeper" }));
  const { diagnostics } = provider.provider.applyResource("helm_release", state, null, null);
  expect(diagnostics).toMatchObject([{ severity: "warning", detail: expect.stringContaining("[ConfigMap] kept") }]);
});

test("a template is rendered without a cluster", () => {
  const provider = providerOn(providerCluster(), { host: "https://nowhere.example.com" });
  const { manifest } = provider.data("helm_template", config({ values: ["mode: fast"] }));
  expect(manifest).toContain("mode: fast");
  expect(manifest).toContain("# Source: app/templates/configmap-settings.yaml");
});
