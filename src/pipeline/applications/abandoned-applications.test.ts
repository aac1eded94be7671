import { describe, expect, test } from "vitest";
import { TestArgoCd } from "../../simulator/argo-cd/testing/argo-cd.ts";
import { TestFlux } from "../../simulator/flux/testing/flux.ts";
import type { Manifest } from "../../simulator/kubernetes/object.ts";
import type { JsonObject } from "../../simulator/world/json.ts";
import { abandonedApplications } from "./abandoned-applications.ts";

function application(name: string): Manifest {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: {
      project: "default",
      source: { repoURL: "https://github.com/acme/platform", path: name, targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
    },
  };
}

describe("applications that were switched off", () => {
  test.each([
    [{ automated: { prune: false } }, ["Application web"]],
    [{}, ["Application web"]],
    [{ automated: { prune: true } }, []],
  ])("stay behind a root of Argo CD with %j as %j", (syncPolicy, left) => {
    const argo = new TestArgoCd();
    argo.repository.write("root/web.yaml", application("web"));
    argo.repository.write("root/shop.yaml", application("shop"));
    argo.application("root", { syncPolicy: { automated: {} } });
    argo.run();
    const root = argo.find("root");
    if (root) argo.api.patch(root, { spec: { syncPolicy: { automated: null, ...syncPolicy } } });
    expect(abandonedApplications(argo.test.cluster, argo.repository)).toEqual([]);
    argo.repository.remove("root/web.yaml");
    expect(abandonedApplications(argo.test.cluster, argo.repository)).toEqual(left);
  });

  test("are looked for in every source of their root", () => {
    const argo = new TestArgoCd();
    argo.repository.write("root/web.yaml", application("web"));
    argo.repository.write("more/shop.yaml", application("shop"));
    argo.application("root", { syncPolicy: { automated: {} } });
    argo.run();
    const root = argo.find("root");
    if (!root) throw new RangeError("no root");
    const { source } = root.spec as { source: JsonObject };
    argo.api.patch(root, { spec: { source: null, sources: [source, { ...source, path: "more" }] } });
    argo.run();
    expect(abandonedApplications(argo.test.cluster, argo.repository)).toEqual([]);
    argo.repository.remove("more/shop.yaml");
    expect(abandonedApplications(argo.test.cluster, argo.repository)).toEqual(["Application shop"]);
  });

  test.each([
    [{ prune: false }, ["Kustomization web"]],
    [{ prune: true, suspend: true }, ["Kustomization web"]],
    [{ prune: true }, []],
  ])("stay behind a root of Flux with %j as %j", (change, left) => {
    const flux = new TestFlux();
    flux.gitRepository();
    flux.kustomization("child");
    const [child] = flux.test.api.list("kustomize.toolkit.fluxcd.io/Kustomization");
    if (!child) throw new RangeError("no Kustomization");
    const { apiVersion, kind, spec } = child;
    const { namespace = "" } = child.metadata;
    flux.test.api.delete(child);
    flux.repository.write("web/a.yaml", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } });
    flux.repository.write("root/web.yaml", {
      apiVersion,
      kind,
      metadata: { name: "web", namespace },
      spec: { ...spec, path: "./web" },
    });
    flux.kustomization("root", { prune: true });
    flux.run(600);
    const root = flux.test.api.find("kustomize.toolkit.fluxcd.io/Kustomization", "root", namespace);
    if (root) flux.test.api.patch(root, { spec: change });
    expect(abandonedApplications(flux.test.cluster, flux.repository)).toEqual([]);
    flux.repository.remove("root/web.yaml");
    expect(abandonedApplications(flux.test.cluster, flux.repository)).toEqual(left);
  });
});
