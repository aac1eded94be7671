import { describe, expect, test } from "vitest";
import { requestRefresh } from "./requests.ts";
import { configMap, deployment, TestArgoCd, wave } from "./testing/argo-cd.ts";

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
