import { describe, expect, test } from "vitest";
import { configMap, deployment, TestArgoCd } from "./argo-cd/testing/argo-cd.ts";
import { TestFlux } from "./flux/testing/flux.ts";
import { applicationStatuses } from "./gitops-status.ts";
import { textAt } from "./kubernetes/fields.ts";

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

  test("is degraded when it failed", () => {
    const flux = new TestFlux();
    flux.gitRepository();
    flux.repository.write("web/a.yaml", { apiVersion: "acme.example/v1", kind: "Widget", metadata: { name: "one" } });
    flux.kustomization("web");
    flux.run(60);
    expect(applicationStatuses(flux.test.cluster)[0]).toMatchObject({ health: "Degraded" });
  });
});
