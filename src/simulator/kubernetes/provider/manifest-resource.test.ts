import { expect, test } from "vitest";
import { unknown, type Values } from "../../planning/values.ts";
import { customDefinition, deployment } from "../../testing/helm.ts";
import { providerCluster } from "../../testing/provider-cluster.ts";
import { openDynamic } from "./dynamic.ts";
import { providerOn } from "./testing/provider.ts";

const type = "kubernetes_manifest";

const settings = (value: string, metadata: Values = {}): Values => ({
  manifest: {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "team", ...metadata },
    data: { key: value },
  },
});

test("a manifest is applied, read back, followed and removed", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create(type, settings("one"));
  expect(openDynamic(state.object)).toMatchObject({ kind: "ConfigMap", data: { key: "one" } });
  expect(provider.plan(type, provider.read(type, state), settings("one")).action).toBe("none");
  provider.update(state, type, settings("two"));
  expect(cluster.inside.api.find("/ConfigMap", "settings", "team")?.data).toEqual({ key: "two" });
  provider.delete(type, state);
  expect(provider.read(type, state)).toBeNull();
});

test("the plan needs the cluster", () => {
  const provider = providerOn(providerCluster(), { host: "https://gone.gr7.us-east-1.eks.amazonaws.com" });
  expect(() => provider.plan(type, null, settings("one"))).toThrow("no such host");
});

test("a field that somebody changes is a difference, an added label is none", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create(type, settings("one"));
  const { api } = cluster.inside;
  const change = (patch: Parameters<typeof api.patch>[1]) => {
    const object = api.find("/ConfigMap", "settings", "team");
    if (object) api.patch(object, patch);
    return provider.plan(type, provider.read(type, state), settings("one"));
  };
  expect(change({ metadata: { labels: { owner: "somebody" } } }).action).toBe("none");
  const drifted = change({ data: { key: "changed" } });
  expect(drifted.action).toBe("update");
  expect(drifted.planned.object).toBe(unknown);
});

test("another kind, name or namespace replaces", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create(type, settings("one"));
  expect(provider.plan(type, state, settings("one", { name: "other" })).action).toBe("replace");
  expect(provider.plan(type, state, settings("one", { namespace: "default" })).action).toBe("replace");
});

test("a field of another manager is a conflict, unless it is forced", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const state = provider.create(type, settings("one"));
  cluster.inside.as({ name: "somebody", groups: ["system:masters"] }, "somebody").apply(
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace: "team" },
      data: { key: "theirs" },
    },
    { force: true },
  );
  const update =
    (more: Values = {}) =>
    () =>
      provider.update(provider.read(type, state) ?? {}, type, { ...settings("two"), ...more });
  expect(update()).toThrow('There was a field manager conflict when trying to apply the manifest for "team/settings"');
  expect(update({ field_manager: [{ force_conflicts: true }] })).not.toThrow();
});

test("a rollout is waited for when it is asked for", () => {
  const provider = providerOn(providerCluster());
  const manifest = { ...deployment("web"), metadata: { name: "web", namespace: "team" } } as Values;
  provider.create(type, { manifest, wait: [{ rollout: true }] });
  expect(provider.provider.operations.at(-1)?.seconds).toBe(10.2);
});

test("an object whose wait ends in vain is tainted, not forgotten", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config = { ...settings("one"), wait: [{ fields: { "data.other": "*" } }] };
  const planned = provider.plan(type, null, config).planned;
  const { state, diagnostics } = provider.provider.applyResource(type, null, planned, { ...planned, ...config });
  expect(diagnostics[0]?.summary).toBe('timed out waiting on resource "team/settings"');
  expect(openDynamic(state?.object)).toMatchObject({ kind: "ConfigMap" });
});

test("a custom resource is known once its definition is", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config: Values = {
    manifest: {
      apiVersion: "example.com/v1",
      kind: "Widget",
      metadata: { name: "one", namespace: "team" },
      spec: { size: 3 },
    },
  };
  expect(() => provider.plan(type, null, config)).toThrow("CRD may not be installed");
  cluster.inside.api.create(customDefinition("Widget"));
  provider.create(type, config);
  expect(cluster.inside.api.find("example.com/Widget", "one", "team")?.spec).toEqual({ size: 3 });
});

test("a manifest without kind or name is refused before anything is asked", () => {
  const provider = providerOn(providerCluster());
  expect(() => provider.plan(type, null, { manifest: { apiVersion: "v1", metadata: {} } })).toThrow(
    "must contain field 'kind'",
  );
});

test("an object is imported by its version, kind, namespace and name", () => {
  const provider = providerOn(providerCluster());
  provider.create(type, settings("one"));
  const imported = provider.import(type, "apiVersion=v1,kind=ConfigMap,namespace=team,name=settings");
  expect(openDynamic(imported.object)).toMatchObject({ data: { key: "one" } });
});
