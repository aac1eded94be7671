import { expect, test } from "vitest";
import { chartOf, configMap, customDefinition, deployment, HelmBench, job } from "../testing/helm.ts";
import { ReleaseFailed } from "./failed-release.ts";
import { install } from "./install.ts";
import { lastRelease, releaseHistory } from "./release-storage.ts";
import { rollback } from "./rollback.ts";
import { uninstall } from "./uninstall.ts";
import { upgrade } from "./upgrade.ts";

const web = { name: "web", namespace: "team" };

function failure(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new RangeError("nothing failed");
}

test("an install makes the objects, marked as the release's, and records its first revision", () => {
  const bench = new HelmBench();
  const release = bench.run(install(bench, bench.source(chartOf([configMap("settings")]), { a: 1 })));
  expect(release).toMatchObject({ revision: 1, status: "deployed", values: { a: 1 } });
  const { metadata } = bench.api.find("/ConfigMap", "settings", "team") ?? {};
  expect(metadata?.labels).toMatchObject({ "app.kubernetes.io/managed-by": "Helm" });
  expect(metadata?.annotations).toMatchObject({ "meta.helm.sh/release-name": "web" });
  expect(bench.api.list("/Secret", { namespace: "team" }).map((secret) => secret.metadata.name)).toEqual([
    "sh.helm.release.v1.web.v1",
  ]);
});

test("values of a release are nowhere readable in the stored world", () => {
  const bench = new HelmBench();
  bench.run(install(bench, bench.source(chartOf([]), { password: "correct-horse" })));
  expect(JSON.stringify(bench.cluster.world.snapshot())).not.toContain("correct-horse");
  expect(lastRelease(bench.api, "team", "web")?.values).toEqual({ password: "correct-horse" });
});

test("waiting takes the time until the last object is ready", () => {
  const bench = new HelmBench();
  const before = bench.cluster.now.getTime();
  bench.run(install(bench, bench.source(chartOf([deployment("app")])), { wait: true }));
  expect((bench.cluster.now.getTime() - before) / 1_000).toBe(10);
});

test("objects that never become ready fail the release after its time-out, and it stays recorded as failed", () => {
  const bench = new HelmBench();
  const chart = chartOf([deployment("app", { broken: "yes" })]);
  const before = bench.cluster.now.getTime();
  const error = failure(() => bench.run(install(bench, bench.source(chart), { wait: true, timeout: 120 })));
  expect(error).toBeInstanceOf(ReleaseFailed);
  expect(error.message).toBe("context deadline exceeded");
  expect((bench.cluster.now.getTime() - before) / 1_000).toBe(120);
  expect(lastRelease(bench.api, "team", "web")).toMatchObject({ status: "failed" });
  expect(bench.api.find("apps/Deployment", "app", "team")).toBeDefined();
});

test("an atomic install that fails leaves neither objects nor records", () => {
  const bench = new HelmBench();
  const chart = chartOf([deployment("app", { broken: "yes" })]);
  const error = failure(() => bench.run(install(bench, bench.source(chart), { atomic: true })));
  expect(error.message).toBe(
    "release web failed, and has been uninstalled due to atomic being set: context deadline exceeded",
  );
  expect(bench.api.find("apps/Deployment", "app", "team")).toBeUndefined();
  expect(releaseHistory(bench.api, "team", "web")).toEqual([]);
});

test("definitions of crds/ come first, are never changed by an upgrade, and stay after an uninstall", () => {
  const bench = new HelmBench();
  const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "one" } };
  const chart = chartOf([widget], { crds: [customDefinition("Widget")] });
  bench.run(install(bench, bench.source(chart)));
  bench.run(uninstall(bench, web, { wait: true }));
  expect(bench.api.find("apiextensions.k8s.io/CustomResourceDefinition", "widgets.example.com")).toBeDefined();
  expect(bench.api.find("example.com/Widget", "one", "team")).toBeUndefined();
});

test("hooks run in the order of their weights, and are no part of the release", () => {
  const bench = new HelmBench();
  const weighted = (name: string, weight: string) => {
    const hook = job(name, "pre-install");
    const annotations = { ...hook.metadata.annotations, "helm.sh/hook-weight": weight };
    return { ...hook, metadata: { ...hook.metadata, annotations } };
  };
  bench.run(install(bench, bench.source(chartOf([weighted("second", "5"), weighted("first", "-5"), configMap("c")]))));
  const made = (name: string) =>
    Number(bench.api.find("batch/Job", name, "team")?.metadata.creationTimestamp.slice(17, 19));
  expect(made("second") - made("first")).toBe(10);
  bench.run(uninstall(bench, web));
  expect(bench.api.find("batch/Job", "first", "team")).toBeDefined();
  expect(bench.api.find("/ConfigMap", "c", "team")).toBeUndefined();
});

test("a hook that is to go with success goes, one that failed stays to be looked at", () => {
  const bench = new HelmBench();
  const policy = { "helm.sh/hook": "pre-install", "helm.sh/hook-delete-policy": "hook-succeeded" };
  const hook = (labels: Readonly<Record<string, string>>) => {
    const made = job("migrate", "pre-install", labels);
    return { ...made, metadata: { ...made.metadata, annotations: policy } };
  };
  const broken = chartOf([hook({ broken: "yes" })]);
  expect(failure(() => bench.run(install(bench, bench.source(broken)))).message).toBe(
    "failed pre-install: job migrate failed: BackoffLimitExceeded",
  );
  expect(bench.api.find("batch/Job", "migrate", "team")).toBeDefined();
  bench.run(
    install(bench, {
      ...bench.source(chartOf([{ ...hook({}), metadata: { ...hook({}).metadata, name: "other" } }])),
      name: "web2",
    }),
  );
  expect(bench.api.find("batch/Job", "other", "team")).toBeUndefined();
});

test("an upgrade removes what the new manifest lacks, keeps what others wrote, and supersedes the old revision", () => {
  const bench = new HelmBench();
  const chart = chartOf((values) =>
    values.more ? [configMap("a", { x: "1", y: "1" }), configMap("b")] : [configMap("a", { x: "2" })],
  );
  bench.run(install(bench, bench.source(chart, { more: true })));
  const present = bench.api.find("/ConfigMap", "a", "team");
  if (present) bench.api.patch(present, { data: { z: "by hand" } });
  bench.run(upgrade(bench, bench.source(chart, { more: false })));
  expect(bench.api.find("/ConfigMap", "a", "team")?.data).toEqual({ x: "2", z: "by hand" });
  expect(bench.api.find("/ConfigMap", "b", "team")).toBeUndefined();
  expect(releaseHistory(bench.api, "team", "web").map(({ status }) => status)).toEqual(["superseded", "deployed"]);
});

test("an upgrade without values keeps those of the last revision unless they are reset", () => {
  const bench = new HelmBench();
  bench.run(install(bench, bench.source(chartOf([]), { a: 1 })));
  expect(bench.run(upgrade(bench, bench.source(chartOf([])))).values).toEqual({ a: 1 });
  expect(bench.run(upgrade(bench, bench.source(chartOf([]), { b: 2 }), { reuseValues: true })).values).toEqual({
    a: 1,
    b: 2,
  });
  expect(bench.run(upgrade(bench, bench.source(chartOf([])), { resetValues: true })).values).toEqual({});
});

test("an atomic upgrade that fails goes back to what worked", () => {
  const bench = new HelmBench();
  const good = chartOf([configMap("a", { x: "good" })]);
  const bad = chartOf([configMap("a", { x: "bad" }), deployment("app", { broken: "yes" })]);
  bench.run(install(bench, bench.source(good)));
  const error = failure(() => bench.run(upgrade(bench, bench.source(bad), { atomic: true })));
  expect(error.message).toContain("has been rolled back due to atomic being set");
  expect(bench.api.find("/ConfigMap", "a", "team")?.data).toEqual({ x: "good" });
  expect(bench.api.find("apps/Deployment", "app", "team")).toBeUndefined();
  expect(releaseHistory(bench.api, "team", "web").map(({ status }) => status)).toEqual([
    "superseded",
    "failed",
    "deployed",
  ]);
});

test("a rollback is a new revision with the objects of the old one", () => {
  const bench = new HelmBench();
  bench.run(install(bench, bench.source(chartOf([configMap("a", { x: "1" })]))));
  bench.run(upgrade(bench, bench.source(chartOf([configMap("a", { x: "2" })]))));
  expect(bench.run(rollback(bench, { ...web, revision: 1 }))).toMatchObject({ revision: 3, status: "deployed" });
  expect(bench.api.find("/ConfigMap", "a", "team")?.data).toEqual({ x: "1" });
});

test("objects with the policy keep stay after an uninstall, and are named", () => {
  const bench = new HelmBench();
  const kept = { ...configMap("kept"), metadata: { name: "kept", annotations: { "helm.sh/resource-policy": "keep" } } };
  bench.run(install(bench, bench.source(chartOf([kept, configMap("other")]))));
  const { kept: left } = bench.run(uninstall(bench, web, { wait: true }));
  expect(left.map(({ metadata }) => metadata.name)).toEqual(["kept"]);
  expect(bench.api.find("/ConfigMap", "kept", "team")).toBeDefined();
  expect(bench.api.find("/ConfigMap", "other", "team")).toBeUndefined();
});

test("only so many revisions are kept", () => {
  const bench = new HelmBench();
  bench.run(install(bench, bench.source(chartOf([]))));
  for (let round = 0; round < 4; round += 1) bench.run(upgrade(bench, bench.source(chartOf([])), { maxHistory: 3 }));
  expect(releaseHistory(bench.api, "team", "web").map(({ revision }) => revision)).toEqual([3, 4, 5]);
});

test("an install may make its namespace, which stays", () => {
  const bench = new HelmBench();
  const source = { ...bench.source(chartOf([configMap("a")])), namespace: "fresh" };
  bench.run(install(bench, source, { createNamespace: true }));
  bench.run(uninstall(bench, { name: "web", namespace: "fresh" }));
  expect(bench.api.find("/Namespace", "fresh")?.metadata.labels).toMatchObject({ name: "fresh" });
});

test("an uninstall that waits in vain says so, and the release is gone all the same", () => {
  const bench = new HelmBench();
  bench.run(install(bench, bench.source(chartOf([configMap("held")]))));
  const object = bench.api.find("/ConfigMap", "held", "team");
  if (object) bench.api.setFinalizers(object, ["example.com/hold"]);
  expect(failure(() => bench.run(uninstall(bench, web, { wait: true }))).message).toBe(
    "uninstallation completed with 1 error(s): context deadline exceeded",
  );
  expect(releaseHistory(bench.api, "team", "web")).toEqual([]);
});

test("a hook that fails before an uninstall leaves the release as being uninstalled", () => {
  const bench = new HelmBench();
  bench.run(install(bench, bench.source(chartOf([configMap("a"), job("clean-up", "pre-delete", { broken: "yes" })]))));
  expect(failure(() => bench.run(uninstall(bench, web))).message).toBe("job clean-up failed: BackoffLimitExceeded");
  expect(bench.api.find("/ConfigMap", "a", "team")).toBeDefined();
  expect(lastRelease(bench.api, "team", "web")?.status).toBe("uninstalling");
});
