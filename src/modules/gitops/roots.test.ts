import { describe, expect, test } from "vitest";
import { synthesise } from "../../stacks/testing/root-module.ts";
import type { Manifest } from "./manifest.ts";
import { GitOpsRoots } from "./roots.ts";

const manifest = (kind: string, name: string): Manifest => ({
  apiVersion: "example.org/v1",
  kind,
  metadata: { name },
  spec: { pattern: "$" + "{not an expression}" },
});

const flux = {
  release: { fqn: "helm_release.flux" },
  rootSource: manifest("GitRepository", "platform"),
  rootKustomization: manifest("Kustomization", "platform"),
};

const synthesiseRoots = (own: typeof flux | undefined) =>
  synthesise(
    (stack) => {
      new GitOpsRoots(stack, "gitops", {
        argoCd: { fqn: "helm_release.argo_cd" },
        flux: own,
        appProjects: [manifest("AppProject", "data")],
        rootApplication: manifest("Application", "platform"),
        after: [{ fqn: "kubernetes_namespace_v1.airflow" }],
      });
    },
    ["kubectl"],
  );

const roots = () => synthesiseRoots(flux);

describe("the roots of GitOps", () => {
  // Defect 47: objects of Flux waited for Argo CD.
  test("come after the engine that knows their kinds, and after what applications need", () => {
    expect(roots().resource("kubectl_manifest.root_application").depends_on).toEqual([
      "kubectl_manifest.project_data",
      "kubernetes_namespace_v1.airflow",
    ]);
    expect(roots().resource("kubectl_manifest.project_data").depends_on).toEqual(["helm_release.argo_cd"]);
    expect(roots().resource("kubectl_manifest.root_kustomization").depends_on).toEqual([
      "kubectl_manifest.root_source",
      "kubernetes_namespace_v1.airflow",
    ]);
    expect(roots().resource("kubectl_manifest.root_source").depends_on).toEqual(["helm_release.flux"]);
  });

  // Where no application is Flux's, its root would wait for a folder that git does not have.
  test("are those of the engines that have applications", () => {
    const bare = synthesiseRoots(undefined);
    expect(Object.keys(bare.resources("kubectl_manifest"))).toEqual(["project_data", "root_application"]);
  });

  // Defect 62: a stack that was destroyed left every workload behind, and the load balancer.
  test("are waited for when they go, as long as the removal of everything behind them takes", () => {
    for (const body of Object.values(roots().resources("kubectl_manifest"))) {
      expect(body).toMatchObject({ wait: true, timeouts: { delete: "45m" } });
    }
  });

  // Defect 59: big definitions do not fit into the annotation of a client-side apply.
  test("are applied by the server", () => {
    for (const body of Object.values(roots().resources("kubectl_manifest"))) expect(body.server_side_apply).toBe(true);
  });

  // Defect 121: manifests were text with values put in between.
  test("reach the engine as text in which it finds nothing to evaluate", () => {
    const { yaml_body: body } = roots().resource("kubectl_manifest.root_application");
    expect(String(body)).toContain("$$" + "{not an expression}");
  });
});
