import { describe, expect, test } from "vitest";
import { applicationsOf } from "../../../stacks/applications.ts";
import { applications, type Change, declared, manual, object, objectsOf } from "../testing/rendered.ts";
import { argoCdApplication, rootApplication } from "./application.ts";
import { appProjects } from "./projects.ts";

describe("Applications of Argo CD", () => {
  const all = objectsOf("Application");

  // Defect 59: server-side apply came with automation only, and automation was off.
  test("are applied by the server, with what is ignored left alone, whether or not that happens by itself", () => {
    for (const change of [() => {}, manual]) {
      const applied = objectsOf("Application", change);
      expect(applied.length).toBeGreaterThan(8);
      for (const { spec } of applied) {
        expect(spec).toMatchObject({
          syncPolicy: { syncOptions: ["ServerSideApply=true", "RespectIgnoreDifferences=true"] },
        });
      }
    }
  });

  // Defects 60 and 64: one flag for two things, and inputs that nothing used.
  test("synchronise, heal and prune as the environment says", () => {
    const policy = (change?: Change) =>
      (rootApplication(declared(change)).spec as { syncPolicy: { automated?: unknown; retry: unknown } }).syncPolicy;
    expect(policy().automated).toEqual({ prune: false, selfHeal: true });
    expect(
      policy(({ development }) => {
        development.gitOps = { prune: true };
      }).automated,
    ).toEqual({ prune: true, selfHeal: true });
    expect(policy(manual).automated).toBeUndefined();
    expect(policy(manual).retry).toMatchObject({ limit: 10 });
  });

  // Defect 62: removing an application left everything that it had brought.
  test("take with them what they brought", () => {
    for (const { metadata } of [...all, rootApplication(declared())]) {
      expect(metadata.finalizers).toEqual(["resources-finalizer.argocd.argoproj.io"]);
    }
  });

  test("come in waves, and their own objects after those of their chart", () => {
    expect(object("Application", "envoy-gateway").metadata.annotations).toEqual({
      "argocd.argoproj.io/sync-wave": "2",
    });
    expect(object("Gateway", "eg").metadata.annotations).toMatchObject({ "argocd.argoproj.io/sync-wave": "1" });
  });

  // Defects 49 and 65: complete copies of foreign values, passed through a template.
  test("hold the values that differ, and no others", () => {
    for (const one of applications()) {
      expect(JSON.stringify(one.chart?.values ?? {}).length, one.name).toBeLessThan(3200);
    }
  });

  // Defect 63: every environment followed main.
  test("follow the revision of their environment, charts theirs", () => {
    const released = object("Application", "envoy-gateway", ({ development }) => {
      development.gitOps = { revision: "v1.4.0" };
    });
    expect(released.spec).toMatchObject({
      sources: [
        { targetRevision: "v1.9.0" },
        { targetRevision: "v1.4.0", path: "rendered/development/gitops/envoy-gateway" },
      ],
    });
  });

  test("are brought by one, which reads the folder of its environment", () => {
    expect(rootApplication(declared()).spec).toMatchObject({
      project: "platform",
      source: {
        repoURL: "https://github.com/Example/eks-stack",
        path: "rendered/development/gitops/argo-cd",
        targetRevision: "main",
      },
    });
  });

  test("leave alone what the data says", () => {
    const environment = declared();
    const [one] = applicationsOf(environment).filter(({ engine }) => engine === "argo-cd");
    if (!one) throw new RangeError("there is no application");
    const difference = { group: "", kind: "Secret", pointers: ["/data/x"] };
    expect(argoCdApplication(environment, { ...one, ignoredDifferences: [difference] }).spec).toMatchObject({
      ignoreDifferences: [{ group: "", kind: "Secret", jsonPointers: ["/data/x"] }],
    });
  });

  // Defect 62: the project that permits everything.
  test("are limited by the project of their domain: sources, namespaces, kinds", () => {
    const domains = ["data", "delivery", "demonstrations", "ingress", "monitoring", "observability", "security"];
    const projects = new Map(
      appProjects(declared(), applications()).map(({ metadata, spec }) => [metadata.name, spec as never]),
    );
    expect([...projects.keys()]).toEqual(["platform", ...domains]);
    expect(projects.get("data")).toMatchObject({
      sourceRepos: [
        "https://airflow.apache.org",
        "https://cloudnative-pg.github.io/charts",
        "https://github.com/Example/eks-stack",
      ],
      destinations: [{ namespace: "airflow" }, { namespace: "cnpg-system" }],
    });
    expect(projects.get("platform")).toMatchObject({
      namespaceResourceWhitelist: [{ group: "argoproj.io", kind: "Application" }],
    });
    expect(JSON.stringify([...projects.values()])).not.toContain('"*","kind":"*"');
    for (const { spec } of all) expect(projects.has((spec as { project: string }).project)).toBe(true);
  });

  test("keep the project of a domain whose last application was switched off, to be removed in it", () => {
    const withoutScans = appProjects(declared(), []);
    expect(withoutScans.find(({ metadata }) => metadata.name === "security")?.spec).toMatchObject({ destinations: [] });
  });
});
