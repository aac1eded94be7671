import { describe, expect, test } from "vitest";
import { textMapAt } from "../kubernetes/fields.ts";
import { conditionOf } from "../kubernetes/object.ts";
import type { JsonObject } from "../world/json.ts";
import { fluxKinds } from "./objects.ts";
import { TestFlux } from "./testing/flux.ts";

const repository = "https://fjogeleit.github.io/trivy-operator-polr-adapter";
const chart = "trivy-operator-polr-adapter";

/** Flux with the repository of a small chart: one Deployment of its name. */
class TestReleases extends TestFlux {
  constructor(url = repository) {
    super();
    this.create("source.toolkit.fluxcd.io/v1", "HelmRepository", "charts", { url, interval: "24h" }, "shop");
  }

  release(spec: JsonObject = {}, version = "0.11.5") {
    return this.create(
      "helm.toolkit.fluxcd.io/v2",
      "HelmRelease",
      "adapter",
      {
        interval: "10m",
        timeout: "2m",
        chart: { spec: { chart, version, sourceRef: { kind: "HelmRepository", name: "charts" } } },
        ...spec,
      },
      "shop",
    );
  }

  change(spec: JsonObject): void {
    const release = this.find();
    if (release) this.api.patch(release, { spec });
  }

  find() {
    return this.api.find(fluxKinds.helmRelease, "adapter", "shop");
  }

  state(): string {
    return this.ready("helmRelease", "adapter", "shop");
  }

  /** Makes the Deployment of the release ready. */
  makeReady(): void {
    const found = this.api.list("apps/Deployment", { namespace: "shop" })[0];
    if (!found) throw new RangeError("no Deployment");
    const { generation } = found.metadata;
    const replicas = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1 };
    this.api.setStatus(found, { observedGeneration: generation, ...replicas });
  }

  /** Lets the release begin, then makes it ready. */
  runToReady(): void {
    this.run(30);
    this.makeReady();
    this.run(30);
  }
}

describe("a HelmRelease", () => {
  test("makes its HelmChart, installs, and is ready when everything is", () => {
    const flux = new TestReleases();
    flux.release();
    flux.run(30);
    expect(flux.state()).toBe("Unknown Progressing: Running 'install' action with timeout of 2m0s");
    expect(flux.ready("helmChart", "shop-adapter", "shop")).toBe(
      `True ChartPullSucceeded: pulled '${chart}' chart with version '0.11.5'`,
    );
    flux.makeReady();
    flux.run(30);
    expect(flux.state()).toBe(
      `True InstallSucceeded: Helm install succeeded for release shop/adapter.v1 with chart ${chart}@0.11.5`,
    );
  });

  test("that does not become ready in time has failed, and stays so without retries", () => {
    const flux = new TestReleases();
    flux.release();
    flux.run();
    expect(flux.state()).toMatch(/^False InstallFailed: Helm install failed for release shop\/adapter with chart .*: /);
    const release = flux.find();
    expect(release && conditionOf(release, "Stalled")?.reason).toBe("RetriesExceeded");
    expect(release?.status?.installFailures).toBe(1);
  });

  test("is uninstalled between tries, as often as its remediation says", () => {
    const flux = new TestReleases();
    flux.release({ install: { remediation: { retries: 2 } } });
    flux.run(3_600);
    expect(flux.find()?.status?.installFailures).toBe(3);
    expect(flux.state()).toMatch(/^False InstallFailed/);
  });

  test("is upgraded when its values change, and rolled back when that fails", () => {
    const flux = new TestReleases();
    flux.release({ upgrade: { remediation: { retries: 1 } } });
    flux.runToReady();
    flux.change({ values: { replicaCount: 1, podLabels: { version: "two" } } });
    flux.runToReady();
    expect(flux.state()).toMatch(/^True UpgradeSucceeded: Helm upgrade succeeded for release shop\/adapter\.v2/);
    flux.change({ values: { podLabels: { version: "three" } } });
    for (const _attempt of [1, 2]) {
      // The new revision never becomes ready; the old one does.
      flux.run(130);
      flux.makeReady();
      flux.run(0);
    }
    expect(flux.state()).toMatch(/^False UpgradeFailed/);
    expect(flux.find()?.status?.upgradeFailures).toBe(2);
    const [deployed] = flux.api.list("apps/Deployment", { namespace: "shop" });
    expect(textMapAt(deployed, "spec.template.metadata.labels")).toMatchObject({ version: "two" });
  });

  test("takes values from Secrets, and the inline ones over them", () => {
    const flux = new TestReleases();
    flux.api.create({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "values", namespace: "shop" },
      stringData: { "values.yaml": "replicaCount: 3\npodLabels: {a: one, b: one}", label: "from-key" },
    });
    flux.release({
      valuesFrom: [
        { kind: "Secret", name: "values" },
        { kind: "Secret", name: "values", valuesKey: "label", targetPath: "podLabels.c" },
      ],
      values: { podLabels: { b: "two" } },
    });
    flux.run(30);
    const [deployed] = flux.api.list("apps/Deployment", { namespace: "shop" });
    expect(deployed?.spec?.replicas).toBe(3);
    expect(textMapAt(deployed, "spec.template.metadata.labels")).toMatchObject({ a: "one", b: "two", c: "from-key" });
  });

  test("says which key of which secret is missing, and goes on when it is there", () => {
    const flux = new TestReleases();
    flux.release({
      valuesFrom: [{ kind: "Secret", name: "values", valuesKey: "password", targetPath: "podLabels.c" }],
    });
    flux.run(60);
    expect(flux.state()).toBe(
      `False ValuesError: could not resolve Secret chart values reference 'shop/values' with key 'password': secrets "values" not found`,
    );
    const metadata = { name: "values", namespace: "shop" };
    flux.api.create({ apiVersion: "v1", kind: "Secret", metadata, stringData: { password: "x" } });
    flux.runToReady();
    expect(flux.state()).toMatch(/^True InstallSucceeded/);
  });

  test("goes through its post renderers", () => {
    const flux = new TestReleases();
    const patch = JSON.stringify([{ op: "replace", path: "/spec/replicas", value: 2 }]);
    flux.release({ postRenderers: [{ kustomize: { patches: [{ patch, target: { kind: "Deployment" } }] } }] });
    flux.run(30);
    expect(flux.api.list("apps/Deployment", { namespace: "shop" })[0]?.spec?.replicas).toBe(2);
  });

  test("waits for a chart that cannot be had", () => {
    const flux = new TestReleases();
    flux.release({}, "9.9.9");
    flux.run(60);
    expect(flux.ready("helmChart", "shop-adapter", "shop")).toBe(
      `False InvalidChartReference: invalid chart reference: failed to get chart version for remote reference: no '${chart}' chart with version matching '9.9.9' found`,
    );
    expect(flux.state()).toMatch(/^False SourceNotReady: HelmChart 'shop\/shop-adapter' is not ready: invalid chart/);
  });

  test("does not look for its chart in a repository without an index", () => {
    const flux = new TestReleases("https://charts.example.com");
    flux.release();
    flux.run(60);
    expect(flux.ready("helmRepository", "charts", "shop")).toMatch(/^False IndexationFailed: .*index\.yaml : 404/);
  });

  test("puts drift right when its interval has passed", () => {
    const flux = new TestReleases();
    flux.release({ driftDetection: { mode: "enabled" } });
    flux.runToReady();
    const [deployed] = flux.api.list("apps/Deployment", { namespace: "shop" });
    if (deployed) flux.api.delete(deployed);
    flux.test.cluster.advanceTo(new Date(flux.test.cluster.now.getTime() + 700_000));
    flux.run(10);
    expect(flux.names("apps/Deployment")).toHaveLength(1);
  });
});

describe("deleting a HelmRelease", () => {
  test("uninstalls it, and its HelmChart goes with it", () => {
    const flux = new TestReleases();
    const release = flux.release();
    flux.runToReady();
    flux.api.delete(release);
    flux.run();
    expect(flux.find()).toBeUndefined();
    expect(flux.names("apps/Deployment")).toEqual([]);
    expect(flux.names("source.toolkit.fluxcd.io/HelmChart")).toEqual([]);
    expect(flux.names("/Secret")).toEqual([]);
  });

  test("leaves everything when it is suspended", () => {
    const flux = new TestReleases();
    const release = flux.release();
    flux.runToReady();
    flux.change({ suspend: true });
    flux.api.delete(release);
    flux.run();
    expect(flux.find()).toBeUndefined();
    expect(flux.names("apps/Deployment")).toHaveLength(1);
  });

  test("stands still while Flux does not run", () => {
    const flux = new TestReleases();
    const release = flux.release();
    flux.runToReady();
    const pod = flux.api.find("/Pod", "helm-controller", "flux-system");
    if (pod) flux.api.setStatus(pod, { phase: "Failed", conditions: [] });
    flux.api.delete(release);
    flux.run();
    expect(flux.find()?.metadata.deletionTimestamp).toBeDefined();
    expect(flux.names("apps/Deployment")).toHaveLength(1);
  });
});
