import { describe, expect, test } from "vitest";
import { at, objectsAt } from "../kubernetes/fields.ts";
import type { KubernetesObject, Manifest } from "../kubernetes/object.ts";
import { definition } from "../kubernetes/testing/manifests.ts";
import type { JsonObject } from "../world/json.ts";
import { isOutrun, requestRefresh, requestSync, requestTermination } from "./requests.ts";
import { configMap, deployment, hook, job, TestArgoCd, wave } from "./testing/argo-cd.ts";

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

describe("a child Application", () => {
  const child = (name: string, number: number) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd", annotations: wave(number) },
    spec: {
      project: "default",
      source: { repoURL: "https://github.com/acme/platform", path: name, targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
      syncPolicy: { automated: {} },
    },
  });

  /** A root with two children in two waves, the first of which never becomes healthy by itself. */
  function family(check?: string): TestArgoCd {
    const argo = new TestArgoCd();
    if (check) {
      argo.api.create({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "argocd-cm", namespace: "argocd" },
        data: { "resource.customizations.health.argoproj.io_Application": check },
      });
    }
    argo.repository.write("root/a.yaml", child("first", 0), child("second", 1));
    argo.repository.write("first/a.yaml", deployment("web"));
    argo.repository.write("second/a.yaml", configMap("settings"));
    argo.application("root");
    argo.run();
    return argo;
  }

  test("counts as healthy at once without a health check in argocd-cm", () => {
    const argo = family();
    expect(argo.status("first").health).toBe("Progressing");
    expect(argo.status("second").sync).toBe("Synced");
  });

  test("is waited for with a health check in argocd-cm", () => {
    const argo = family("hs.status = obj.status.health.status");
    expect(argo.find("second")).toBeUndefined();
    expect(argo.status("root").message).toBe("waiting for healthy state of argoproj.io/Application/first");
    argo.makeHealthy("apps/Deployment", "web");
    argo.run();
    expect(argo.status("second")).toMatchObject({ sync: "Synced", health: "Healthy" });
    expect(argo.status("root")).toMatchObject({ sync: "Synced", health: "Healthy", phase: "Succeeded" });
  });

  const succeeded = `if obj.status.operationState ~= nil and obj.status.operationState.phase == "Succeeded" then`;
  const atRest = '(obj.status.operationState == nil or obj.status.operationState.phase ~= "Running")';
  const synced = `if ${atRest} and obj.status.sync.status == "Synced" then`;
  const checks = [
    [succeeded, false],
    [`${succeeded}\n${synced}`, true],
  ] as const;

  test("that finds everything in place needs no sync, for which only a check without an alternative waits", () => {
    for (const [check, goesOn] of checks) {
      const argo = family(check);
      argo.makeHealthy("apps/Deployment", "web");
      argo.run();
      // What an Application without the cascading finalizer brought stays.
      for (const name of ["root", "second", "first"]) {
        const application = argo.find(name);
        if (application) argo.api.delete(application);
      }
      argo.application("root");
      argo.run();
      expect(argo.find("first")?.status?.operationState).toBeUndefined();
      expect(argo.status("first")).toMatchObject({ sync: "Synced", health: "Healthy" });
      expect(argo.find("second") !== undefined).toBe(goesOn);
    }
  });

  test("whose failed change was taken back needs no sync either", () => {
    for (const [check, goesOn] of checks) {
      const argo = family(check);
      argo.makeHealthy("apps/Deployment", "web");
      argo.run();
      const refresh = () => {
        for (const application of argo.api.list("argoproj.io/Application")) requestRefresh(argo.api, application);
        argo.run(3_600);
      };
      // The selector of a Deployment is immutable.
      const { spec, ...other } = deployment("web");
      argo.repository.write("first/a.yaml", { ...other, spec: deployment("api").spec });
      refresh();
      expect(argo.status("first")).toMatchObject({ sync: "OutOfSync", phase: "Failed" });
      argo.repository.write("first/a.yaml", { ...other, spec });
      argo.repository.write("root/a.yaml", child("first", 0), child("second", 1), configMap("more", {}, wave(1)));
      refresh();
      expect(argo.status("first")).toMatchObject({ sync: "Synced", health: "Healthy", phase: "Failed" });
      expect(argo.names("/ConfigMap").includes("more")).toBe(goesOn);
    }
  });
});

describe("a sync that waits for a hook that never ends", () => {
  /** An Application whose hook is a Job that stands still. */
  function hanging(): TestArgoCd {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", {
      ...job("migrate"),
      metadata: { name: "migrate", annotations: hook("PreSync") },
    });
    argo.repository.write("web/b.yaml", configMap("settings"));
    argo.application("web");
    argo.run(3_600);
    expect(argo.status("web")).toMatchObject({ phase: "Running", message: expect.stringContaining("Job/migrate") });
    return argo;
  }

  test("is outrun once git has changed, and keeps the change out until somebody terminates it", () => {
    const argo = hanging();
    const web = () => argo.find("web") as KubernetesObject;
    expect(isOutrun(web())).toBe(false);
    const uid = () => argo.api.find("batch/Job", "migrate", "shop")?.metadata.uid;
    const old = uid();
    argo.repository.write("web/a.yaml", job("migrate", { ...hook("PreSync"), version: "mended" }));
    requestRefresh(argo.api, web());
    argo.run(3_600);
    expect(uid()).toBe(old);
    expect(isOutrun(web())).toBe(true);
    requestTermination(argo.api, web());
    argo.run();
    expect(uid()).not.toBe(old);
    argo.makeHealthy("batch/Job", "migrate");
    argo.run();
    expect(argo.names("/ConfigMap")).toEqual(["settings"]);
    expect(argo.status("web")).toMatchObject({ sync: "Synced", phase: "Succeeded" });
  });

  test("that is terminated fails, and its hook is gone", () => {
    const argo = hanging();
    requestTermination(argo.api, argo.find("web") as KubernetesObject);
    argo.run(1);
    expect(argo.status("web")).toMatchObject({ sync: "OutOfSync", phase: "Failed", message: "Operation terminated" });
    expect(argo.names("batch/Job")).toEqual([]);
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
