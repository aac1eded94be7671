import { describe, expect, test } from "vitest";
import { configMap, deployment } from "../argo-cd/testing/argo-cd.ts";
import { fluxKinds } from "./objects.ts";
import { requestReconciliation } from "./requests.ts";
import { TestFlux } from "./testing/flux.ts";

/** Flux with the folder `web` that holds some objects. */
function fluxWith(...objects: readonly object[]): TestFlux {
  const flux = new TestFlux();
  flux.repository.write("web/objects.yaml", ...objects);
  flux.gitRepository();
  return flux;
}

describe("a Kustomization", () => {
  test("applies its folder and says which revision", () => {
    const flux = fluxWith(configMap("settings"));
    flux.kustomization("web");
    flux.run();
    expect(flux.revision()).toMatch(/^main@sha1:[0-9a-f]{40}$/);
    expect(flux.ready("gitRepository", "platform")).toBe(
      `True Succeeded: stored artifact for revision '${flux.revision()}'`,
    );
    expect(flux.ready("kustomization", "web")).toBe(
      `True ReconciliationSucceeded: Applied revision: ${flux.revision()}`,
    );
    expect(flux.names("/ConfigMap")).toEqual(["settings"]);
  });

  test("prunes what went from git", () => {
    const flux = fluxWith(configMap("settings"), configMap("old"));
    flux.kustomization("web");
    flux.run();
    flux.repository.write("web/objects.yaml", configMap("settings"));
    const source = flux.api.find(fluxKinds.gitRepository, "platform", "flux-system");
    if (source) requestReconciliation(flux.api, source);
    flux.run();
    expect(flux.names("/ConfigMap")).toEqual(["settings"]);
  });

  test("waits for health, and says what was not there in time", () => {
    const flux = fluxWith(deployment("server"));
    flux.kustomization("web", { wait: true, timeout: "2m" });
    flux.run(60);
    expect(flux.ready("kustomization", "web")).toMatch(/^Unknown Progressing: Running health checks for revision/);
    flux.run(120);
    expect(flux.ready("kustomization", "web")).toBe(
      "False HealthCheckFailed: health check failed after 2m0s: timeout waiting for: [Deployment/shop/server status: 'InProgress']",
    );
  });

  test("becomes ready when what it waits for is healthy", () => {
    const flux = fluxWith(deployment("server"));
    flux.kustomization("web", { wait: true });
    flux.run(60);
    const server = flux.api.find("apps/Deployment", "server", "shop");
    if (server) {
      flux.api.setStatus(server, { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 });
    }
    flux.run(10);
    expect(flux.ready("kustomization", "web")).toMatch(/^True ReconciliationSucceeded/);
  });

  test("refuses the whole set when a kind is missing, and tries again", () => {
    const widget = { apiVersion: "acme.example/v1", kind: "Widget", metadata: { name: "one" } };
    const flux = fluxWith(configMap("settings"), widget);
    flux.kustomization("web");
    flux.run(30);
    expect(flux.ready("kustomization", "web")).toBe(
      'False ReconciliationFailed: Widget/shop/one dry-run failed: no matches for kind "Widget" in version "acme.example/v1"',
    );
    expect(flux.names("/ConfigMap")).toEqual([]);
    flux.repository.write("web/objects.yaml", configMap("settings"));
    const source = flux.api.find(fluxKinds.gitRepository, "platform", "flux-system");
    if (source) requestReconciliation(flux.api, source);
    flux.run();
    expect(flux.ready("kustomization", "web")).toMatch(/^True/);
  });

  test("waits for what it depends on", () => {
    const flux = fluxWith(configMap("settings"));
    flux.repository.write("base/a.yaml", deployment("server"));
    flux.kustomization("base", { wait: true });
    flux.kustomization("web", { dependsOn: [{ name: "base" }] });
    flux.run(60);
    expect(flux.ready("kustomization", "web")).toBe(
      "False DependencyNotReady: dependency 'flux-system/base' is not ready",
    );
    const server = flux.api.find("apps/Deployment", "server", "shop");
    if (server) {
      flux.api.setStatus(server, { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 });
    }
    flux.run(60);
    expect(flux.ready("kustomization", "web")).toMatch(/^True/);
  });

  test("replaces variables from ConfigMaps and its own", () => {
    const variable = (text: string): string => `$\{${text}}`;
    const data = { a: variable("name"), b: variable("size:=small"), c: `$${variable("name")}` };
    const flux = fluxWith(configMap("settings", data));
    flux.api.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "variables", namespace: "flux-system" },
      data: { name: "left", size: "big" },
    });
    const postBuild = { substitute: { name: "right" }, substituteFrom: [{ kind: "ConfigMap", name: "variables" }] };
    flux.kustomization("web", { postBuild });
    flux.run();
    expect(flux.api.find("/ConfigMap", "settings", "shop")?.data).toEqual({
      a: "right",
      b: "big",
      c: variable("name"),
    });
  });

  test("patches what it builds", () => {
    const flux = fluxWith(configMap("settings", { mode: "fast" }));
    const patch = JSON.stringify([{ op: "replace", path: "/data/mode", value: "slow" }]);
    flux.kustomization("web", { patches: [{ patch, target: { kind: "ConfigMap" } }] });
    flux.run();
    expect(flux.api.find("/ConfigMap", "settings", "shop")?.data).toEqual({ mode: "slow" });
  });
});

describe("deleting a Kustomization", () => {
  function deleted(spec: object): TestFlux {
    const flux = fluxWith(configMap("settings"));
    const kustomization = flux.kustomization("web", spec as never);
    flux.run();
    if ((spec as { readonly suspend?: boolean }).suspend === false) {
      const current = flux.api.find(fluxKinds.kustomization, "web", "flux-system");
      if (current) flux.api.patch(current, { spec: { suspend: true } });
    }
    flux.api.delete(kustomization);
    flux.run();
    expect(flux.api.find(fluxKinds.kustomization, "web", "flux-system")).toBeUndefined();
    return flux;
  }

  test("deletes its objects when it prunes", () => {
    expect(deleted({ prune: true }).names("/ConfigMap")).toEqual([]);
  });

  test("leaves them when it does not prune, or is an orphan maker", () => {
    expect(deleted({ prune: false }).names("/ConfigMap")).toEqual(["settings"]);
    expect(deleted({ deletionPolicy: "Orphan" }).names("/ConfigMap")).toEqual(["settings"]);
  });

  test("leaves everything when it is suspended", () => {
    expect(deleted({ suspend: false }).names("/ConfigMap")).toEqual(["settings"]);
  });

  test("waits with WaitForTermination until its objects are gone", () => {
    const flux = fluxWith({
      ...configMap("settings"),
      metadata: { name: "settings", finalizers: ["acme.example/hold"] },
    });
    const kustomization = flux.kustomization("web", { deletionPolicy: "WaitForTermination", timeout: "5m" });
    flux.run();
    flux.api.delete(kustomization);
    flux.run(60);
    expect(flux.api.find(fluxKinds.kustomization, "web", "flux-system")).toBeDefined();
    const held = flux.api.find("/ConfigMap", "settings", "shop");
    if (held) flux.api.setFinalizers(held, []);
    flux.run(60);
    expect(flux.api.find(fluxKinds.kustomization, "web", "flux-system")).toBeUndefined();
  });

  test("stands still while its controller does not run", () => {
    const flux = fluxWith(configMap("settings"));
    const kustomization = flux.kustomization("web");
    flux.run();
    const pod = flux.api.find("/Pod", "kustomize-controller", "flux-system");
    if (pod) flux.api.setStatus(pod, { phase: "Failed", conditions: [] });
    flux.api.delete(kustomization);
    flux.run();
    expect(flux.api.find(fluxKinds.kustomization, "web", "flux-system")?.metadata.finalizers).toEqual([
      "finalizers.fluxcd.io",
    ]);
  });
});

test("Capacitor's manifests come from their registry", () => {
  const flux = new TestFlux();
  flux.create("source.toolkit.fluxcd.io/v1", "OCIRepository", "capacitor", {
    interval: "12h",
    url: "oci://ghcr.io/gimlet-io/capacitor-manifests",
    ref: { semver: ">=0.1.0" },
  });
  flux.kustomization("capacitor", {
    sourceRef: { kind: "OCIRepository", name: "capacitor" },
    path: "./",
    targetNamespace: "flux-system",
  });
  flux.run();
  expect(flux.ready("kustomization", "capacitor")).toMatch(
    /^True ReconciliationSucceeded: Applied revision: v0\.4\.8@sha256:/,
  );
  expect(flux.names("apps/Deployment", "flux-system")).toEqual(["capacitor"]);
});
