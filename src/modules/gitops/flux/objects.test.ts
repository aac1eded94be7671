import { describe, expect, test } from "vitest";
import { type Change, declared, manual, object, objects } from "../testing/rendered.ts";
import { rootKustomization, rootSource } from "./kustomization.ts";

describe("objects of Flux", () => {
  // Defects 52 and 60: Flux deployed at once even where nothing was to deploy by itself.
  test("wait for somebody where Argo CD does", () => {
    const suspended = (change?: Change) => [
      ...objects(change).filter(({ apiVersion }) => apiVersion.includes("toolkit.fluxcd.io")),
      rootKustomization(declared(change)),
    ];
    for (const { spec } of suspended()) expect(spec).toMatchObject({ suspend: false });
    for (const { spec } of suspended(manual)) expect(spec).toMatchObject({ suspend: true });
  });

  // Defect 53: one attempt, and then nothing.
  test("try a release again, roll it back, repair it, and give a database time to start", () => {
    expect(object("HelmRelease", "signoz").spec).toMatchObject({
      timeout: "20m",
      install: { crds: "CreateReplace", remediation: { retries: 3 } },
      upgrade: { crds: "CreateReplace", remediation: { retries: 3, strategy: "rollback" } },
      driftDetection: { mode: "enabled" },
    });
  });

  test("go in order: the release, then what stands beside it", () => {
    expect(object("Kustomization", "signoz").spec).toMatchObject({
      path: "./rendered/development/gitops/signoz",
      dependsOn: [{ name: "signoz-release" }],
      wait: true,
      deletionPolicy: "WaitForTermination",
    });
  });

  // Defect 54: a tag or a commit broke the source.
  test("read a branch, a tag or a commit, each as what it is", () => {
    const ref = (revision: string) =>
      rootSource(
        declared(({ development }) => {
          development.gitOps = { revision };
        }),
      ).spec as { ref: unknown };
    expect(ref("main").ref).toEqual({ branch: "main" });
    expect(ref("v1.4.0").ref).toEqual({ tag: "v1.4.0" });
    expect(ref("a".repeat(40)).ref).toEqual({ commit: "a".repeat(40) });
  });

  // Defect 66: whatever was published under a range of versions ran in the cluster.
  test("take foreign manifests at one tag, in the version that Flux serves", () => {
    expect(object("OCIRepository", "capacitor")).toMatchObject({
      apiVersion: "source.toolkit.fluxcd.io/v1",
      spec: { url: "oci://ghcr.io/gimlet-io/capacitor-manifests", ref: { tag: "v0.4.8" } },
    });
  });
});
