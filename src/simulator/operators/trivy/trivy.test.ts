import { describe, expect, test } from "vitest";
import { numberAt, objectAt } from "../../kubernetes/fields.ts";
import type { TestCluster } from "../../kubernetes/testing/cluster.ts";
import { podSpec, workload } from "../../kubernetes/workloads/testing/workloads.ts";
import type { JsonObject } from "../../world/json.ts";
import { install, objectIn, operatorCluster } from "../testing/operator-cluster.ts";
import { kinds } from "./kinds.ts";

const namespace = "trivy-system";

describe("a workload", () => {
  test("gets one report of its image and one of its configuration, after a while", () => {
    const world = withTrivy();
    world.api.create(workload("StatefulSet", "app", podSpec(), { serviceName: "app" }));
    expect(world.run(30, () => reportOf(world, "statefulset-app") !== undefined).met).toBe(false);
    expect(world.run(300, () => reportOf(world, "statefulset-app") !== undefined).met).toBe(true);
    expect(world.api.find(kinds.configuration, "statefulset-app", "default")).toBeDefined();
  });

  test("takes its reports along", () => {
    const world = withTrivy();
    world.api.create(workload("StatefulSet", "app", podSpec(), { serviceName: "app" }));
    world.run(300);
    world.api.delete(objectIn(world, "apps/StatefulSet", "app", "default"));
    world.run(120);
    expect(reportOf(world, "statefulset-app")).toBeUndefined();
  });

  test("is scanned anew with another image", () => {
    const world = withTrivy();
    world.api.create(workload("DaemonSet", "app"));
    world.run(300);
    const before = objectAt(reportOf(world, "daemonset-app"), "report.artifact");
    const image = "ghcr.io/example/app:2.0.0";
    world.api.patch(objectIn(world, "apps/DaemonSet", "app", "default"), {
      spec: { template: { spec: podSpec({ image }) } },
    });
    world.run(300);
    expect(objectAt(reportOf(world, "daemonset-app"), "report.artifact")).toEqual({ ...before, tag: "2.0.0" });
  });

  test("is left out by its image or its namespace", () => {
    const excluded = withTrivy({ trivyOperator: { excludeImages: "example/app:*,other:*" } });
    excluded.api.create(workload("DaemonSet", "app"));
    excluded.run(600);
    expect(reportOf(excluded, "daemonset-app")).toBeUndefined();
    const elsewhere = withTrivy({ excludeNamespaces: "default,kube-system" });
    elsewhere.api.create(workload("DaemonSet", "app"));
    elsewhere.run(600);
    expect(reportOf(elsewhere, "daemonset-app")).toBeUndefined();
  });
});

test("no more than so many are scanned at a time", () => {
  const world = withTrivy({ operator: { scanJobsConcurrentLimit: 2 } });
  const before = countOf(world);
  for (const name of ["a", "b", "c"]) world.api.create(workload("DaemonSet", name));
  world.run(90, () => countOf(world) > before);
  expect(countOf(world)).toBe(before + 2);
  world.run(90, () => countOf(world) > before + 2);
  expect(countOf(world)).toBe(before + 3);
});

test("fewer findings are reported when those without a fix are ignored", () => {
  const lows = (values: JsonObject): number => {
    const world = withTrivy(values);
    world.api.create(workload("DaemonSet", "app", podSpec({ image: "docker.io/library/redis:7.2" })));
    world.run(300);
    return numberAt(reportOf(world, "daemonset-app"), "report.summary.lowCount", 0);
  };
  expect(lows({ trivy: { ignoreUnfixed: true } })).toBeLessThan(lows({}));
});

test("the simulation comes to rest, and every standard has its summary", () => {
  const world = withTrivy();
  expect(world.run(3600)).toMatchObject({ met: true });
  const [report] = world.api.list(kinds.compliance);
  expect(report?.status?.summary).toBeDefined();
});

describe("the adapter", () => {
  test("makes a policy report of each vulnerability report", () => {
    const world = withTrivy();
    install(world, "trivy-operator-polr-adapter", { namespace, values: { crds: { install: true } } });
    world.run(600);
    const reports = world.api.list("wgpolicyk8s.io/PolicyReport");
    expect(reports.length).toBe(world.api.list(kinds.vulnerabilities).length);
    expect(reports.length).toBeGreaterThan(0);
  });

  test("runs without the kind of policy reports, and makes nothing", () => {
    const world = withTrivy();
    install(world, "trivy-operator-polr-adapter", { namespace });
    world.run(600);
    const adapter = objectIn(world, "apps/Deployment", "trivy-operator-polr-adapter", namespace);
    expect(adapter.status?.availableReplicas).toBe(1);
    expect(world.api.list("wgpolicyk8s.io/PolicyReport")).toEqual([]);
  });
});

function withTrivy(values: JsonObject = {}): TestCluster {
  const world = operatorCluster();
  install(world, "trivy-operator", { namespace, values });
  world.run(600);
  return world;
}

function reportOf(world: TestCluster, name: string) {
  return world.api.find(kinds.vulnerabilities, name, "default");
}

function countOf(world: TestCluster): number {
  return world.api.list(kinds.vulnerabilities).length;
}
