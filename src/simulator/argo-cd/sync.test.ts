import { describe, expect, test } from "vitest";
import { at, objectsAt } from "../kubernetes/fields.ts";
import type { Manifest } from "../kubernetes/object.ts";
import { definition } from "../kubernetes/testing/manifests.ts";
import type { JsonObject } from "../world/json.ts";
import { requestRefresh, requestSync } from "./requests.ts";
import { configMap, deployment, hook, job, TestArgoCd, wave } from "./testing/argo-cd.ts";

const gatewayGroup = "gateway.networking.k8s.io";

describe("an Application that syncs by itself", () => {
  test("brings its folder into the cluster and says so in Argo CD's words", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/objects.yaml", configMap("settings", { mode: "fast" }));
    argo.application("web");
    argo.run();
    expect(argo.status("web")).toEqual({
      sync: "Synced",
      health: "Healthy",
      phase: "Succeeded",
      message: "successfully synced (all tasks run)",
      conditions: [],
    });
    expect(argo.api.find("/ConfigMap", "settings", "shop")?.metadata.annotations).toEqual({
      "argocd.argoproj.io/tracking-id": "web:/ConfigMap:shop/settings",
    });
  });

  test("waits for the health of each wave before the next", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", deployment("first"), configMap("second", {}, wave(1)));
    argo.application("web");
    argo.run();
    expect(argo.names("/ConfigMap")).toEqual([]);
    expect(argo.status("web")).toMatchObject({
      phase: "Running",
      message: "waiting for healthy state of apps/Deployment/first",
    });
    argo.makeHealthy("apps/Deployment", "first");
    argo.run();
    expect(argo.names("/ConfigMap")).toEqual(["second"]);
    expect(argo.status("web")).toMatchObject({ sync: "Synced", health: "Healthy", phase: "Succeeded" });
  });

  test("does not wait for health when it has one wave only", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", deployment("first"));
    argo.application("web");
    argo.run();
    expect(argo.status("web")).toMatchObject({ sync: "Synced", health: "Progressing", phase: "Succeeded" });
  });

  test("knows an object without a namespace for what it is as soon as its own definition says so", () => {
    const argo = new TestArgoCd();
    const widget = { apiVersion: "example.org/v1", kind: "Widget", metadata: { name: "wide" } };
    const widgets = definition({ group: "example.org", kind: "Widget", plural: "widgets", namespaced: false });
    argo.repository.write("web/a.yaml", widgets, widget);
    argo.application("web");
    argo.run();
    expect(argo.status("web")).toMatchObject({ sync: "Synced", health: "Healthy" });
  });

  test("leaves what went from git until pruning is allowed", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", configMap("old"));
    argo.repository.write("web/b.yaml", configMap("stays"));
    const application = argo.application("web");
    argo.run();
    argo.repository.remove("web/a.yaml");
    requestRefresh(argo.api, application);
    argo.run();
    expect(argo.status("web").sync).toBe("OutOfSync");
    expect(argo.names("/ConfigMap")).toEqual(["old", "stays"]);
    const current = argo.find("web");
    if (current) argo.api.patch(current, { spec: { syncPolicy: { automated: { prune: true } } } });
    argo.run();
    expect(argo.names("/ConfigMap")).toEqual(["stays"]);
    expect(argo.status("web").sync).toBe("Synced");
  });

  test("takes out a field that went from the manifest, and leaves those that others have set", () => {
    const argo = new TestArgoCd();
    const data = () => argo.api.find("/ConfigMap", "settings", "shop")?.data;
    argo.repository.write("web/a.yaml", configMap("settings", { mode: "fast", size: "1" }));
    const application = argo.application("web");
    argo.run();
    const settings = argo.api.find("/ConfigMap", "settings", "shop");
    if (settings) argo.api.patch(settings, { data: { colour: "blue" } });
    argo.run();
    expect(argo.status("web").sync).toBe("Synced");
    argo.repository.write("web/a.yaml", configMap("settings", { mode: "fast" }));
    requestRefresh(argo.api, application);
    argo.run();
    expect(data()).toEqual({ mode: "fast", colour: "blue" });
    expect(argo.status("web").sync).toBe("Synced");
  });

  test("sees a field that went from an item of a list, such as a value of a chart from a source of a child Application", () => {
    const argo = new TestArgoCd();
    const withValues = (valuesObject: JsonObject): Manifest => {
      const source = { repoURL: argo.repository.url, path: "web", targetRevision: "main", helm: { valuesObject } };
      const metadata = { name: "child", namespace: "argocd" };
      const destination = { server: "https://kubernetes.default.svc", namespace: "shop" };
      return {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata,
        spec: { project: "default", sources: [source], destination },
      };
    };
    argo.repository.write("root/a.yaml", withValues({ replicas: 1, size: 2 }));
    const root = argo.application("root");
    argo.run();
    expect(argo.status("root").sync).toBe("Synced");
    argo.repository.write("root/a.yaml", withValues({ size: 2 }));
    requestRefresh(argo.api, root);
    argo.run();
    expect(objectsAt(argo.find("child")?.spec, "sources").map((source) => at(source, "helm.valuesObject"))).toEqual([
      { size: 2 },
    ]);
    expect(argo.status("root").sync).toBe("Synced");
  });

  test("is OutOfSync for a field that went from the manifest until somebody syncs, unless differences in it are ignored", () => {
    for (const [ignoreDifferences, sync] of [
      [[], "OutOfSync"],
      [[{ group: "", kind: "ConfigMap", jsonPointers: ["/data/size"] }], "Synced"],
    ] as const) {
      const argo = new TestArgoCd();
      argo.repository.write("web/a.yaml", configMap("settings", { mode: "fast", size: "1" }));
      const application = argo.application("web", { syncPolicy: {}, ignoreDifferences });
      requestSync(argo.api, application);
      argo.run();
      argo.repository.write("web/a.yaml", configMap("settings", { mode: "fast" }));
      requestRefresh(argo.api, application);
      argo.run();
      expect(argo.status("web").sync).toBe(sync);
    }
  });

  // argoproj/argo-cd#22151: Argo CD knows no defaults of custom resources, and a list belongs to who wrote it.
  test.each([
    { says: "nothing of its defaults", parent: { name: "eg" }, sync: "OutOfSync" },
    { says: "its defaults", parent: { group: gatewayGroup, kind: "Gateway", name: "eg" }, sync: "Synced" },
  ])("is $sync after every sync for a custom resource whose list says $says", ({ parent, sync }) => {
    const argo = new TestArgoCd();
    const routes = definition({ group: gatewayGroup, kind: "HTTPRoute", plural: "httproutes" });
    const route = {
      apiVersion: `${gatewayGroup}/v1`,
      kind: "HTTPRoute",
      metadata: { name: "web" },
      spec: { parentRefs: [parent] },
    };
    argo.repository.write("web/a.yaml", routes, route);
    argo.application("web");
    argo.run();
    expect(argo.status("web")).toMatchObject({ phase: "Succeeded", sync });
  });

  test("puts back what somebody changed only when it heals itself", () => {
    for (const selfHeal of [false, true]) {
      const argo = new TestArgoCd();
      argo.repository.write("web/a.yaml", configMap("settings", { mode: "fast" }));
      argo.application("web", { syncPolicy: { automated: { selfHeal } } });
      argo.run();
      const settings = argo.api.find("/ConfigMap", "settings", "shop");
      if (settings) argo.api.patch(settings, { data: { mode: "slow" } });
      argo.run();
      expect(argo.api.find("/ConfigMap", "settings", "shop")?.data).toEqual({ mode: selfHeal ? "fast" : "slow" });
      expect(argo.status("web").sync).toBe(selfHeal ? "Synced" : "OutOfSync");
    }
  });

  test("tries five times when a kind is missing, then gives up until something changes", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", {
      apiVersion: "acme.example/v1",
      kind: "Widget",
      metadata: { name: "one" },
    });
    argo.application("web");
    argo.run();
    const { phase, message, conditions } = argo.status("web");
    expect(phase).toBe("Failed");
    expect(message).toBe(
      'one or more synchronization tasks are not valid: The Kubernetes API could not find acme.example/Widget for requested resource shop/one. Make sure the "Widget" CRD is installed on the destination cluster. (retried 5 times).',
    );
    expect(conditions[0]).toMatch(/^SyncError: Failed last sync attempt to [0-9a-f]{40}: one or more/);
  });

  test("does not render again while nothing changes", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", deployment("first"));
    argo.application("web");
    argo.run();
    const { reads } = argo.repository;
    argo.makeHealthy("apps/Deployment", "first");
    argo.run();
    expect(argo.status("web").health).toBe("Healthy");
    expect(argo.repository.reads).toBe(reads);
  });
});

describe("hooks", () => {
  test("run before and after the objects, and a failed one fails the sync", () => {
    const argo = new TestArgoCd();
    argo.repository.write(
      "web/a.yaml",
      job("migrate", hook("PreSync")),
      configMap("settings"),
      job("notify", hook("PostSync")),
    );
    argo.application("web", { syncPolicy: { automated: {}, retry: { limit: 0 } } });
    argo.run();
    expect(argo.status("web").message).toBe("waiting for completion of hook batch/Job/migrate");
    expect(argo.names("/ConfigMap")).toEqual([]);
    argo.makeHealthy("batch/Job", "migrate");
    argo.run();
    expect(argo.status("web").message).toBe("waiting for completion of hook batch/Job/notify");
    const notify = argo.api.find("batch/Job", "notify", "shop");
    if (notify) argo.api.setStatus(notify, { conditions: [{ type: "Failed", status: "True", message: "no luck" }] });
    argo.run();
    expect(argo.status("web")).toMatchObject({
      phase: "Failed",
      message: "one or more synchronization tasks completed unsuccessfully, reason: no luck",
    });
  });

  test("of Helm become hooks of Argo CD, unless one of Argo CD's own is there", () => {
    for (const own of [false, true]) {
      const argo = new TestArgoCd();
      const helm = job("check", { "helm.sh/hook": "pre-install" });
      const mixed = own ? [configMap("mine", {}, hook("PostSync"))] : [];
      argo.repository.write("web/a.yaml", helm, configMap("settings"), ...mixed);
      argo.application("web");
      argo.run();
      expect(argo.names("batch/Job")).toEqual(own ? [] : ["check"]);
    }
  });

  test("that succeeded are deleted when they say so", () => {
    const argo = new TestArgoCd();
    const policy = { "argocd.argoproj.io/hook-delete-policy": "HookSucceeded" };
    argo.repository.write("web/a.yaml", job("migrate", hook("PreSync", policy)), configMap("settings"));
    argo.application("web");
    argo.run();
    argo.makeHealthy("batch/Job", "migrate");
    argo.run();
    expect(argo.status("web").phase).toBe("Succeeded");
    expect(argo.names("batch/Job")).toEqual([]);
  });
});

describe("an Application that people sync", () => {
  test("waits for them, shown as OutOfSync and Missing", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", configMap("settings"));
    const application = argo.application("web", { syncPolicy: {} });
    argo.run();
    expect(argo.status("web")).toMatchObject({ sync: "OutOfSync", health: "Missing", phase: "" });
    requestSync(argo.api, application);
    argo.run();
    expect(argo.status("web")).toMatchObject({ sync: "Synced", health: "Healthy", phase: "Succeeded" });
    expect(argo.find("web")?.operation).toBeUndefined();
  });

  test("is not synced twice at the same time", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", configMap("settings"));
    const application = argo.application("web", { syncPolicy: {} });
    requestSync(argo.api, application);
    const asked = argo.find("web");
    expect(() => asked && requestSync(argo.api, asked)).toThrow("another operation is already in progress");
  });
});

test("nothing moves while the repository server is not ready", () => {
  const argo = new TestArgoCd();
  argo.stop("repo-server");
  argo.repository.write("web/a.yaml", configMap("settings"));
  argo.application("web");
  argo.run();
  expect(argo.find("web")?.status).toBeUndefined();
});
