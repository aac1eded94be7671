import { describe, expect, test } from "vitest";
import { configMap, deployment, TestArgoCd } from "./argo-cd/testing/argo-cd.ts";
import { TestFlux } from "./flux/testing/flux.ts";
import { applicationStatuses } from "./gitops-status.ts";
import type { KubernetesApi } from "./kubernetes/api.ts";
import { textAt } from "./kubernetes/fields.ts";

/** Sources are looked at when something happens: here a person asks for it. */
function lookAgain(api: KubernetesApi, kind: string, annotation: string): void {
  const marks = api.list(kind).map((object) => ({ object, mark: `${object.metadata.resourceVersion}` }));
  for (const { object, mark } of marks) api.patch(object, { metadata: { annotations: { [annotation]: mark } } });
}

describe("how an Application of Argo CD stands", () => {
  test("is told in Argo CD's words, with the times of its sync", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", configMap("settings"));
    argo.application("web", {}, { annotations: { "argocd.argoproj.io/sync-wave": "2" } });
    argo.run();
    const [status] = applicationStatuses(argo.test.cluster);
    expect(status).toMatchObject({
      name: "web",
      kind: "Application",
      engine: "argo-cd",
      namespace: "argocd",
      sync: "Synced",
      health: "Healthy",
      message: "",
      wave: 2,
    });
    const [application] = argo.test.api.list("argoproj.io/Application");
    expect(status?.healthySince).toBe(textAt(application, "status.operationState.finishedAt"));
  });

  test("names the object that is not healthy", () => {
    const argo = new TestArgoCd();
    argo.repository.write("web/a.yaml", deployment("server"));
    argo.application("web");
    argo.run();
    expect(applicationStatuses(argo.test.cluster)[0]).toMatchObject({
      health: "Progressing",
      healthySince: undefined,
      message: expect.stringMatching(/^Deployment shop\/server: Waiting for rollout to finish/),
    });
  });

  test("names what git no longer has and Argo CD does not remove, and is not well with it", () => {
    const argo = new TestArgoCd();
    const kept = { "helm.sh/resource-policy": "keep" };
    argo.repository.write(
      "web/a.yaml",
      configMap("settings"),
      configMap("old", {}, kept),
      configMap("older", {}, kept),
    );
    argo.application("web", { syncPolicy: { automated: { prune: true, selfHeal: true } } });
    argo.run();
    argo.repository.write("web/a.yaml", configMap("settings"));
    lookAgain(argo.api, "argoproj.io/Application", "argocd.argoproj.io/refresh");
    argo.run();
    expect(applicationStatuses(argo.test.cluster)[0]).toMatchObject({
      sync: "OutOfSync",
      health: "Healthy",
      healthySince: undefined,
      message: "ConfigMap shop/old and 1 more: no longer in git, and not removed: ignored (no prune)",
    });
  });

  test("has another last change after a sync, and not before", () => {
    const argo = new TestArgoCd();
    const lastChange = () => applicationStatuses(argo.test.cluster)[0]?.lastChange;
    argo.repository.write("web/a.yaml", configMap("settings", { size: "1" }));
    argo.application("web");
    argo.run();
    const first = lastChange();
    argo.run();
    expect(lastChange()).toBe(first);
    argo.repository.write("web/a.yaml", configMap("settings", { size: "2" }));
    lookAgain(argo.api, "argoproj.io/Application", "argocd.argoproj.io/refresh");
    argo.run();
    expect(lastChange()).not.toBe(first);
  });

  test("says why it cannot be compared", () => {
    const argo = new TestArgoCd();
    argo.application("web", { project: "team" });
    argo.run();
    expect(applicationStatuses(argo.test.cluster)[0]).toMatchObject({
      sync: "Unknown",
      health: "Unknown",
      message: "InvalidSpecError: Application referencing project team which does not exist",
    });
  });
});

describe("how an object of Flux stands", () => {
  test("is told in the same words", () => {
    const flux = new TestFlux();
    flux.gitRepository();
    flux.repository.write("good/a.yaml", configMap("settings"));
    flux.kustomization("good");
    flux.kustomization("missing");
    flux.kustomization("paused", { suspend: true });
    flux.kustomization("waiting", { dependsOn: [{ name: "missing" }] });
    flux.run(60);
    const told = applicationStatuses(flux.test.cluster).map(({ name, sync, health }) => [name, sync, health]);
    expect(told).toEqual([
      ["good", "Synced", "Healthy"],
      ["missing", "OutOfSync", "Progressing"],
      ["paused", "Unknown", "Suspended"],
      ["waiting", "OutOfSync", "Progressing"],
    ]);
  });

  test("has another last change when one of its objects is another, not when git has another revision", () => {
    const flux = new TestFlux();
    const lastChange = () => applicationStatuses(flux.test.cluster).find(({ name }) => name === "good")?.lastChange;
    flux.gitRepository();
    flux.repository.write("good/a.yaml", configMap("settings", { size: "1" }));
    flux.kustomization("good");
    flux.run(60);
    const first = lastChange();
    expect(first).toContain("settings");
    flux.repository.write("other/a.yaml", configMap("others"));
    lookAgain(flux.test.api, "source.toolkit.fluxcd.io/GitRepository", "reconcile.fluxcd.io/requestedAt");
    flux.run(600);
    expect(lastChange()).toBe(first);
    flux.repository.write("good/a.yaml", configMap("settings", { size: "2" }));
    lookAgain(flux.test.api, "source.toolkit.fluxcd.io/GitRepository", "reconcile.fluxcd.io/requestedAt");
    flux.run(600);
    expect(lastChange()).not.toBe(first);
  });

  test("is degraded when it failed", () => {
    const flux = new TestFlux();
    flux.gitRepository();
    flux.repository.write("web/a.yaml", { apiVersion: "acme.example/v1", kind: "Widget", metadata: { name: "one" } });
    flux.kustomization("web");
    flux.run(60);
    expect(applicationStatuses(flux.test.cluster)[0]).toMatchObject({ health: "Degraded" });
  });
});
