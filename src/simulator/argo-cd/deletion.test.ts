import { describe, expect, test } from "vitest";
import { definition } from "../kubernetes/testing/manifests.ts";
import { configMap, hook, job, TestArgoCd, wave } from "./testing/argo-cd.ts";

const cascade = "resources-finalizer.argocd.argoproj.io";

/** Argo CD with the Application `web`, synced, and these objects. */
function synced(finalizers: readonly string[], ...objects: readonly object[]): TestArgoCd {
  const argo = new TestArgoCd();
  argo.repository.write("web/a.yaml", ...objects);
  argo.application("web", {}, { finalizers });
  argo.run();
  return argo;
}

function remove(argo: TestArgoCd, name = "web"): void {
  const application = argo.find(name);
  if (application) argo.api.delete(application);
  argo.run();
}

const held = (name: string, number: number) => ({
  ...configMap(name),
  metadata: { name, annotations: wave(number), finalizers: ["acme.example/hold"] },
});

function release(argo: TestArgoCd, name: string): void {
  const object = argo.api.find("/ConfigMap", name, "shop");
  if (object) argo.api.setFinalizers(object, []);
  argo.run();
}

describe("deleting an Application", () => {
  test("without a finalizer leaves everything, and a new one of the same name adopts it", () => {
    const argo = synced([], configMap("settings"));
    remove(argo);
    expect(argo.find("web")).toBeUndefined();
    expect(argo.names("/ConfigMap")).toEqual(["settings"]);
    argo.application("web");
    argo.run();
    expect(argo.status("web")).toMatchObject({ sync: "Synced", phase: "" });
  });

  test("with the finalizer deletes its objects, wave by wave from the highest", () => {
    const argo = synced([cascade], held("first", 0), held("second", 1));
    remove(argo);
    expect(argo.find("web")).toBeDefined();
    const deleted = (name: string) => argo.api.find("/ConfigMap", name, "shop")?.metadata.deletionTimestamp;
    expect([deleted("first") !== undefined, deleted("second") !== undefined]).toEqual([false, true]);
    release(argo, "second");
    expect(deleted("first")).toBeDefined();
    release(argo, "first");
    expect(argo.find("web")).toBeUndefined();
  });

  test("keeps definitions, and what says that it is to be kept", () => {
    const widgets = definition({ group: "acme.example", kind: "Widget", plural: "widgets" });
    const kept = configMap("kept", {}, { "argocd.argoproj.io/sync-options": "Delete=false" });
    const helm = configMap("helm", {}, { "helm.sh/resource-policy": "keep" });
    const argo = synced([cascade], widgets, kept, helm, configMap("goes"));
    remove(argo);
    expect(argo.find("web")).toBeUndefined();
    expect(argo.names("/ConfigMap")).toEqual(["helm", "kept"]);
    const definitions = argo.api.list("apiextensions.k8s.io/CustomResourceDefinition");
    expect(definitions.map(({ metadata }) => metadata.name)).toContain("widgets.acme.example");
  });

  test("keeps the namespace that a sync has made", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", configMap("settings"));
    const destination = { server: "https://kubernetes.default.svc", namespace: "new" };
    const syncPolicy = { automated: {}, syncOptions: ["CreateNamespace=true"] };
    argo.application("web", { destination, syncPolicy }, { finalizers: [cascade] });
    argo.run();
    remove(argo);
    expect(argo.names("/ConfigMap", "new")).toEqual([]);
    expect(argo.api.find("/Namespace", "new")).toBeDefined();
  });

  test("stands still without its project, and goes on when the project is back", () => {
    const argo = new TestArgoCd();
    const destinations = [{ server: "*", namespace: "*" }];
    argo.project("team", { sourceRepos: ["*"], destinations });
    argo.repository.write("web/a.yaml", configMap("settings"));
    argo.application("web", { project: "team" }, { finalizers: [cascade] });
    argo.run();
    const project = argo.api.find("argoproj.io/AppProject", "team", "argocd");
    if (project) argo.api.delete(project);
    remove(argo);
    expect(argo.status("web").conditions).toEqual(['DeletionError: appproject.argoproj.io "team" not found']);
    argo.project("team", { sourceRepos: ["*"], destinations });
    argo.run();
    expect(argo.find("web")).toBeUndefined();
  });

  test("stands still while Argo CD does not run", () => {
    const argo = synced([cascade], configMap("settings"));
    argo.stop("application-controller");
    remove(argo);
    expect(argo.find("web")?.metadata.deletionTimestamp).toBeDefined();
    expect(argo.names("/ConfigMap")).toEqual(["settings"]);
  });

  test("runs hooks before and after, which the Application waits for", () => {
    const before = job("before", hook("PreDelete"));
    const after = job("after", hook("PostDelete"));
    const argo = synced([cascade], before, after, configMap("settings"));
    expect(argo.find("web")?.metadata.finalizers).toHaveLength(5);
    expect(argo.names("batch/Job")).toEqual([]);
    remove(argo);
    expect(argo.names("batch/Job")).toEqual(["before"]);
    expect(argo.names("/ConfigMap")).toEqual(["settings"]);
    argo.makeHealthy("batch/Job", "before");
    argo.run();
    expect(argo.names("/ConfigMap")).toEqual([]);
    argo.makeHealthy("batch/Job", "after");
    argo.run();
    expect(argo.find("web")).toBeUndefined();
  });

  test("of a root waits for children that have the finalizer, and forgets those that do not", () => {
    for (const finalizers of [[], [cascade]]) {
      const argo = new TestArgoCd();
      const spec = {
        project: "default",
        source: { repoURL: argo.repository.url, path: "child", targetRevision: "main" },
        destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
        syncPolicy: { automated: {} },
      };
      const metadata = { name: "child", namespace: "argocd", finalizers };
      argo.repository.write("root/a.yaml", { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata, spec });
      argo.repository.write("child/a.yaml", configMap("settings"));
      argo.application("root", {}, { finalizers: [cascade] });
      argo.run();
      remove(argo, "root");
      expect([argo.find("root"), argo.find("child")]).toEqual([undefined, undefined]);
      expect(argo.names("/ConfigMap")).toEqual(finalizers.length > 0 ? [] : ["settings"]);
    }
  });
});
